import * as fc from 'fast-check'
import { defined } from '../../lib/defined.ts'
import type { PauseFields } from '../../lib/protocol/control.ts'
import type { Actor, NoteRemark } from '../../lib/protocol/entry.ts'
import type { UserProfile } from '../../lib/protocol/message.ts'
import type { CommandOf, Outgoing, Verb } from '../../lib/session/commands.ts'
import type { Piece, Pieces } from '../../lib/session/pieces.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Failure } from '../../lib/session/retries.ts'
import type { DeliveryMode, Instant } from '../../lib/session/session.ts'
import {
  MAX_OPEN,
  type Model,
  newestEnded,
  openSeqs,
  outgoing,
  owed,
  policy,
  type Rates,
  recall,
  untilOf,
} from './model.ts'
import { waitingIn } from './supervision.ts'

export type AnyCommand = { [V in Verb]: CommandOf<V> & { readonly verb: V } }[Verb]

/** One step of a story, as small numbers whose meaning depends on the state of the conversation. */
export interface Step {
  readonly act: Act
  readonly wait: number
  readonly a: number
  readonly b: number
  readonly c: number
}
type Act = Verb | 'burst' | 'proactive' | 'redelivered'

/** A story: the operator's settings, the steps, and how the outside behaves during the wind-up. */
export interface Story {
  readonly delivery: DeliveryMode
  readonly serial: boolean
  /** Whether the bot has an endpoint for events. */
  readonly events: boolean
  readonly reviewThen: Policy['reviewThen']
  readonly rates: Rates
  readonly outside: 'works' | 'fails' | 'is left alone'
  readonly steps: readonly Step[]
}

const weights: Record<Act, number> = {
  receive: 8,
  reply: 9,
  claimDelivery: 7,
  recordDelivery: 4,
  pause: 7,
  unpause: 7,
  rate: 2,
  supervise: 5,
  approve: 6,
  claim: 2,
  transfer: 3,
  decline: 1,
  snooze: 3,
  wake: 1,
  acknowledgeAlert: 2,
  beginAlert: 2,
  tellPosition: 3,
  say: 4,
  tick: 4,
  proactive: 3,
  acknowledge: 3,
  fail: 2,
  recordAlert: 2,
  recordHandback: 2,
  recordEvents: 3,
  redelivered: 3,
  burst: 1,
  tag: 3,
  runMacro: 3,
  note: 2,
  redeliver: 4,
  identify: 1,
}
/** The weights of stories in which a supervised bot says much, and people decide about it. */
const supervisedWeights: Partial<Record<Act, number>> = {
  supervise: 4,
  receive: 6,
  reply: 8,
  proactive: 4,
  approve: 6,
  say: 6,
  burst: 1,
  acknowledge: 2,
  pause: 1,
  unpause: 3,
  tick: 1,
}

/** The weights of stories in which episodes end, and the user rates them. */
const ratedWeights: Partial<Record<Act, number>> = {
  pause: 5,
  unpause: 6,
  rate: 8,
  transfer: 5,
  claim: 2,
  receive: 3,
  tick: 2,
}

const actsBy = (by: Partial<Record<Act, number>>) =>
  (Object.keys(by) as Act[]).flatMap(act => Array.from<Act>({ length: by[act] ?? 0 }).fill(act))

const storyBy = (by: Partial<Record<Act, number>>): fc.Arbitrary<Story> => {
  const step: fc.Arbitrary<Step> = fc.record({
    act: fc.constantFrom(...actsBy(by)),
    wait: fc.nat(35),
    a: fc.nat(11),
    b: fc.nat(11),
    c: fc.nat(11),
  })
  return fc.record({
    delivery: fc.constantFrom<DeliveryMode>('none', 'people', 'all', 'all'),
    serial: fc.boolean(),
    events: fc.boolean(),
    reviewThen: fc.constantFrom('send', 'hand_over'),
    rates: fc.constantFrom<Rates>('bot', 'bot', 'vip', 'nobody'),
    outside: fc.constantFrom<Story['outside']>('works', 'fails', 'is left alone'),
    steps: fc.array(step, { minLength: 1, maxLength: 50, size: 'max' }),
  })
}

export const story: fc.Arbitrary<Story> = fc.oneof(
  { arbitrary: storyBy(weights), weight: 4 },
  { arbitrary: storyBy(supervisedWeights), weight: 1 },
  { arbitrary: storyBy(ratedWeights), weight: 1 },
)

