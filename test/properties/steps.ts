import * as fc from 'fast-check'
import type { Actor } from '../../lib/protocol/entry.ts'
import type { UserProfile } from '../../lib/protocol/message.ts'
import type { CommandOf, Verb } from '../../lib/session/commands.ts'
import type { DeliveryMode, Instant } from '../../lib/session/session.ts'
import { MAX_OPEN, type Model, openSeqs, outgoing, owed, policy, untilOf } from './model.ts'

export type AnyCommand = { [V in Verb]: CommandOf<V> & { readonly verb: V } }[Verb]

/** One step of a story, in small numbers; what they mean depends on how the conversation stands when it is their turn. */
export interface Step {
  readonly act: Act
  readonly wait: number
  readonly a: number
  readonly b: number
  readonly c: number
}
type Act = Verb | 'burst' | 'proactive'

/** A story: the operator's settings, the steps, and whether the world outside works when all is wound up. */
export interface Story {
  readonly delivery: DeliveryMode
  readonly serial: boolean
  readonly grim: boolean
  readonly steps: readonly Step[]
}

const weights: Record<Act, number> = {
  receive: 8,
  reply: 9,
  claim: 7,
  settle: 4,
  pause: 4,
  unpause: 4,
  say: 4,
  tick: 4,
  proactive: 3,
  fail: 2,
  alerted: 2,
  told: 2,
  burst: 1,
  note: 2,
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
  grim: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
})

const SPANS_MS = [5_000, 20_000, 60_000, 1_200_000, 3_600_000]

/** How the clock moves before a step: mostly hardly, else to (or just short of) a moment at which something is decided, or far. */
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
const profiles: readonly UserProfile[] = [
  { fullName: 'Ana Diaz' },
  { attributes: { full_name: 'Bo Li' } },
  { language: 'de', attributes: { full_name: 'Bo Li', plan: 'gold' } },
]
const claimants = ['lambda-1', 'lambda-2', 'lambda-3']

/** The commands of a step, for a conversation that stands like `model`. `fresh` counts the ids that were given out. */
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
    // Some ids are shared by all verbs: they must not meet.
    return n === 4 ? {} : { id: n === 5 ? 'shared' : `c${fresh()}` }
  }
  const text = (n: number) => ({ type: 'text', text: `t${n}` }) as const
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
        message: text(n),
        leaseMs: 20_000,
        botPaused: false,
      }))
    case 'receive': {
      const user = profiles[c - 1]
      if (b === 11) {
        // A lease of no time at all: each retry may take the turn over at once.
        const command = {
          verb: act,
          id: `c${fresh()}`,
          ...mode,
          message: text(c),
          leaseMs: 0,
          botPaused: false,
        } as const
        return Array.from({ length: 5 }, () => command)
      }
      const about = { message: text(c), leaseMs: b % 2 === 0 ? 1_000 : 20_000, botPaused: c === 0 }
      return [{ verb: act, ...id(act, a), ...mode, ...about, ...(user && { user }) }]
    }
    case 'proactive':
    case 'reply': {
      const epoch = b === 0 ? model.epoch - 1 : b === 1 ? model.epoch + 1 : model.epoch
      const replies = Array.from({ length: [1, 1, 0, 2][c % 4] ?? 1 }, (_, n) => text(n))
      const handoff = c > 8 ? { handoff: { reason: 'asks for a person', priority: 'high' } as const } : {}
      const told = c % 3 === 0 ? { told: episode } : {}
      const about = { by: bot, epoch, replies, serial, botPaused: b === 2, ...handoff, ...told }
      if (act === 'proactive') return [{ verb: 'reply', ...id('reply', a), ...mode, ...about }]
      return of === undefined ? [] : [{ verb: 'reply', ...(a === 3 && id('reply', c)), ...mode, ...about, of }]
    }
    case 'fail':
      return of === undefined ? [] : [{ verb: act, of, attempt: 1 + (b % 3 === 0 ? 1 : 0), reason: 'no connection' }]
    case 'say':
      return [{ verb: act, ...id(act, b), ...mode, by: agent, message: text(c) }]
    case 'pause': {
      const why = c % 2 === 0 ? { reason: 'trouble', priority: 'urgent' as const } : {}
      return [{ verb: act, ...id(act, b), by, trigger: 'operator', ...why }]
    }
    case 'unpause': {
      const end = c % 2 === 0 ? { outcome: 'resolved' as const, comment: 'done' } : {}
      return [{ verb: act, ...id(act, b), by, ...end }]
    }
    case 'note':
      return [{ verb: act, ...id(act, b), by: agent, text: 'n' }]
    case 'identify':
      return [{ verb: act, user: profiles[a % 3] ?? {} }]
    case 'tick':
      return [{ verb: act }]
    case 'claim':
      return claimOf(model, a, b, c)
    case 'settle': {
      const { sending } = model
      if (!sending) return []
      const claimant = b === 0 ? 'nobody' : b === 1 ? (claimants[c % 3] ?? '') : sending.by
      const result =
        c < 4
          ? ({ status: 'sent' } as const)
          : ({ status: c < 6 ? 'refused' : 'deferred', reason: 'the channel says no' } as const)
      return [{ verb: act, seq: a === 0 ? sending.seq + 1 : a === 1 ? sending.seq - 1 : sending.seq, claimant, result }]
    }
    case 'alerted': {
      // Now and then somebody else has alerted since the caller looked.
      const alerts = Math.max(0, (model.person?.waiting?.alerts ?? 0) - (c === 0 ? 1 : 0) + (c === 1 ? 1 : 0))
      const until = a < 3 ? (model.person?.waiting?.alertAt ?? now) : now + policy.alertGatherMs
      const result =
        b > 7 ? ({ status: 'held', until } as const) : ({ status: a % 3 === 0 ? 'failed' : 'sent' } as const)
      return [{ verb: act, episode, alerts, result }]
    }
    case 'told':
      return [{ verb: act, episode, result: (['ok', 'deferred', 'refused', 'deferred'] as const)[a % 4] ?? 'ok' }]
    default:
      return act satisfies never
  }
}

