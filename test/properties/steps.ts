import * as fc from 'fast-check'
import { defined } from '../../lib/defined.ts'
import type { PauseFields } from '../../lib/protocol/control.ts'
import type { Actor, NoteRemark } from '../../lib/protocol/entry.ts'
import type { UserProfile } from '../../lib/protocol/message.ts'
import type { CommandOf, Outgoing, Verb } from '../../lib/session/commands.ts'
import type { Pieces } from '../../lib/session/pieces.ts'
import type { Failure } from '../../lib/session/retries.ts'
import type { DeliveryMode, Instant } from '../../lib/session/session.ts'
import { MAX_OPEN, type Model, openSeqs, outgoing, owed, policy, recall, untilOf } from './model.ts'

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
  claim: 2,
  transfer: 3,
  decline: 1,
  say: 4,
  tick: 4,
  proactive: 3,
  acknowledge: 3,
  fail: 2,
  recordAlert: 2,
  recordHandback: 2,
  redelivered: 3,
  burst: 1,
  note: 2,
  redeliver: 4,
  identify: 1,
}
const acts = (Object.keys(weights) as Act[]).flatMap(act => Array.from<Act>({ length: weights[act] }).fill(act))

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...acts),
  wait: fc.nat(35),
  a: fc.nat(11),
  b: fc.nat(11),
  c: fc.nat(11),
})

export const story: fc.Arbitrary<Story> = fc.record({
  delivery: fc.constantFrom<DeliveryMode>('none', 'people', 'all', 'all'),
  serial: fc.boolean(),
  outside: fc.constantFrom<Story['outside']>('works', 'fails', 'is left alone'),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
})

const SPANS_MS = [5_000, 20_000, 60_000, 1_200_000, 3_600_000]

/**
 * How the clock moves before a step: usually little, else to (or just before) a moment at which something is decided,
 * or far.
 */
export function later(model: Model, wait: number, now: Instant): Instant {
  if (wait < 13) return now
  if (wait < 17) return now + 1
  if (wait < 31) {
    const edges = [...openSeqs(model).map(seq => untilOf(model, seq)), ...owed(model)].filter(at => at > now)
    const edge = edges[(wait - 17) % Math.max(1, edges.length)]
    return edge === undefined ? now : Math.max(now, edge - (wait % 2))
  }
  return now + (SPANS_MS[wait - 31] ?? 0)
}

const ana: Actor = { type: 'agent', id: 'ana', name: 'Ana' }
const ben: Actor = { type: 'agent', id: 'ben' }
const bot: Actor = { type: 'bot', id: 'key_1' }
const people: readonly Actor[] = [ana, ben, { type: 'system' }, { type: 'user', id: 'u' }, bot]
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
      const messages: Pieces = c > 8 ? [text(c), more(c), more(c + 1)] : [text(c)]
      const about = { messages, leaseMs: b % 2 === 0 ? 1_000 : 20_000, botPaused: c === 0 }
      return [{ verb: act, ...id(act, a), ...mode, ...about, ...defined({ user }) }]
    }
    case 'proactive':
    case 'reply': {
      const epoch = b === 0 ? model.epoch - 1 : b === 1 ? model.epoch + 1 : model.epoch
      const replies = Array.from({ length: [1, 1, 0, 3][c % 4] ?? 1 }, (_, n) => (n === 1 ? more(n) : text(n)))
      const handoff = c > 8 ? { handoff: { reason: 'asks for a person', priority: 'high' } as const } : {}
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
          ...(c > 8 && { sentElsewhere: { pauses: c % 2 === 0, ...(a > 5 && { at: new Date(now).toISOString() }) } }),
        },
      ]
    case 'pause': {
      const everything: Required<PauseFields> = { reason: 'trouble', priority: 'urgent' }
      const why = c % 2 === 0 ? everything : {}
      return [{ verb: act, ...id(act, b), by, trigger: 'operator', ...why }]
    }
    case 'unpause': {
      const end = c % 2 === 0 ? { outcome: 'resolved' as const, comment: 'done' } : {}
      return [{ verb: act, ...id(act, b), by, ...end }]
    }
    case 'claim':
      return [{ verb: act, ...id(act, b), by: agent }]
    case 'transfer': {
      const to = [undefined, ana, ben][c % 3]
      return [
        { verb: act, ...id(act, b), by: agent, ...(to && { to }), ...(c > 8 && { reason: 'r' }), ofOthers: c > 5 },
      ]
    }
    case 'decline':
      return [{ verb: act, ...id(act, b), by: agent, reason: 'r' }]
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
      const result =
        b > 7 ? ({ status: 'held', until } as const) : ({ status: a % 3 === 0 ? 'failed' : 'sent' } as const)
      return [{ verb: act, episode, alerts, result }]
    }
    case 'recordHandback':
      return [{ verb: act, episode, result: a % 4 === 0 ? { status: 'ok' } : failureFor(a) }]
    default:
      return act satisfies never
  }
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
  return entry.kind === 'redelivery' ? { seq, epoch, from: 'agent', of: entry.of } : { seq, epoch, from: entry.by.type }
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
    commands.push({ verb: 'recordAlert', episode: model.episodes, alerts, result: { status } })
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
  return commands
}

/** The longest wind-up of a conversation: alerts until the handoff is given up, and all retries. */
export const MAX_WINDUP = 120 + 20 * policy.retryMs.length