const SPANS_MS = [5_000, 20_000, 60_000, 1_200_000, 3_600_000]

/**
 * How the clock moves before a step: usually little, else to (or just before) a moment at which something is decided,
 * or far.
 */
export function later(model: Model, wait: number, now: Instant): Instant {
  if (wait < 13) return now
  if (wait < 17) return now + 1
  if (wait < 31) {
    const told = model.person?.waiting?.told
    const news = told ? [told.at + policy.positionEveryMs] : []
    const over = model.records.get(newestEnded(model))?.ended?.rateUntil ?? 0
    const all = [...openSeqs(model).map(seq => untilOf(model, seq)), ...owed(model), ...news, over]
    const edges = all.filter(at => at > now)
    const edge = edges[(wait - 17) % Math.max(1, edges.length)]
    return edge === undefined ? now : Math.max(now, edge - (wait % 2))
  }
  return now + (SPANS_MS[wait - 31] ?? 0)
}

const ana: Actor = { type: 'agent', id: 'ana', name: 'Ana' }
const ben: Actor = { type: 'agent', id: 'ben' }
const bot: Actor = { type: 'bot', id: 'key_1' }
const people: readonly Actor[] = [ana, ben, { type: 'system' }, { type: 'user', id: 'u' }, bot, { type: 'agent' }]
const remark: NoteRemark = { type: 'reaction', of: 1, emoji: '👍', removed: true }
const profiles: readonly UserProfile[] = [
  { fullName: 'Ana Diaz' },
  { attributes: { full_name: 'Bo Li' } },
  { language: 'de', attributes: { full_name: 'Bo Li', plan: 'gold', picture_url: 'https://c.example/bo.png' } },
  { attributes: { page: '/prices' } },
  { attributes: { plan: null, full_name: null } },
  { attributes: { first_name: 'Cy' } },
  { attributes: { last_name: 'Diaz', plan: null } },
  { attributes: { long: 'x'.repeat(9_000) } },
  { attributes: { long: 'y'.repeat(9_001) } },
  { attributes: { other: 'z'.repeat(9_000), page: '/' } },
  { attributes: { email: 'bo.li@example.org' } },
  { attributes: { email: null } },
]
const claimants = ['lambda-1', 'lambda-2', 'lambda-3']

