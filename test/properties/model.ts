import { defined, type Whole } from '../../lib/defined.ts'
import type { Cause, Priority } from '../../lib/protocol/control.ts'
import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import type { UserMoment } from '../../lib/protocol/user-texts.ts'
import type { NewEntry } from '../../lib/session/change.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Failure } from '../../lib/session/retries.ts'
import type { DeliveryMode, Episode, Instant, Session, Turn } from '../../lib/session/session.ts'

/**
 * The expected state of a conversation, implemented a second time: derived from the log and the promises, without the
 * domain's own helpers. A disagreement is an error in one of the two.
 */
export interface Model {
  readonly userId: string
  log: Entry[]
  epoch: number
  delivery: DeliveryMode
  person: Person | undefined
  episodes: number
  /** Every user message in the log, and the state of its turn. */
  turns: Map<number, Turn>
  memory: Memory[]
  /** A time at or before which all forgotten commands came. */
  forgottenUpTo: Instant | undefined
  /** Every id of an accepted message of the user, with the time at which it came. */
  taken: Map<string, Instant>
  claimedUpTo: number
  /** Since when a message waits unclaimed for the webhook. */
  unclaimedSince: Instant
  deliveryClaim: ({ seq: number; by: string; until: Instant; of?: number; callsSent?: number } & Tries) | undefined
  handedBackUpTo: number
  nextHandback: ({ at: Instant } & Tries) | undefined
  /** The last alert that no agent has followed. */
  alertedAt: Instant | undefined
  user: { fullName?: string; language?: string; email?: string; avatarUrl?: string }
  attributes: Readonly<Record<string, unknown>>
  /** The attributes that were sent last, as JSON. */
  lastTold: string | undefined
}

/** The attempts of one outside call so far. */
export interface Tries {
  attempts: number
  missing?: number
  skippedSince?: Instant
}

/** An episode. */
export interface Person extends Whole<Cause> {
  since: Instant
  seq: number
  by: Actor
  priority: Episode['priority']
  /** The handoff is pending. */
  waiting: { since: Instant; alerts: number; alertAt: Instant } | undefined
  /** An agent is assigned. */
  agent: { who: Actor; assignedAt: Instant; idleAt: Instant } | undefined
}

/** A command that must be recognised when it is repeated. */
export interface Memory {
  readonly key: string | undefined
  readonly seq: number
  readonly isUserMessage?: true
  readonly turn?: Turn
  /** The time at which it came. */
  readonly at: Instant
  /** Whether the conversation keeps that time. */
  readonly isMarked: boolean
}

export const policy: Policy = {
  turnGraceMs: 10_000,
  alertCheckMs: 30_000,
  realertMs: 300_000,
  alertGatherMs: 10_000,
  giveUpMs: 1_200_000,
  idleMs: 3_600_000,
  userTexts: {
    waiting: { en: 'somebody comes', de: 'jemand kommt' },
    assigned: { en: '{{agentName}} is here', 'de-AT': 'nie' },
    transferred: { fr: 'un moment, {{ agentName }}' },
    ended: null,
    expired: { en: 'nobody came' },
  },
  deliveryCheckMs: 30_000,
  deliveryLeaseMs: 35_000,
  retryMs: [5_000, 15_000],
  missingRetries: 1,
  skippedForMs: 60_000,
}

/** Replaces texts that the domain chooses itself. */
export const WORDS = '(some words)'
export const SYSTEM = { type: 'system' } as const
export const MAX_OPEN = 40
export const MAX_ATTEMPTS = 3
const REMEMBERED = 20

export function newModel(session: Session): Model {
  return {
    userId: session.userId,
    log: [],
    epoch: 0,
    delivery: session.delivery,
    person: undefined,
    episodes: 0,
    turns: new Map(),
    memory: [],
    forgottenUpTo: undefined,
    taken: new Map(),
    claimedUpTo: 0,
    unclaimedSince: 0,
    deliveryClaim: undefined,
    handedBackUpTo: 0,
    nextHandback: undefined,
    alertedAt: undefined,
    user: {},
    attributes: {},
    lastTold: undefined,
  }
}

/** Appends entries with the current epoch. */
export function append(model: Model, now: Instant, entries: readonly NewEntry[]): void {
  for (const entry of entries) {
    const placed = { ...entry, seq: model.log.length + 1, at: new Date(now).toISOString(), epoch: model.epoch }
    const unclaimed = outgoing(model).at(-1)?.seq ?? 0
    const goesOut = entry.kind === 'redelivery' || (entry.kind === 'message' && entry.deliver)
    if (goesOut && unclaimed <= model.claimedUpTo) model.unclaimedSince = now
    model.log.push(placed as Entry)
  }
}

