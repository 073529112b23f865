import type { RequestInitLike, ResponseLike } from '../../lib/client/environment.ts'
import { defined } from '../../lib/defined.ts'
import { asUserSees } from '../../lib/protocol/as-user-sees.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { type ErrorCode, STATUS_OF } from '../../lib/protocol/problem.ts'
import { PING_MS } from '../../lib/protocol/wire.ts'
import { REMEMBERED_COMMANDS } from '../../lib/session/recent.ts'
import type { ManualClock } from './manual-clock.ts'

/**
 * A small server that follows PROTOCOL.md: logs, ranges, portions, watchers, commands by id, expiring tokens. It keeps
 * everything in memory and handles each frame at once. A new rule of the protocol that a client can notice belongs
 * here.
 */
export class ModelServer {
  readonly #clock: ManualClock
  readonly #conversations = new Map<string, Conversation>()
  readonly #connections = new Set<ServerConnection>()
  /** Each command that had an effect, by verb and id. */
  readonly carriedOut: string[] = []
  /** Commands that found their effect already done. */
  readonly withoutEffect = new Set<string>()
  /** The number of commands of others. */
  #others = 0
  #time = { ms: Number.NaN, text: '' }
  /** The error with which it answers every command while set. */
  overload: ErrorCode | undefined

  constructor(clock: ManualClock) {
    this.#clock = clock
  }

  token(person: Person, livesMs = 3600_000): string {
    return `${person.role}|${person.role === 'user' ? person.session : ''}|${this.#clock.now() + livesMs}`
  }

  begin(session: string): Conversation {
    const known = this.#conversations.get(session)
    if (known) return known
    const seen = { agent: [], user: [] }
    const conversation = { session, revision: 0, seen, isPaused: false, epoch: 0, recent: [] }
    this.#conversations.set(session, conversation)
    return conversation
  }

  /** Removes a conversation or shortens it, as a store does that lost data. */
  forget(session: string, upto = 0): void {
    const conversation = this.begin(session)
    if (upto === 0) this.#conversations.delete(session)
    conversation.revision = upto
    for (const seen of Object.values(conversation.seen)) {
      seen.splice(0, seen.length, ...seen.filter(({ seq }) => seq <= upto))
    }
  }

  /** The entries of a log that a reader sees. */
  view(session: string, role: Person['role'], after = 0, upto = Number.MAX_SAFE_INTEGER): Entry[] {
    const seen = this.#conversations.get(session)?.seen[role] ?? []
    return seen.slice(indexPast(seen, after), indexPast(seen, upto))
  }

  revision(session: string): number {
    return this.#conversations.get(session)?.revision ?? 0
  }

  /** An event that no client of the test caused. */
  happens(session: string, what: 'user' | 'agent' | 'bot' | 'note' | 'paused' | 'resumed', text = 'hello'): void {
    const conversation = this.begin(session)
    const by = { type: what === 'user' || what === 'bot' ? what : 'agent' } as const
    if (what !== 'bot') this.#remember(conversation, `another ${this.#others++}`, conversation.revision + 1)
    switch (what) {
      case 'user':
        this.#commit(conversation, { kind: 'message', direction: 'in', by, type: 'text', text })
        break
      case 'agent':
      case 'bot':
        this.#commit(conversation, { kind: 'message', direction: 'out', by, type: 'text', text })
        break
      case 'note':
        this.#commit(conversation, { kind: 'note', by, text })
        break
      case 'paused':
      case 'resumed':
        this.#setPaused(conversation, what === 'paused', by.type)
        break
      default:
        what satisfies never
    }
  }

  /** Tells every agent how far a conversation's messages have got, also agents who have closed it. */
  tells(session: string, marks: { readonly deliveredUpTo: number; readonly readUpTo: number }): void {
    for (const connection of this.#connections) {
      if (connection.person.role === 'agent') connection.push([{ type: 'receipts', session, ...marks }])
    }
  }

  /** A handshake. `push` sends frames: those of one call arrive in order, calls may overtake each other. */
  connect(protocols: readonly string[], push: Push): ServerConnection | undefined {
    const person = this.#personOf(protocols.find(each => each.startsWith('auth.'))?.slice('auth.'.length))
    if (person === undefined) return undefined
    const connection = { person, push, watching: new Set<string>(), subscription: undefined, spent: [] }
    this.#connections.add(connection)
    return connection
  }