/** The commands of a step, for a conversation in the state of `model`. `fresh` counts the ids that were used. */
export function commandsOf(
  model: Model,
  { delivery, serial }: Story,
  step: Step,
  now: Instant,
  fresh: () => number,
): AnyCommand[] {
  const { act, a, b, c } = step
  const mode = { delivery: c === 11 && a === 11 ? 'people' : delivery } as const
  const id = (verb: string, n: number) => {
    const used = model.memory.flatMap(({ key }) => (key?.startsWith(`${verb} `) ? [key.slice(verb.length + 1)] : []))
    const reused = n < 4 ? used.at(-1 - n) : undefined
    if (reused !== undefined) return { id: reused }
    // Verbs share some ids, which must not collide.
    return n === 4 ? {} : { id: n === 5 ? 'shared' : `c${fresh()}` }
  }
  const text = (n: number) => ({ type: 'text', text: `t${n}` }) as const
  const more = (n: number) => ({ ...text(n), continued: true }) as const
  const users = [...model.turns.keys()]
  const someTurn = openSeqs(model)[a % 3] ?? users.at(-1 - (a % 3))
  const of = a === 11 ? model.log.length + (b % 3) : a > 7 ? users[b % Math.max(1, users.length)] : someTurn
  const by = people[a % people.length] ?? ana
  const agent = a % 2 === 0 ? ana : ben
  const episode = b === 0 ? model.episodes - 1 : b === 1 ? model.episodes + 1 : model.episodes

  switch (act) {
    case 'burst':
      if (c > 5) {
        return Array.from({ length: 12 + a }, () => ({ verb: 'note', id: `c${fresh()}`, by: agent, text: 'n' }))
      }
      if (model.supervision && c < 2)
        return handsOverWhileAReplyWaits(model, { agent, serial, id: () => `c${fresh()}` })
      if (model.supervision && c > 2) {
        const { epoch } = model
        return Array.from({ length: a > 8 ? MAX_OPEN + 2 : 6 + a }, (_, n) => ({
          ...{ verb: 'reply', id: `c${fresh()}`, by: bot, epoch, replies: [text(n)], serial, botPaused: false },
        }))
      }
      return Array.from({ length: a === 11 ? MAX_OPEN + 2 : 6 + a }, (_, n) => ({
        verb: 'receive',
        id: `c${fresh()}`,
        messages: [text(n)],
        leaseMs: 20_000,
        botPaused: false,
      }))
    case 'redelivered':
      return [redelivered(model, step, now)]
    case 'receive': {
      const user = profiles[c - 1]
      if (b === 11) {
        // A lease of no time, so that each retry may take the turn over at once.
        const command = {
          verb: act,
          id: `c${fresh()}`,
          ...mode,
          messages: [text(c)],
          leaseMs: 0,
          botPaused: false,
        } as const
        return Array.from({ length: 5 }, () => command)
      }
      const ends = ['/end', 'BYE BOT '][b - 9]
      const whole = ends !== undefined && c % 3 === 1 ? ({ type: 'text', text: ends } as const) : text(c)
      const messages: Pieces = c > 8 ? [whole, more(c), more(c + 1)] : [whole]
      const about = { messages, leaseMs: b % 2 === 0 ? 1_000 : 20_000, botPaused: c === 0 }
      return [{ verb: act, ...id(act, a), ...mode, ...about, ...defined({ user }) }]
    }
    case 'proactive':
    case 'reply': {
      const epoch = b === 0 ? model.epoch - 1 : b === 1 ? model.epoch + 1 : model.epoch
      const replies = Array.from({ length: [1, 1, 0, 3][c % 4] ?? 1 }, (_, n) => (n === 1 ? more(n) : text(n)))
      const handoff =
        c > 8
          ? {
              handoff: { reason: 'asks for a person', priority: 'high', summary: 'asked twice', ...queued(b) } as const,
            }
          : {}
      const received = c % 3 === 0 ? { handbacksUpTo: episode } : {}
      const about = { by: bot, epoch, replies, serial, botPaused: b === 2, ...handoff, ...received }
      if (act === 'proactive') return [{ verb: 'reply', ...id('reply', a), ...mode, ...about }]
      return of === undefined ? [] : [{ verb: 'reply', ...(a === 3 && id('reply', c)), ...mode, ...about, of }]
    }
    case 'acknowledge': {
      const about = { attempt: 1 + (b % 3 === 0 ? 1 : 0), leaseMs: c % 2 === 0 ? 5_000 : 120_000 }
      if (of === undefined) return []
      const taken: AnyCommand = { verb: act, of, ...about, ...(c % 3 === 0 && { handbacksUpTo: episode }) }
      const { epoch } = model
      const replies = [text(c), more(c)]
      const answer: AnyCommand = { verb: 'reply', by: bot, of, epoch, replies, serial, botPaused: false }
      return a > 5 ? [taken, answer] : [taken]
    }
    case 'fail':
      return of === undefined ? [] : [{ verb: act, of, attempt: 1 + (b % 3 === 0 ? 1 : 0), reason: 'no connection' }]
    case 'say':
      return [
        {
          ...{ verb: act, ...id(act, b), ...mode, by: agent, message: text(c) },
          ...(c % 3 === 0 && { ifHeld: true }),
          ...roomy(a),
          ...(c === 1 || c === 2 ? { insteadOf: reviewFor(model, a, b) } : {}),
          ...(c > 8 && { sentElsewhere: { pauses: c % 2 === 0, ...(a > 5 && { at: new Date(now).toISOString() }) } }),
        },
      ]
    case 'pause': {
      const everything: Required<PauseFields> = {
        reason: 'trouble',
        priority: 'urgent',
        queue: 'vip',
        summary: 'wants money back',
        context: { order: 7, gift: true },
      }
      const why = c % 2 === 0 ? everything : queued(c)
      return [{ verb: act, ...id(act, b), by, trigger: 'operator', ...why, ...roomy(c) }]
    }
    case 'unpause': {
      const end =
        c % 2 === 0 ? { outcome: 'resolved' as const, comment: 'done' } : c % 4 === 1 ? { carryOn: b % 2 === 0 } : {}
      return [{ verb: act, ...id(act, b), by, ...end }]
    }
    case 'supervise':
      return [{ verb: act, ...id(act, b), by, trigger: 'operator', ...(c % 2 === 0 && { reason: 'new bot' }) }]
    case 'approve': {
      const of = reviewFor(model, a, c)
      const isOwn = c % 2 === 0
      const replies = b === 11 ? [] : isOwn ? wordsOf(model, of) : [text(c), more(c)]
      const approver = c > 8 ? ({ type: 'system' } as const) : agent
      return [{ verb: act, ...id(act, b), ...mode, by: approver, of, replies, edited: !isOwn, botPaused: a === 0 }]
    }
    case 'claim':
      return [{ verb: act, ...id(act, b), by: agent, ...roomy(c) }]
    case 'transfer': {
      if (a === 11 || a === 10) {
        const from = people[b % 3]?.id ?? 'ana'
        return [{ verb: act, by: { type: 'system' }, from, ...(c > 2 && { inFront: true }), ofOthers: true }]
      }
      const to = [undefined, ana, ben][c % 3]
      const place = to ? { to } : queued(b)
      return [
        { verb: act, ...id(act, b), by: agent, ...place, ...(c > 8 && { reason: 'r' }), ofOthers: c > 5, ...roomy(a) },
      ]
    }
    case 'acknowledgeAlert':
      return [agent, ...(c > 8 ? [ben] : [])].map(by => ({
        verb: act,
        ...id(act, b),
        by,
        ...(c < 4 && { episode }),
      }))
    case 'tellPosition': {
      // Often the same place again, sometimes a far one, or several in a row.
      const last = model.person?.waiting?.told?.position ?? 1
      const position = c < 4 ? last : c < 7 ? last + 10 : 1 + (c % 3)
      const told = { verb: act, episode, position } as const
      return a > 8 ? [told, { ...told, position: 1 + ((c + 1) % 3) }] : [told]
    }
    case 'beginAlert': {
      // Sometimes somebody else has alerted since the caller looked.
      const alerts = (model.person?.waiting?.alerts ?? 0) + (c === 0 ? 1 : 0)
      const begun = { verb: act, episode, alerts } as const
      const result = a % 3 === 0 ? ({ status: 'failed' } as const) : ({ status: 'sent' } as const)
      const recorded = { verb: 'recordAlert', episode, alerts: begunFrom(model), result } as const
      // Sometimes somebody acknowledges the alert before its outcome is recorded.
      const between = c > 9 && b > 1 ? [{ verb: 'acknowledgeAlert', by: ben } as const] : []
      // Sometimes a process that found the first alert unrecorded holds it, or fails to publish it, and is late.
      const until = now + policy.alertGatherMs
      const outcome = c === 8 ? ({ status: 'held', until } as const) : ({ status: 'failed' } as const)
      const late = c === 8 || c === 9 ? [{ ...recorded, result: outcome }] : []
      // Sometimes a new wait begins in the moment of the alert.
      const moved = c === 7 ? [{ verb: 'transfer', by: ben, ...queued(b), ofOthers: true } as const] : []
      return c > 6 ? [begun, ...between, recorded, ...late, ...moved] : [begun]
    }
    case 'rate': {
      const newest = newestEnded(model)
      const which = a === 0 ? { episode: newest - 1 } : a === 1 ? { episode: newest + 1 } : { episode: newest }
      const given = model.records.get(newest)?.rating
      const again = c > 8 && given?.clientId !== undefined ? { id: given.clientId } : { id: `c${fresh()}` }
      const words = { stars: b < 8 ? 4 : 2, ...(c % 3 === 0 && { comment: 'thanks' }) }
      const rated = { verb: act, by, ...(a > 4 ? {} : which), ...(b % 3 > 0 && again), ...words } as const
      return c % 2 === 0 ? [rated] : [rated, { ...rated, ...(c === 1 && { comment: 'more' }) }]
    }
    case 'decline':
      return [{ verb: act, ...id(act, b), by: agent, reason: 'r' }]
    case 'snooze': {
      const ends = [undefined, undefined, 20_000, 1_200_000, 1_200_000, policy.snoozeMs, policy.snoozeMs + 1, 0]
      const ms = ends[c % ends.length]
      const command = { verb: act, ...id(act, b), by: agent, ...defined({ until: ms === undefined ? ms : now + ms }) }
      // Sometimes the connection of the agent is lost then.
      const gone = { verb: 'transfer', by: { type: 'system' }, from: agent.id ?? '', ofOthers: true } as const
      return c > 8 ? [command, gone] : [command]
    }
    case 'wake':
      return [{ verb: act, ...id(act, b), by: agent }]
    case 'tag': {
      if (a > 9) {
        const add = policy.tags.slice(b, b + 10 + c)
        return [{ verb: act, by: agent, add, ...(b > 8 && { remove: model.tags.slice(0, 3) }) }]
      }
      const change = c % 4 === 0 ? { remove: tagsFor(b) } : { add: tagsFor(b), ...(c % 4 === 1 && { remove: ['vip'] }) }
      const command = { verb: act, ...id(act, a), by, ...change } as const
      return c > 8 ? [command, command] : [command]
    }
    case 'runMacro': {
      const parts = {
        ...(c % 2 === 0 && { tags: tagsFor(b) }),
        ...(c % 3 !== 2 && { message: text(c) }),
        ...(b % 3 === 0 && ({ handBack: b > 6 ? 'returned' : 'resolved' } as const)),
      }
      const command = { verb: act, ...id(act, a), ...mode, by: agent, ...parts, ...roomy(a) } as const
      return c > 8 ? [command, command] : [command]
    }
    case 'note':
      return [{ verb: act, ...id(act, b), by, text: 'n', ...(c % 3 === 0 && { remark }) }]
    case 'redeliver': {
      const failures = model.log.filter(entry => entry.kind === 'undeliverable')
      const failed = failures.at(-1 - (a % 2))
      if (!failed) return []
      const client = b % 3 === 0 ? { id: `r${fresh()}` } : {}
      const isKnown = model.memory.some(({ key }) => key === `redeliver ${failed.of}:${failed.seq}`)
      // Twice: the second caller gets the answer of the first.
      const command = { verb: act, ...client, ...mode, by: agent, of: failed.of, failure: failed.seq } as const
      return isLastWord(model, failed) || isKnown ? [command, command] : []
    }
    case 'identify':
      return [{ verb: act, user: profiles[a % profiles.length] ?? {} }]
    case 'tick':
      return [{ verb: act }]
    case 'claimDelivery':
      return claimOf(model, a, b, c)
    case 'recordDelivery': {
      const { deliveryClaim: sending } = model
      if (!sending) return []
      const claimant = b === 0 ? 'nobody' : b === 1 ? (claimants[c % 3] ?? '') : sending.by
      const result = c < 4 ? ({ status: 'sent' } as const) : failureFor(c - 4)
      const seq = a === 0 ? sending.seq + 1 : a === 1 ? sending.seq - 1 : sending.seq
      return [{ verb: act, seq, claimant, result, callsSent: (sending.callsSent ?? 0) + (b % 3) }]
    }
    case 'recordAlert': {
      // Sometimes somebody else has alerted since the caller looked.
      const alerts = Math.max(0, (model.person?.waiting?.alerts ?? 0) - (c === 0 ? 1 : 0) + (c === 1 ? 1 : 0))
      const until = a < 3 ? (model.person?.waiting?.alertAt ?? now) : now + policy.alertGatherMs
      // Nobody records the outcome of an alert that was not begun.
      const status = a % 3 === 0 && alerts > 0 ? 'failed' : 'sent'
      const result = b > 7 || alerts === 0 ? ({ status: 'held', until } as const) : ({ status } as const)
      return [{ verb: act, episode, alerts, result }]
    }
    case 'recordHandback':
      return [{ verb: act, episode, result: a % 4 === 0 ? { status: 'ok' } : failureFor(a) }]
    case 'recordEvents': {
      const after = model.nextEvents?.after ?? 0
      // Sometimes another caller has got further, or entries follow.
      const upTo = Math.max(0, Math.min(model.log.length, a === 0 ? after - 1 : a < 6 ? after + (b % 4) : Infinity))
      return [{ verb: act, upTo, taken: b > 5, ...(c > 4 && { failure: failureFor(c) }) }]
    }
    default:
      return act satisfies never
  }
}