/** The first message that is not settled, as a dispatcher in order comes to it; sometimes one that is, or a later one while another is under way. */
function claimOf(model: Model, a: number, b: number, c: number): AnyCommand[] {
  const all = outgoing(model)
  const due = nextToSend(model)
  const other = all[a % Math.max(1, all.length)]
  const isHarmless = other && (model.sending || other.seq <= model.handed)
  const message = a > 8 && isHarmless ? other : due
  if (!message) return []
  const { seq, epoch, by } = message
  return [
    {
      verb: 'claim',
      message: { seq, epoch, from: by.type },
      claimant: claimants[b % claimants.length] ?? 'lambda-1',
      botPaused: c === 0,
    },
  ]
}

export function nextToSend(model: Model): ReturnType<typeof outgoing>[number] | undefined {
  const { sending, handed } = model
  return outgoing(model).find(({ seq }) => (sending ? seq === sending.seq : seq > handed))
}

/** What the world outside does at a deadline, when all it does works, or (`grim`) nothing does. */
export function worldAt(model: Model, grim: boolean, now: Instant): AnyCommand[] {
  const commands: AnyCommand[] = [{ verb: 'tick' }]
  const { person, telling, sending } = model
  if (person?.waiting && now >= person.waiting.alertAt) {
    const { alerts } = person.waiting
    commands.push({ verb: 'alerted', episode: model.episodes, alerts, result: { status: grim ? 'failed' : 'sent' } })
  }
  const message = nextToSend(model)
  if (message && (!sending || now >= sending.until)) {
    const { seq, epoch, by } = message
    commands.push({ verb: 'claim', message: { seq, epoch, from: by.type }, claimant: 'lambda-9', botPaused: false })
    const result = grim ? ({ status: 'deferred', reason: 'down' } as const) : ({ status: 'sent' } as const)
    commands.push({ verb: 'settle', seq, claimant: 'lambda-9', result })
  }
  if (telling && now >= telling.at) {
    const over = person ? model.episodes - 1 : model.episodes
    commands.push({ verb: 'told', episode: over, result: grim ? 'deferred' : 'ok' })
  }
  return commands
}

/** Longest wind-up that a conversation may need: alerts until somebody gives up, and every retry. */
export const MAX_WINDUP = 60 + 10 * policy.retryMs.length
