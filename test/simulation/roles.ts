import { defined } from '../../lib/defined.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { routes } from '../../lib/protocol/routes.ts'
import type { CommandOf } from '../../lib/session/commands.ts'
import { ana, maria } from '../support/people.ts'
import { anAgentSocket } from '../support/stored.ts'
import type { ActorState, Beginning, ExploredWorld, Kit, Role } from './explored-world.ts'
import { combine, hashText } from './hash.ts'
import { hashItem } from './memory-hash.ts'
import type { AnswerMode } from './properties.ts'

/**
 * When a role may begin: at any time, after another has begun (its caller may have given up), or after it has ended.
 */
export interface When {
  readonly begun?: string
  readonly over?: string
}

/** Roles refer to others by name, which is resolved when the scope is created. */
export type Cast = (names: readonly string[]) => Role

type Named = readonly [name: string, make: Cast]

export function cast(...casts: readonly Named[]): Role[] {
  const names = casts.map(([name]) => name)
  return casts.map(([name, make]) => ({ ...make(names), name }))
}

/** A role that runs once. */
function once(when: When, run: (kit: Kit, since: number) => Promise<unknown>, options: { since?: boolean } = {}): Cast {
  return names => ({
    name: '',
    beginnings(world) {
      if (!mayBegin(world, names, when)) return []
      const since = options.since ? logLength(world) : 0
      return [{ key: since, label: 'begins', run: kit => run(kit, since) }]
    },
  })
}

function mayBegin(world: ExploredWorld, names: readonly string[], { begun, over }: When): boolean {
  const phase = (name: string) => world.actors[names.indexOf(name)]?.phase
  if (begun !== undefined && phase(begun) === 'idle') return false
  return over === undefined || phase(over) === 'over' || phase(over) === 'dead'
}

function logLength({ store }: ExploredWorld): number {
  for (const { log } of store.conversations.values()) return log.length
  return 0
}

/** The user sends a message via the real inbound call. The same id is the same message. */
export function userSays(id: string, when: When = {}, mode: AnswerMode = 'ask', sentAt?: number): Cast {
  return once(when, async ({ app, subject, see }) => {
    const at = sentAt === undefined ? {} : { at: new Date(sentAt).toISOString() }
    const answer = await subject.converse(app, maria, { id, type: 'text', text: `says ${id}`, ...at })
    await see({ kind: 'answered', id, answer, mode })
  })
}

/** A bot posts its replies to the message `of`, with the epoch of the gate's answer or of the question. */
export function botAnswers(of: number, epoch: number, when: When = {}): Cast {
  return once(when, async ({ app, subject, see }) => {
    const replies = [{ type: 'text' as const, text: `re ${of}` }]
    const answer = await subject.postReplies(app, maria, 'key_1', { epoch, inReplyTo: of, replies })
    await see({ kind: 'replied', of, answer })
  })
}

/** An agent's pause. Without an id it is Botpress', and a repetition is not recognised. */
export function agentPauses(by: Actor, id?: string, when: When = {}): Cast {
  const run = async ({ app, subject, see }: Kit, since: number) => {
    const delivery = subject.deliveryMode((await app.directory.bot('shop')).config, 'web')
    const command = { verb: 'pause', by, trigger: by.type, delivery, ...defined({ id }) } as const
    const { outcome } = await subject.execute<'pause'>(app, maria, command)
    await see({ kind: 'paused', ...defined({ id }), ...outcome, since })
  }
  return once(when, run, { since: true })
}

/** The user asks for a person. */
export function userAsksForPerson(id: string, when: When = {}): Cast {
  return agentPauses({ type: 'user', id: 'maria' }, id, when)
}

/** The user ends the human stretch. */
export function userGoesBack(id: string, when: When = {}): Cast {
  return agentResumes({ type: 'user', id: 'maria' }, id, when)
}

export function agentResumes(by: Actor, id?: string, when: When = {}): Cast {
  const run = async ({ app, subject, see }: Kit, since: number) => {
    const command = { verb: 'unpause', by, ...defined({ id }) } as const
    const { outcome } = await subject.execute<'unpause'>(app, maria, command)
    await see({ kind: 'unpaused', ...defined({ id }), ...outcome, since })
  }
  return once(when, run, { since: true })
}