/** The bot hands over in answer to a message. A decided reply came before that message, and another reply waits. */
function handsOverWhileAReplyWaits(
  { log: { length }, epoch }: Model,
  { agent, serial, id }: { readonly agent: Actor; readonly serial: boolean; readonly id: () => string },
): AnyCommand[] {
  const words = { type: 'text', text: 'w' } as const
  const said = { by: bot, epoch, replies: [words], serial, botPaused: false } as const
  const proposal = { verb: 'reply', id: id(), ...said } as const
  const decided = length + 1
  const question = decided + 3
  return [
    proposal,
    { verb: 'approve', id: id(), by: agent, of: decided, replies: [words], edited: true, botPaused: false },
    { verb: 'receive', id: id(), messages: [words], leaseMs: 20_000, botPaused: false },
    { ...proposal, id: id() },
    { verb: 'reply', ...said, of: question, handoff: { reason: 'asks for a person', priority: 'normal' } },
  ]
}

/** Some tags: in another letter case, twice, or one that the bot does not have. */
const tagsFor = (n: number): readonly string[] =>
  [['vip'], ['VIP', 'refund'], ['Refund', 'REFUND'], ['gone'], ['ÄRGER'], ['vip', 'gone'], ['t1', 't2']][n % 7] ?? []

/** The room of the agent who would get the conversation: none is left, one is, or nothing limits it. */
const roomy = (n: number) =>
  [{}, {}, { room: { load: 4, capacity: 5 } }, { room: { load: 5, capacity: 5 } }][n % 4] ?? {}