export const leaves = (model: Model) => (model.delivery === 'none' ? {} : { deliver: true as const })

export function openSeqs(model: Model): number[] {
  return [...model.turns].filter(([, turn]) => turn.status === 'open').map(([seq]) => seq)
}

/** Remembers a command: open turns while they are open, and the newest twenty others. Forgets two at once at most. */
export function remember(model: Model, item: Omit<Memory, 'at' | 'isMarked'>, now: Instant): void {
  const sinceMark = model.memory.length - 1 - model.memory.findLastIndex(({ isMarked }) => isMarked)
  model.memory.push({ ...item, at: now, isMarked: sinceMark >= 4 || !model.memory.some(({ isMarked }) => isMarked) })
  const closed = model.memory.filter(known => !isOpen(model, known))
  const forgotten = new Set(closed.slice(0, Math.min(2, Math.max(0, closed.length - REMEMBERED))))
  for (const item of forgotten) {
    const mark = model.memory.slice(model.memory.indexOf(item)).find(({ isMarked }) => isMarked)
    model.forgottenUpTo = Math.max(model.forgottenUpTo ?? 0, mark?.at ?? now)
  }
  model.memory = model.memory.filter(known => !forgotten.has(known))
}

function isOpen(model: Model, { isUserMessage, seq }: Memory): boolean {
  return isUserMessage === true && model.turns.get(seq)?.status === 'open'
}

export function recall(model: Model, verb: string, id: string | undefined): Memory | undefined {
  return id === undefined ? undefined : model.memory.find(({ key }) => key === `${verb} ${id}`)
}

export function keyOf(verb: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${verb} ${id}`
}

/** Gives control to people. `before`: entries before the pause. */
export function take(
  model: Model,
  now: Instant,
  cause: Cause & { by: Actor; priority?: Priority | undefined },
  before: readonly NewEntry[] = [],
): Episode[] {
  const held = openSeqs(model)
  for (const seq of held) model.turns.set(seq, { status: 'held' })
  model.epoch += 1
  model.episodes += 1
  const { by, trigger, reason, priority = 'normal' } = cause
  const isAgent = by.type === 'agent'
  if (isAgent) model.alertedAt = undefined
  model.person = {
    since: now,
    seq: model.log.length + before.length + 1,
    by,
    trigger,
    reason,
    priority,
    waiting: isAgent ? undefined : waitingFrom(model, now),
    agent: isAgent ? { who: by, assignedAt: now, idleAt: now + policy.idleMs } : undefined,
  }
  const paused = {
    kind: 'paused',
    by,
    trigger,
    ...defined({ reason }),
    priority,
    episode: model.episodes,
    ...(held.length > 0 && { held }),
  } as const
  append(model, now, [...before, paused, ...(isAgent ? told(model, 'assigned', by) : told(model, 'waiting'))])
  return [recordOf(model, model.person)]
}

/** The texts of `policy`, as this user gets them. */
const TOLD = {
  waiting: language => (language === 'de' ? 'jemand kommt' : 'somebody comes'),
  assigned: (_, name) => (name === undefined ? 'is here' : `${name} is here`),
  transferred: (_, name) => (name === undefined ? 'un moment,' : `un moment, ${name}`),
  ended: () => undefined,
  expired: () => 'nobody came',
} as const satisfies Record<UserMoment, (language: string | undefined, name: string | undefined) => string | undefined>

/** The message that tells the user what happens. */
export function told(model: Model, moment: UserMoment, agent?: Actor): NewEntry[] {
  const text = TOLD[moment](model.user.language, agent?.name)
  const message = { kind: 'message', direction: 'out', by: SYSTEM, type: 'text' } as const
  return text === undefined ? [] : [{ ...message, text, ...leaves(model) }]
}

/** Starts a wait: agents get an alert soon, or five minutes after their last alert about this user. */
function waitingFrom({ alertedAt }: Model, now: Instant): NonNullable<Person['waiting']> {
  const isQuiet = alertedAt !== undefined && now - alertedAt < policy.realertMs
  return { since: now, alerts: 0, alertAt: isQuiet ? alertedAt + policy.realertMs : now + policy.alertCheckMs }
}

/** Takes the conversation from its agent, so that it waits. */
export function unseat(model: Model, person: Person, now: Instant): void {
  person.waiting = waitingFrom(model, now)
  person.agent = undefined
}

/** Gives control to the bot. */
export function give(
  model: Model,
  person: Person,
  now: Instant,
  end: { by: Actor; outcome: NonNullable<Episode['ended']>['outcome']; comment?: string | undefined },
): Episode[] {
  const { by, outcome, comment } = end
  const said = { by, outcome, ...defined({ comment }) }
  const record = { ...recordOf(model, person), ended: { seq: model.log.length + 1, at: now, ...said } }
  model.epoch += 1
  model.person = undefined
  model.nextHandback = { at: now + policy.deliveryCheckMs, attempts: 0 }
  const after = told(model, outcome === 'expired' ? 'expired' : 'ended')
  append(model, now, [{ kind: 'resumed', ...said, episode: model.episodes }, ...after])
  return [record]
}

export function recordOf(model: Model, person: Person): Episode {
  const { seq, since, by, trigger, reason, priority, agent } = person
  return {
    number: model.episodes,
    startedSeq: seq,
    startedAt: since,
    by,
    trigger,
    ...defined({ reason }),
    priority,
    ...(agent && { agent: agent.who, assignedAt: agent.assignedAt }),
  }
}

/**
 * Applies the deadlines that have passed by `now`: of an unanswered turn, of a handoff without an agent, of an idle agent.
 * Returns the episodes that this changed.
 */
export function letTimePass(model: Model, now: Instant): Episode[] {
  const { person } = model
  if (!person) {
    const late = openSeqs(model).some(seq => now >= untilOf(model, seq) + policy.turnGraceMs)
    return late ? take(model, now, { by: SYSTEM, trigger: 'bot_failed', reason: WORDS }) : []
  }
  if (person.waiting) {
    if (now < person.waiting.since + policy.giveUpMs) return []
    return give(model, person, now, { by: SYSTEM, outcome: 'expired' })
  }
  if (!person.agent || now < person.agent.idleAt) return []
  if (lastSpeaker(model) !== 'user') return give(model, person, now, { by: SYSTEM, outcome: 'idle' })
  const from = person.agent.who
  unseat(model, person, now)
  const transferred = { kind: 'transferred', by: SYSTEM, from, reason: WORDS, episode: model.episodes } as const
  append(model, now, [transferred, ...told(model, 'transferred')])
  return [recordOf(model, person)]
}

export function untilOf(model: Model, seq: number): Instant {
  const turn = model.turns.get(seq)
  if (turn?.status !== 'open') throw new Error(`the test's own mistake: ${seq} is not open`)
  return turn.until
}