/** An agent takes the conversation that waits. */
export function agentClaims(by: Actor, id?: string, when: When = {}): Cast {
  return onHandoff(by, { verb: 'claim', by, ...defined({ id }) }, when)
}

/** An agent gives the conversation to another one, or lets it wait again. */
export function agentTransfers(by: Actor, to?: Actor, id?: string, when: When = {}): Cast {
  return onHandoff(by, { verb: 'transfer', by, ofOthers: false, ...defined({ to, id }) }, when)
}

export function agentDeclines(by: Actor, id?: string, when: When = {}): Cast {
  return onHandoff(by, { verb: 'decline', by, reason: 'not mine', ...defined({ id }) }, when)
}

/** An agent puts the conversation off until the user writes. */
export function agentSnoozes(by: Actor, id: string, when: When = {}): Cast {
  return onHandoff(by, { verb: 'snooze', by, id }, when)
}

export function agentWakes(by: Actor, id: string, when: When = {}): Cast {
  return onHandoff(by, { verb: 'wake', by, id }, when)
}

function onHandoff<V extends 'claim' | 'transfer' | 'decline' | 'snooze' | 'wake'>(
  by: Actor,
  command: CommandOf<V> & { readonly verb: V },
  when: When,
): Cast {
  return once(when, async ({ app, subject, see }) => {
    const { outcome } = await subject.execute<V>(app, maria, command)
    await see({
      kind: 'handed on',
      verb: command.verb,
      by,
      ...defined({ to: 'to' in command ? command.to : undefined }),
      ...outcome,
    })
  })
}

/** From now on agents approve what the bot says. */
export function agentSupervises(by: Actor, id: string, when: When = {}): Cast {
  const run = async ({ app, subject, see }: Kit, since: number) => {
    const command = { verb: 'supervise', by, id, trigger: 'agent' } as const
    const { changed, seq } = (await subject.execute<'supervise'>(app, maria, command)).outcome
    await see({ kind: 'supervised', id, changed, ...defined({ seq }), since })
  }
  return once(when, run, { since: true })
}

/** An agent sends the bot's reply to message `of`: as it is, or other words. */
export function agentApproves(by: Actor, id: string, of: number, when: When & { edited?: true } = {}): Cast {
  return once(when, async ({ app, subject, see }) => {
    const target = { id: subject.sessionId(maria), botId: maria.botId }
    const replies = when.edited && [{ type: 'text' as const, text: `edited ${id}` }]
    const approval = { id, by, of, botPaused: false, ...defined({ replies }) }
    const { outcome } = await subject.approve(app, target, approval)
    if (outcome.status === 'sent') await see({ kind: 'approved', id, by, of, seq: outcome.seq })
  })
}

/** An agent's message; `insteadOf`: in place of the bot's reply to that message. */
export function agentSays(by: Actor, id: string, when: When & { insteadOf?: number } = {}): Cast {
  return once(when, async ({ app, subject, see }) => {
    const message = { type: 'text' as const, text: `agent says ${id}` }
    const about = defined({ insteadOf: when.insteadOf })
    const { outcome } = await subject.execute<'say'>(app, maria, { verb: 'say', by, id, message, ...about })
    await see({ kind: 'said', id, seq: outcome.seq })
  })
}

/** An agent writes a note. */
export function agentNotes(by: Actor, text: string): Cast {
  return once({}, async ({ app, subject }) => {
    await subject.execute<'note'>(app, maria, { verb: 'note', by, id: text, text })
  })
}

/** An agent redelivers an undeliverable message via the real route. */
export function agentRedelivers(of: number, when: When = {}): Cast {
  return once(when, async ({ app, subject }) => {
    const route = subject.conversationRoutes.find(({ spec }) => spec.path.endsWith('/redeliver'))
    if (!route) throw new Error('there is no route to send a message again')
    const pathParameters = { botId: 'shop', id: subject.sessionId(maria), seq: `${of}` }
    const event = { pathParameters, headers: { authorization: 'Bearer operator' }, body: '{}' }
    await route.handle(event as unknown as Parameters<typeof route.handle>[0], app)
  })
}