/** The message or the first entry of a proposal that waits, else of one that was closed, else of none. */
function reviewFor(model: Model, a: number, b: number): number {
  const waiting = waitingIn(model)
  const one = waiting[a % Math.max(1, waiting.length)]
  if (one && a < 10) return b % 3 === 0 ? (one.of ?? one.turn.from) : one.turn.from
  const closed = model.reviewed.at(-1 - (b % 2))
  return closed && b % 4 !== 0 ? (b % 4 === 1 ? (closed.of ?? closed.proposed) : closed.proposed) : 1 + b
}

/** The bot's own words of a waiting proposal. */
function wordsOf(model: Model, of: number): readonly Piece[] {
  const turn = waitingIn(model).find(each => each.of === of || each.turn.from === of)?.turn
  if (!turn) return [{ type: 'text', text: 'nothing waits' }]
  return model.log.slice(turn.from - 1, turn.upTo).flatMap(entry => {
    if (entry.kind !== 'proposed') throw new Error(`broken promise: entry ${entry.seq} is part of a proposal`)
    const { type, text, continues } = entry
    return { type, ...defined({ text }), ...(continues !== undefined && { continued: true as const }) }
  })
}
/** The queue of a command, which may be one that the bot does not have. */
const queued = (n: number) => [{}, { queue: 'vip' }, { queue: 'slow' }, { queue: 'gone' }][n % 4] ?? {}

