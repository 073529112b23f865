import { isDeepStrictEqual } from 'node:util'
import type { Client, ClientOptions, ConversationHandle, LogReader } from '../../lib/client/surface.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import { seeded } from '../e2e/random.ts'
import type { Person } from './model-server.ts'
import { OTHER, Page, SESSION } from './page.ts'

export type CreateClient = (options: ClientOptions) => Client

/** One event of a script; it may find nothing to do. */
type Move = (scene: Scene) => Promise<void> | void

/** The steps of a script. */
const STEPS = 40
/** The calm at a script's end: everything is delivered, and time passes until nothing is missing. */
const CALM_ROUNDS = 40
const ROUND_MS = 30_000
/** Small, so that readers drop pages. */
const READER_ENTRIES = 120

/** Moves by weight, which follows how often a page meets them. */
const MOVES: readonly (readonly [weight: number, name: string, move: Move])[] = [
  [10, 'some frames arrive', scene => scene.deliver(1 + scene.below(4))],
  [8, 'everything arrives', scene => scene.deliver(1_000)],
  [6, 'time passes', scene => scene.page.clock.advance(scene.below(3_000))],
  [3, 'more time passes', scene => scene.page.clock.advance(scene.below(60_000))],
  [5, 'something happens', scene => scene.happens(1)],
  [1, 'much happens', scene => scene.happens(10 + scene.below(50))],
  [8, 'the person gives a command', scene => scene.command()],
  [2, 'a push is lost', scene => scene.lose()],
  [2, 'a push comes twice', scene => scene.double()],
  [3, 'the connection is cut', scene => scene.page.wires.at(-1)?.cut()],
  [1, 'the server forgets the connection', scene => scene.page.wires.at(-1)?.forget()],
  [1, 'the connection dies', scene => scene.page.wires.at(-1)?.die()],
  [1, 'the server restarts', scene => scene.restart()],
  [1, 'the network goes', scene => scene.page.goDown()],
  [3, 'the network comes back', scene => scene.page.comeBack()],
  [1, 'the tab sleeps', scene => scene.sleep()],
  [2, 'somebody looks, or looks away', scene => scene.look()],
  [1, 'the server is overloaded', scene => scene.overload(true)],
  [3, 'the server has room', scene => scene.overload(false)],
  [1, 'tokens live shortly', scene => scene.tokensLive(30_000 + scene.below(90_000))],
  [1, 'tokens live long', scene => scene.tokensLive(3600_000)],
  [1, 'the token source fails, or works', scene => scene.toggleTokens()],
  [1, 'the page is reloaded', scene => scene.reload()],
  [3, 'earlier entries are read', scene => scene.readEarlier()],
  [4, 'a reader moves', scene => scene.read()],
  [1, 'the gateway answers in its own words', scene => scene.gatewayFails()],
]
const WEIGHT = MOVES.reduce((sum, [weight]) => sum + weight, 0)

/** Plays the script of a seed. Throws the broken promise, with the steps before it. */
export async function play(seed: number, create: CreateClient): Promise<void> {
  const random = seeded(seed)
  const scene = new Scene(create, random)
  const steps: string[] = []
  try {
    for (let step = 0; step < STEPS; step++) {
      const [name, move] = moveAt(random() * WEIGHT)
      steps.push(name)
      await move(scene)
      scene.judge()
    }
    steps.push('everything calms down')
    await scene.calm()
    scene.judgeEnd()
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new Error(`seed ${seed}: ${what}\nafter: ${steps.join(', ')}`)
  } finally {
    scene.client.close()
  }
}

function moveAt(weight: number): readonly [name: string, move: Move] {
  let left = weight
  for (const [each, name, move] of MOVES) {
    left -= each
    if (left < 0) return [name, move]
  }
  throw new Error('the weights do not add up')
}