/** The operator pauses the whole bot via the real route. No other role changes its configuration. */
export function pausesWholeBot(): Cast {
  return once({}, async ({ app, subject, see }) => {
    const put = subject.setupRoutes.find(
      ({ spec: { method, path } }) => method === 'PUT' && path === routes.putBot.path,
    )
    const stored = await app.store.bot('shop')
    if (!put || !stored) throw new Error('there is no route, or no bot, to pause')
    const body = JSON.stringify({ ...stored.config, paused: true })
    const event = { pathParameters: { botId: 'shop' }, headers: { authorization: 'Bearer operator' }, body }
    await put.handle(event as unknown as Parameters<typeof put.handle>[0], app)
    await see({ kind: 'bot paused' })
  })
}

/**
 * A function that gets batches of the feed: all records that it did not get before, or the first one. Repeated after a
 * crash or failure.
 */
export function dispatcher(): Cast {
  return () => ({
    name: '',
    repeats: true,
    beginnings(world: ExploredWorld, { served }: ActorState): Beginning[] {
      const open = world.store.feed.slice(served)
      const batches = open.length > 1 ? [open, open.slice(0, 1)] : open.length === 1 ? [open] : []
      return batches.map(records => ({
        key: records.map(hashItem).reduce(combine, records.length),
        label: `gets ${records.map(({ position }) => position).join(', ')}`,
        upTo: served + records.length,
        run: ({ app, subject }) => subject.dispatch(app, records),
      }))
    },
  })
}

const CLOCK_BUDGET_MS = 20_000

/** The function that runs once a minute, whenever something is due. */
export function clock(): Cast {
  return () => ({
    name: '',
    repeats: true,
    beginnings(world) {
      const isDue = [...world.store.conversations.values()].some(({ due }) => due !== undefined && due <= world.now)
      if (!isDue) return []
      const run = async ({ app, subject }: Kit) => {
        await subject.runClock(app, app.clock.now() + CLOCK_BUDGET_MS)
      }
      return [{ key: hashText('clock'), label: 'begins', run }]
    },
  })
}

/** A console opens the conversation. */
export function watches(connectionId: string, when: When = {}): Cast {
  return frame(connectionId, when, (session, cursor) => ({ type: 'watch', session, cursor }))
}

/** A client's ping with its current cursor. */
export function pings(connectionId: string, when: When = {}): Cast {
  return frame(connectionId, when, (session, cursor) => ({ type: 'ping', cursors: { [session]: cursor } }))
}

function frame(connectionId: string, when: When, make: (session: string, cursor: number) => unknown): Cast {
  return names => ({
    name: '',
    beginnings(world) {
      if (!mayBegin(world, names, when)) return []
      const cursor = world.facts.readers.get(connectionId)?.cursor ?? 0
      const run = async ({ app, subject }: Kit) => {
        const body = JSON.stringify(make(subject.sessionId(maria), cursor))
        await subject.receiveFrame(app, connectionId, body, 'frame')
      }
      return [{ key: cursor, label: `from ${cursor}`, run }]
    },
  })
}

/** After the end of every story. */
const EXPIRES_AT = Date.UTC(2036, 0)

export function consoleSocket(connectionId = 'console'): StoredSocket {
  return anAgentSocket(connectionId, { expiresAt: EXPIRES_AT })
}

export function widgetSocket(session: string): StoredSocket {
  return anAgentSocket('widget', { expiresAt: EXPIRES_AT, owner: { as: 'user', session, ...maria } })
}

/** A user's message, and its retry at any time after that. */
export function userSaysTwice(mode?: AnswerMode): Named[] {
  return [
    ['user', userSays('m1', {}, mode)],
    ['user again', userSays('m1', { begun: 'user' }, mode)],
  ]
}

/** Ana's pause, and its repetition at any time after that. */
export function anaPausesTwice(id?: string): Named[] {
  return [
    ['ana pauses', agentPauses(ana, id)],
    ['ana pauses again', agentPauses(ana, id, { begun: 'ana pauses' })],
  ]
}

export function twoDispatchers(): Named[] {
  return [
    ['dispatcher A', dispatcher()],
    ['dispatcher B', dispatcher()],
  ]
}