/** The number of alerts once the next one has begun: the first one counts once, however often it is tried. */
function begunFrom({ person, alertedAt = -1 }: Model): number {
  const { alerts = 0, since = 0 } = person?.waiting ?? {}
  return alerts > 0 && alertedAt < since ? alerts : alerts + 1
}

/** A repeated message, forgotten or not, with its send time. Some were looked up. */
function redelivered(model: Model, { a, b, c }: Step, now: Instant): AnyCommand {
  const isKnown = (id: string) => recall(model, 'receive', id) !== undefined
  const ids = [...model.taken.keys()]
  const forgotten = ids.filter(id => !isKnown(id))
  const [pool, kept] = a < 9 && forgotten.length > 0 ? [forgotten, true] : [ids, ids.length > 0 && a < 11]
  const id = kept ? (pool[b % pool.length] ?? '') : `d${now}-${b}`
  const said = { type: 'text', text: `t${c}` } as const
  const sentAt = new Date((model.taken.get(id) ?? now) - (b % 3)).toISOString()
  return {
    verb: 'receive',
    ...(c !== 0 && { id }),
    sentAt,
    ...(c > 8 && { lookedUp: true }),
    messages: b % 2 === 0 ? [said] : [said, { ...said, continued: true }],
    leaseMs: 1_000,
    botPaused: false,
  }
}

/**
 * The first unsettled message, as a dispatcher in order gets it; sometimes a settled one, or a later one during a
 * claim.
 */