/** A page, its client, and a record of the person's commands. */
class Scene {
  readonly page: Page
  client: Client
  readonly #random: () => number
  readonly #person: Person
  readonly #sessions: readonly string[]
  #handles: ConversationHandle[] = []
  #readers: { readonly session: string; readonly reader: LogReader }[] = []
  /** The commands that were given, by verb and id. */
  readonly #given = new Set<string>()
  /** The entries of the last comparison. */
  readonly #judged = new Map<string, readonly Entry[]>()
  #hasTokens: boolean = true
  #words = 0

  constructor(create: CreateClient, random: () => number) {
    this.#random = random
    this.#person = random() < 0.5 ? { role: 'agent' } : { role: 'user', session: SESSION }
    this.#sessions = this.#person.role === 'agent' ? [SESSION, OTHER] : [SESSION]
    this.page = new Page(create, this.#person, random)
    for (const session of this.#sessions) {
      const length = Math.floor(random() ** 3 * 250)
      this.page.server.begin(session)
      for (let n = 0; n < length; n++) this.#happensIn(session)
    }
    this.page.isLive = false
    this.client = this.#load()
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  /** Delivers frames in either direction, each time one that may be next. */
  async deliver(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.#settle()
      if (this.page.isDown) return
      const wire = this.page.wires.at(-1)
      const { held } = this.page
      const [up, down] = [wire?.up.length ?? 0, wire?.down.length ?? 0]
      const isOpening = wire?.status === 'opening' && !wire.isDead ? 1 : 0
      const which = this.below(up + down + held.length + isOpening)
      if (which < up) wire?.deliverUp(which)
      else if (which < up + down) wire?.deliverDown(which - up)
      else if (which < up + down + held.length) held.splice(which - up - down, 1)[0]?.()
      else if (isOpening > 0) wire?.open()
      else return
    }
    await this.#settle()
  }

  happens(count: number): void {
    // Deliver the frames on their way first: the server forgets old ids after many events, and could not recognise them.
    if (count > 1) for (const wire of this.page.wires) while (wire.up.length > 0) wire.deliverUp()
    for (let n = 0; n < count; n++) this.#happensIn(this.#any(this.#sessions))
  }

  command(): void {
    const handle = this.#any(this.#handles)
    const text = `words ${++this.#words}`
    const kind = this.below(this.#person.role === 'agent' ? 6 : 5)
    const verb = (['message', 'message', 'message', 'pause', 'unpause', 'note'] as const)[kind] ?? 'message'
    const give = {
      message: () => handle.say(text),
      pause: () => handle.pause(),
      unpause: () => handle.unpause(),
      note: () => handle.note(text),
    }
    const { id } = give[verb]()
    this.#given.add(`${verb} ${id}`)
  }

  /** Pushes are best effort, and so are answers to frames whose function failed. */
  lose(): void {
    const down = this.page.wires.at(-1)?.down
    if (down && down.length > 0) down.splice(this.below(down.length), 1)
  }

  double(): void {
    const down = this.page.wires.at(-1)?.down
    if (!down || down.length === 0) return
    const run = down[this.below(down.length)]
    // A socket gets only one `welcome`.
    if (run && !run.some(text => text.includes('"welcome"'))) down.push([...run])
  }

  restart(): void {
    for (const wire of this.page.wires) wire.cut()
  }

  async sleep(): Promise<void> {
    this.page.attention.become({ isVisible: false })
    this.page.clock.sleep(this.below(20 * 60_000))
    // The page may read new frames before or after the timers run.
    if (this.#random() < 0.5) await this.deliver(1_000)
    this.page.attention.become({ isVisible: true })
    await this.page.clock.advance(0)
  }

  look(): void {
    this.page.attention.become({ isVisible: this.#random() < 0.5, isOnline: this.#random() < 0.8 })
  }

  overload(isOverloaded: boolean): void {
    const codes = ['service.overloaded', 'store.unavailable', 'session.busy'] as const
    this.page.server.overload = isOverloaded ? this.#any(codes) : undefined
  }

  tokensLive(ms: number): void {
    this.page.tokenLivesMs = ms
  }

  toggleTokens(): void {
    this.#hasTokens = !this.#hasTokens
  }

  reload(): void {
    this.#judgeFailures()
    this.client.close()
    this.#judged.clear()
    this.client = this.#load()
  }

  readEarlier(): void {
    this.#any(this.#handles)
      .loadEarlier()
      .catch(() => {
        // The network is down.
      })
  }

  read(): void {
    const { session, reader } = this.#any(this.#readers)
    const moves = [
      () => reader.earlier(),
      () => reader.earlier(),
      () => reader.later(),
      () => reader.goTo(1 + this.below(this.page.server.revision(session))),
      async () => reader.dropBeginning(),
      async () => reader.toEnd(),
    ]
    this.#any(moves)().catch(() => {
      // The network is down.
    })
  }

  /** A function failed before or after it did what the frame asked for, so the frame gets no answer. */
  gatewayFails(): void {
    const wire = this.page.wires.at(-1)
    if (wire === undefined || wire.up.length === 0) return
    if (this.#random() < 0.5) {
      const before = wire.down.length
      wire.deliverUp()
      wire.down.splice(before)
    } else wire.up.shift()
    wire.down.push(['{"message":"Internal server error","connectionId":"c1","requestId":"r1"}'])
  }

  /** At every moment the log is a piece of the server's log, with each entry once. */
  judge(): void {
    for (const handle of this.#handles) {
      const { session, entries, after, cursor, status } = handle.snapshot()
      if (status !== 'open' || this.#judged.get(session) === entries) continue
      const before = this.#judged.get(session)?.at(-1)?.seq ?? 0
      if (before > cursor) throw new Error(`${session} went back from ${before} to ${cursor}`)
      this.#judged.set(session, entries)
      const expected = this.page.server.view(session, this.#person.role, after, cursor)
      if (!isSame(entries, expected)) {
        throw new Error(`(${after}, ${cursor}] of ${session} is ${seqsOf(entries)} and should be ${seqsOf(expected)}`)
      }
    }
    this.#judgeReaders()
  }

  /**
   * A reader shows a piece of the server's log. It ends where the conversation's own log ends, unless `hasLater` is
   * set.
   */
  #judgeReaders(): void {
    for (const [index, { session, reader }] of this.#readers.entries()) {
      const { entries, after, upto, hasLater } = reader.snapshot()
      const { cursor } = this.#handles[index]?.snapshot() ?? {}
      if (hasLater ? upto >= (cursor ?? 0) : upto !== cursor) {
        throw new Error(`a reader of ${session} shows ${upto} of ${cursor}, and says later: ${hasLater}`)
      }
      const expected = this.page.server.view(session, this.#person.role, after, upto)
      if (!isSame(entries, expected)) {
        throw new Error(
          `a reader shows (${after}, ${upto}] of ${session} as ${seqsOf(entries)}, not ${seqsOf(expected)}`,
        )
      }
    }
  }

  /** A reader goes on from its first entry to the last one, and never holds more than its limit. */
  async #readThrough(): Promise<void> {
    for (const { session, reader } of this.#readers) {
      reader.toEnd()
      const whole = this.page.server.revision(session)
      await reader.goTo(1)
      for (let pages = 0; reader.snapshot().hasLater; pages++) {
        await reader.later()
        reader.dropBeginning()
        this.#judgeReaders()
        if (pages > whole) throw new Error(`a reader of ${session} never comes to the end`)
      }
      if (reader.snapshot().upto !== whole) throw new Error(`a reader of ${session} ends at ${reader.snapshot().upto}`)
      while (reader.snapshot().hasEarlier) {
        await reader.earlier()
        this.#judgeReaders()
      }
    }
  }

  async calm(): Promise<void> {
    const { page } = this
    page.comeBack()
    page.server.overload = undefined
    page.tokenLivesMs = 3600_000
    this.#hasTokens = true
    page.attention.become({ isVisible: true, isOnline: true })
    page.goLive()
    for (let round = 0; round < CALM_ROUNDS && !this.#isCalm(); round++) await page.clock.advance(ROUND_MS)
    await this.#readThrough()
    for (const handle of this.#handles) {
      while (handle.snapshot().hasEarlier) await handle.loadEarlier()
    }
  }

  judgeEnd(): void {
    const { server, clock } = this.page
    if (this.client.state.status !== 'online')
      throw new Error(`still ${JSON.stringify(this.client.state)} at ${clock.now()}`)
    this.judge()
    for (const handle of this.#handles) {
      const { session, entries, cursor, after, outbox } = handle.snapshot()
      if (!isDeepStrictEqual(entries, server.view(session, this.#person.role))) throw new Error('other words')
      if (after !== 0 || cursor !== server.revision(session)) {
        throw new Error(`ends with (${after}, ${cursor}] of ${session}, which has ${server.revision(session)}`)
      }
      const waiting = outbox.filter(({ state }) => state.status !== 'failed')
      if (waiting.length > 0) throw new Error(`still to be sent: ${JSON.stringify(waiting)}`)
    }
    if (!this.#isSubscribed()) throw new Error('not subscribed')
    this.#judgeFailures()
    const { carriedOut } = server
    const twice = carriedOut.filter((id, index) => carriedOut.indexOf(id) !== index)
    if (twice.length > 0) throw new Error(`carried out twice: ${twice}`)
    const done = new Set([...carriedOut, ...server.withoutEffect])
    // A change of control may be missing if somebody else made it while the connection was down.
    const missing = [...this.#given].filter(id => !done.has(id) && /^(message|note)/.test(id))
    if (missing.length > 0) throw new Error(`never carried out: ${missing}`)
    const unasked = [...done].filter(id => !this.#given.has(id))
    if (unasked.length > 0) throw new Error(`carried out, but never given: ${unasked}`)
  }

  #isCalm(): boolean {
    const isWhole = (handle: ConversationHandle) => {
      const { session, cursor, outbox } = handle.snapshot()
      return cursor === this.page.server.revision(session) && outbox.every(({ state }) => state.status === 'failed')
    }
    return this.client.state.status === 'online' && this.#handles.every(isWhole) && this.#isSubscribed()
  }

  /** Only agents subscribe. */
  #isSubscribed(): boolean {
    return this.#person.role === 'user' || this.page.wire.subscription === 'inbox'
  }

  #load(): Client {
    const client = this.page.load({
      token: async () => {
        if (!this.#hasTokens) throw new Error('the issuer is down')
        return this.page.credentials()
      },
    })
    this.#handles = this.#sessions.map(session => client.conversation(session))
    this.#readers = this.#handles.map(handle => ({
      session: handle.session,
      reader: handle.reader({ mostEntries: READER_ENTRIES }),
    }))
    if (this.#person.role === 'agent') client.subscribe('inbox')
    return client
  }

  /** No command fails, except a change of control with an unknown outcome: the log names no command. */
  #judgeFailures(): void {
    for (const handle of this.#handles) {
      for (const { id, command, state } of handle.snapshot().outbox) {
        if (state.status !== 'failed') continue
        const isControl = command.type === 'pause' || command.type === 'unpause'
        if (state.problem.code !== 'client.uncertain' || !isControl) throw new Error(`${id}: ${state.problem.code}`)
      }
    }
  }

  #happensIn(session: string): void {
    const kinds = ['user', 'agent', 'bot', 'note', 'paused', 'resumed'] as const
    this.page.server.happens(session, this.#any(kinds))
  }

  async #settle(): Promise<void> {
    await this.page.clock.advance(0)
  }

  #any<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('there is none')
    return item
  }
}

function isSame(entries: readonly Entry[], expected: readonly Entry[]): boolean {
  return entries.length === expected.length && entries.every(({ seq }, index) => seq === expected[index]?.seq)
}

function seqsOf(entries: readonly { readonly seq: number }[]): string {
  return `[${entries.map(({ seq }) => seq).join(' ')}]`
}