  disconnect(connection: ServerConnection): void {
    this.#connections.delete(connection)
  }

  /** Whether the server still knows a connection. */
  knows(connection: ServerConnection): boolean {
    return this.#connections.has(connection)
  }

  receive(connection: ServerConnection, text: string): void {
    const frame = JSON.parse(text) as ClientFrameLike
    const out: ServerFrame[] = []
    try {
      const result = this.#handle(connection, frame, out)
      if (frame.id !== undefined && result) out.push({ type: 'ok', replyTo: frame.id, result })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const replyTo = frame.id === undefined ? {} : { replyTo: frame.id }
      out.push({ type: 'error', ...replyTo, code: error.code, detail: error.code })
    }
    connection.push(out)
  }

  /** The HTTP routes that the client calls. */
  answer(url: string, init: RequestInitLike): ResponseLike {
    const [path = '', search = ''] = url.split('?')
    const query = new URLSearchParams(search)
    try {
      const { authorization = '' } = init.headers
      const person = this.#personOf(authorization.slice('Bearer '.length))
      if (person === undefined) throw new Refusal('auth.expired')
      const limit = Number(query.get('limit') ?? 50)
      const id = /conversations\/([^/]+)\/entries$/.exec(path)?.[1]
      if (id !== undefined) {
        if (person.role === 'user') throw new Refusal('auth.forbidden')
        if (!this.#conversations.has(id)) throw new Refusal('session.not_found')
        const begin = beginOf(query, limit, this.revision(id))
        return json(200, this.#page('agent', id, Math.max(0, begin), begin + limit))
      }
      if (path.endsWith('/messages') && person.role === 'user') {
        const after = Number(query.get('after') ?? 0)
        return json(200, this.#page('user', person.session, after, after + limit))
      }
      return json(200, { items: [] })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return json(STATUS_OF[error.code], { code: error.code, detail: error.code })
    }
  }

  #page(role: Person['role'], session: string, after: number, upto: number) {
    const revision = this.revision(session)
    const last = Math.max(after, Math.min(upto, revision))
    const { isPaused } = this.#conversations.get(session) ?? { isPaused: false }
    return { session, entries: this.view(session, role, after, last), after, upto: last, revision, isPaused }
  }

  #handle(
    connection: ServerConnection,
    frame: ClientFrameLike,
    out: ServerFrame[],
  ): Record<string, unknown> | undefined {
    if (!this.knows(connection)) throw new Refusal('connection.not_found')
    if (frame.type !== 'auth' && this.#clock.now() >= connection.person.expiresAt) throw new Refusal('auth.expired')
    if (this.overload !== undefined) throw new Refusal(this.overload)
    const portion = { entries: PORTION_ENTRIES }
    switch (frame.type) {
      case 'hello': {
        const { person } = connection
        const expiresAt = new Date(person.expiresAt).toISOString()
        const welcome = { type: 'welcome', protocol: 'interlude.v1', pingMs: PING_MS, expiresAt } as const
        out.push(
          person.role === 'user'
            ? { ...welcome, role: 'user', session: person.session }
            : { ...welcome, role: 'agent' },
        )
        const own = person.role === 'user' ? { [person.session]: 0 } : {}
        const unknown: string[] = []
        for (const [session, cursor] of Object.entries({ ...own, ...frame.cursors })) {
          if (this.#mayHave(connection, session)) this.#watch(connection, session, cursor, portion, out)
          else unknown.push(session)
        }
        return unknown.length > 0 ? { unknown } : {}
      }
      case 'auth': {
        const person = this.#personOf(frame.token)
        if (person === undefined) throw new Refusal('auth.expired')
        connection.person = person
        return { expiresAt: new Date(person.expiresAt).toISOString() }
      }
      case 'watch': {
        const { session } = this.#target(connection, frame)
        this.#watch(connection, session, frame.cursor ?? 0, portion, out)
        return { session, revision: this.revision(session) }
      }
      case 'unwatch':
        connection.watching.delete(frame.session ?? '')
        return { session: frame.session }
      case 'subscribe':
        connection.subscription = frame.to
        return { to: frame.to }
      case 'unsubscribe':
        connection.subscription = undefined
        return {}
      case 'ping': {
        for (const [session, cursor] of Object.entries(frame.cursors ?? {})) {
          if (!this.#mayHave(connection, session)) continue
          connection.watching.add(session)
          if (cursor < this.revision(session)) this.#catchUp(connection, session, cursor, portion, out)
        }
        out.push({ type: 'pong', ...defined({ replyTo: frame.id }), at: this.#at() })
        return undefined
      }
      case 'typing':
        return undefined
      case 'message':
      case 'note':
      case 'pause':
      case 'unpause':
        return this.#once(connection, this.#target(connection, frame), frame)
      default:
        throw new Refusal('request.invalid')
    }
  }

  #once(connection: ServerConnection, conversation: Conversation, frame: ClientFrameLike): Record<string, unknown> {
    const { session } = conversation
    const id = `${frame.type} ${frame.id}`
    const known = conversation.recent.find(each => each.id === id)
    if (known) return this.#answerTo(conversation, frame, known.seq, true)
    const { role } = connection.person
    const by = { type: role } as const
    const clientId = frame.id ?? ''
    let seq: number | undefined = conversation.revision + 1
    switch (frame.type) {
      case 'message': {
        const direction = role === 'user' ? 'in' : 'out'
        const { type = 'text', text = '' } = frame.message ?? {}
        this.#commit(conversation, { kind: 'message', direction, by, type: type as 'text', text, clientId })
        break
      }
      case 'note':
        this.#commit(conversation, { kind: 'note', by, text: frame.text ?? '' })
        break
      default:
        seq = this.#setPaused(conversation, frame.type === 'pause', role) ? seq : undefined
    }
    if (seq === undefined) this.withoutEffect.add(id)
    else this.carriedOut.push(id)
    this.#remember(conversation, id, seq)
    if (frame.type === 'message' && role === 'user' && !conversation.isPaused) this.happens(session, 'bot')
    return this.#answerTo(conversation, frame, seq, false)
  }

  #remember({ recent }: Conversation, id: string, seq: number | undefined): void {
    recent.push({ id, seq })
    recent.splice(0, recent.length - REMEMBERED_COMMANDS)
  }

  #answerTo(
    { session, isPaused, epoch }: Conversation,
    { type }: ClientFrameLike,
    seq: number | undefined,
    duplicate: boolean,
  ) {
    const at = seq === undefined ? {} : { seq }
    if (type === 'message' || type === 'note') return { session, ...at, duplicate }
    return { session, isPaused, epoch, changed: seq !== undefined, ...at }
  }

  #setPaused(conversation: Conversation, isPaused: boolean, by: 'user' | 'agent' | 'bot'): boolean {
    if (conversation.isPaused === isPaused) return false
    conversation.isPaused = isPaused
    conversation.epoch += 1
    const marks = { by: { type: by }, episode: 1 }
    if (isPaused) this.#commit(conversation, { kind: 'paused', ...marks, trigger: by, priority: 'normal' })
    else this.#commit(conversation, { kind: 'resumed', ...marks, outcome: 'resolved' })
    return true
  }

  #commit(conversation: Conversation, entry: NewEntry): void {
    const { session, seen, epoch } = conversation
    conversation.revision += 1
    const seq = conversation.revision
    const written = { ...entry, seq, at: this.#at(), epoch } as Entry
    seen.agent.push(written)
    const forUser = asUserSees(written)
    if (forUser) seen.user.push(forUser)
    for (const connection of this.#connections) {
      if (this.#clock.now() >= connection.person.expiresAt) continue
      if (connection.watching.has(session)) connection.push(this.#frames(connection, session, seq - 1, seq))
      if (connection.subscription !== undefined) {
        const event = { type: 'hitl.new_session' as const, session: { id: session, seq } }
        connection.push([{ type: 'inbox', events: [event] }])
      }
    }
  }

  #watch(connection: ServerConnection, session: string, cursor: number, portion: Portion, out: ServerFrame[]): void {
    connection.watching.add(session)
    this.#catchUp(connection, session, cursor, portion, out)
  }

  #catchUp(connection: ServerConnection, session: string, cursor: number, portion: Portion, out: ServerFrame[]): void {
    const revision = this.revision(session)
    const after = Math.min(cursor, revision)
    if (after === revision) {
      out.push(...this.#frames(connection, session, after, revision))
      return
    }
    const now = this.#clock.now()
    connection.spent = connection.spent.filter(({ at }) => now - at < WINDOW_MS)
    const left = WINDOW_ENTRIES - connection.spent.reduce((sum, { entries }) => sum + entries, 0)
    const count = Math.min(revision - after, portion.entries, left)
    if (count <= 0) return
    portion.entries -= count
    connection.spent.push({ at: now, entries: count })
    out.push(...this.#frames(connection, session, after, after + count))
  }

  /** A piece of a log as small frames. The last one says who has control, unless more entries follow. */
  #frames({ person }: ServerConnection, session: string, after: number, upto: number): ServerFrame[] {
    const { isPaused } = this.begin(session)
    const frames: Extract<ServerFrame, { type: 'entries' }>[] = []
    let from = after
    do {
      const to = Math.min(upto, from + FRAME_ENTRIES)
      frames.push({
        type: 'entries',
        session,
        after: from,
        upto: to,
        entries: this.view(session, person.role, from, to),
      })
      from = to
    } while (from < upto)
    const last = frames.pop()
    const isLast = upto === this.revision(session)
    return last ? [...frames, isLast ? { ...last, isPaused } : last] : []
  }

  #target(connection: ServerConnection, { session = '' }: ClientFrameLike): Conversation {
    if (!this.#mayHave(connection, session)) throw new Refusal('session.not_found')
    return this.begin(session)
  }

  #mayHave({ person }: ServerConnection, session: string): boolean {
    return person.role === 'user' ? person.session === session : this.#conversations.has(session)
  }

  #personOf(token: string | undefined): TokenHolder | undefined {
    const [role, session = '', expires] = (token ?? '').split('|')
    const expiresAt = Number(expires)
    if (!(this.#clock.now() < expiresAt)) return undefined
    return role === 'user' ? { role, session, expiresAt } : { role: 'agent', expiresAt }
  }

  #at(): string {
    const now = this.#clock.now()
    if (this.#time.ms !== now) this.#time = { ms: now, text: new Date(now).toISOString() }
    return this.#time.text
  }
}

/** Small numbers, so that few entries fill a portion and few portions fill the window. */
const FRAME_ENTRIES = 3
const PORTION_ENTRIES = 20
const WINDOW_ENTRIES = 50
const WINDOW_MS = 10_000

export type Person = { readonly role: 'agent' } | { readonly role: 'user'; readonly session: string }
type TokenHolder = Person & { readonly expiresAt: number }
type Push = (frames: readonly ServerFrame[]) => void

export interface ServerConnection {
  person: TokenHolder
  readonly push: Push
  readonly watching: Set<string>
  subscription: string | undefined
  spent: { readonly at: number; readonly entries: number }[]
}

interface Portion {
  entries: number
}

interface Conversation {
  readonly session: string
  revision: number
  /** The log as each role sees it. */
  readonly seen: Readonly<Record<Person['role'], Entry[]>>
  isPaused: boolean
  epoch: number
  readonly recent: { readonly id: string; readonly seq: number | undefined }[]
}

type Unnumbered<E> = E extends Entry ? Omit<E, 'seq' | 'at' | 'epoch'> : never
type NewEntry = Unnumbered<Entry>

interface ClientFrameLike {
  readonly type: string
  readonly id?: string
  readonly session?: string
  readonly cursor?: number
  readonly cursors?: Readonly<Record<string, number>>
  readonly token?: string
  readonly to?: string
  readonly text?: string
  readonly message?: { readonly type?: string; readonly text?: string }
}

class Refusal extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

/** The index of the first entry after a `seq`. */
function indexPast(entries: readonly Entry[], seq: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.seq ?? 0) > seq) high = middle
    else low = middle + 1
  }
  return low
}

function json(status: number, body: unknown): ResponseLike {
  const headers = new Map([['content-type', status < 300 ? 'application/json' : 'application/problem+json']])
  return {
    status,
    headers: { get: name => headers.get(name) ?? null },
    text: async () => JSON.stringify(body),
  }
}

/** The `seq` after which the page of a query begins. */
function beginOf(query: URLSearchParams, limit: number, revision: number): number {
  if (query.has('after')) return Number(query.get('after'))
  if (query.has('around')) return Math.min(Number(query.get('around')), revision) - Math.ceil(limit / 2)
  return Number(query.get('before') ?? revision + 1) - 1 - limit
}