function claimOf(model: Model, a: number, b: number, c: number): AnyCommand[] {
  const all = outgoing(model)
  const due = nextToSend(model)
  const other = all[a % Math.max(1, all.length)]
  const isHarmless = other && (model.deliveryClaim || other.seq <= model.claimedUpTo)
  const message = a > 8 && isHarmless ? other : due
  if (!message) return []
  return [
    {
      verb: 'claimDelivery',
      message: asClaimed(message),
      claimant: claimants[b % claimants.length] ?? 'lambda-1',
      botPaused: c === 0,
    },
  ]
}

export function nextToSend(model: Model): ReturnType<typeof outgoing>[number] | undefined {
  const { deliveryClaim: sending, claimedUpTo: handed } = model
  return outgoing(model).find(({ seq }) => (sending ? seq === sending.seq : seq > handed))
}

function asClaimed(entry: ReturnType<typeof outgoing>[number]): Outgoing {
  const { seq, epoch } = entry
  if (entry.kind === 'redelivery') return { seq, epoch, from: 'agent', of: entry.of }
  // A person answers for what an agent approved.
  return { seq, epoch, from: entry.approvedBy?.type === 'agent' ? 'agent' : entry.by.type }
}

/** Whether a failure is the last result of its message: only then the message may be sent again. */
function isLastWord({ log }: Model, { seq, of }: { readonly seq: number; readonly of: number }): boolean {
  return !log.some(entry => entry.seq > seq && 'of' in entry && entry.of === of)
}

function failureFor(n: number): Failure {
  const reason = 'the channel says no'
  switch (n % 4) {
    case 0:
      return { status: 'skipped', waitMs: 30_000 }
    case 1:
      return { status: 'refused', reason }
    case 2:
      return { status: 'missing', reason }
    default:
      return { status: 'deferred', reason }
  }
}

const FAILURES: { readonly [Outside in Story['outside']]: Failure | undefined } = {
  works: undefined,
  fails: { status: 'deferred', reason: 'down' },
  'is left alone': { status: 'skipped', waitMs: 30_000 },
}

/** The outside's part at a deadline: everything works, or nothing does. */
export function worldAt(model: Model, outside: Story['outside'], now: Instant): AnyCommand[] {
  const commands: AnyCommand[] = [{ verb: 'tick' }]
  const { person, nextHandback: telling, deliveryClaim: sending } = model
  const failure = FAILURES[outside]
  if (person?.waiting && now >= person.waiting.alertAt) {
    const { alerts } = person.waiting
    const status = outside === 'works' ? 'sent' : 'failed'
    const about = { episode: model.episodes } as const
    commands.push({ verb: 'beginAlert', ...about, alerts })
    commands.push({ verb: 'recordAlert', ...about, alerts: begunFrom(model), result: { status } })
  }
  for (const { turn } of model.reviewThen === 'send' ? waitingIn(model) : []) {
    const approval = { by: { type: 'system' }, of: turn.from, replies: wordsOf(model, turn.from) } as const
    if (now >= turn.until) commands.push({ verb: 'approve', ...approval, edited: false, botPaused: false })
  }
  const message = nextToSend(model)
  if (message && (!sending || now >= sending.until)) {
    commands.push({ verb: 'claimDelivery', message: asClaimed(message), claimant: 'lambda-9', botPaused: false })
    const result = failure ?? ({ status: 'sent' } as const)
    commands.push({ verb: 'recordDelivery', seq: message.seq, claimant: 'lambda-9', result })
  }
  if (telling && now >= telling.at) {
    const over = person ? model.episodes - 1 : model.episodes
    commands.push({ verb: 'recordHandback', episode: over, result: failure ?? { status: 'ok' } })
  }
  if (model.nextEvents && now >= model.nextEvents.at) {
    const isOver = ({ at }: Model['log'][number]) => now - Date.parse(at) >= policy.eventsForMs
    const given = Math.max(model.nextEvents.after, model.log.findLast(isOver)?.seq ?? 0)
    const isTaken = failure === undefined
    const upTo = isTaken ? model.log.length : given
    const fails = failure && given < model.log.length ? { failure } : {}
    commands.push({ verb: 'recordEvents', upTo, taken: isTaken, ...fails })
  }
  return commands
}

/** The longest wind-up of a conversation: alerts until the handoff is given up, and all retries. */
export const MAX_WINDUP = 120 + 20 * policy.retryMs.length