export function lastSpeaker(model: Model): Actor['type'] | undefined {
  const last = model.log.findLast(entry => entry.kind === 'message' && entry.by.type !== 'system')
  return last?.kind === 'message' ? last.by.type : undefined
}

/** Everything for the channel's webhook, oldest first: messages and redeliveries. */
export function outgoing(model: Model): Extract<Entry, { kind: 'message' | 'redelivery' }>[] {
  return model.log
    .filter(entry => entry.kind === 'message' || entry.kind === 'redelivery')
    .filter(entry => entry.kind === 'redelivery' || entry.deliver === true)
}

/** When a failed call is retried; undefined if it has failed for good. `tries` includes the failed call. */
export function nextTry(
  { attempts, missing = 0, skippedSince }: Tries,
  result: Failure,
  now: Instant,
): { at: Instant; tries: Tries } | undefined {
  const seen = { ...(missing > 0 && { missing }), ...defined({ skippedSince }) }
  if (result.status === 'skipped') {
    const since = skippedSince ?? now
    const isTooLong = now - since >= policy.skippedForMs
    return isTooLong
      ? undefined
      : { at: now + result.waitMs, tries: { ...seen, attempts: attempts - 1, skippedSince: since } }
  }
  const waitMs = policy.retryMs[attempts - 1]
  if (waitMs === undefined || result.status === 'refused') return undefined
  if (result.status === 'deferred') return { at: now + waitMs, tries: { ...seen, attempts } }
  return missing === policy.missingRetries
    ? undefined
    : { at: now + waitMs, tries: { ...seen, attempts, missing: missing + 1 } }
}

/** All deadlines. */
export function owed(model: Model): Instant[] {
  const { person, deliveryClaim: sending, nextHandback: telling } = model
  const unsent = outgoing(model).at(-1)
  return [
    ...openSeqs(model).map(seq => untilOf(model, seq) + policy.turnGraceMs),
    ...(person?.waiting ? [person.waiting.alertAt, person.waiting.since + policy.giveUpMs] : []),
    ...(person?.agent ? [person.agent.idleAt] : []),
    ...(sending ? [sending.until] : []),
    ...(!sending && unsent && unsent.seq > model.claimedUpTo ? [model.unclaimedSince + policy.deliveryCheckMs] : []),
    ...(telling ? [telling.at] : []),
  ]
}
