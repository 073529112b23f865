import { defined, type Whole } from '../../lib/defined.ts'
import type { BriefFields } from '../../lib/protocol/brief.ts'
import type { Cause, Priority, SnoozedUntil } from '../../lib/protocol/control.ts'
import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import type { Room } from '../../lib/protocol/problem.ts'
import type { UserMoment } from '../../lib/protocol/user-texts.ts'
import type { NewEntry } from '../../lib/session/change.ts'
import type { Reply } from '../../lib/session/commands.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Failure } from '../../lib/session/retries.ts'
import type { Reviewed } from '../../lib/session/reviewed.ts'
import type { DeliveryMode, Episode, Instant, Session, Turn } from '../../lib/session/session.ts'
import { waitingIn, withdraw } from './supervision.ts'

/**
 * The expected state of a conversation, implemented a second time: derived from the log and the promises, without the
 * domain's own helpers. A disagreement is an error in one of the two.
 */
export interface Model {
  readonly userId: string
  readonly id: string
  readonly channel: string
  log: Entry[]
  epoch: number
  delivery: DeliveryMode
  person: Person | undefined
  /** The bot is supervised. */
  supervision: (Cause & { since: Instant; seq: number; by: Actor }) | undefined
  /** The newest closed reviews. */
  reviewed: readonly Reviewed[]
  reviewThen: Policy['reviewThen']
  episodes: number
  /** The records of the episodes, as they are stored. */
  records: Map<number, Episode>
  rates: Rates
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
  /** The events that the endpoint lacks. */
  nextEvents: { after: number; at: Instant; attempts: number } | undefined
  /** The last alert that no agent has followed. */
  alertedAt: Instant | undefined
  user: { fullName?: string; language?: string; email?: string; avatarUrl?: string }
  attributes: Readonly<Record<string, unknown>>
  tags: readonly string[]
  /** The attributes that were sent last, as JSON. */
  lastTold: string | undefined
}

/** The conversations that end with a request for a rating: all except those of `vip`, only those of `vip`, or none. */
export type Rates = 'bot' | 'vip' | 'nobody'

/** The attempts of one outside call so far. */
export interface Tries {
  attempts: number
  missing?: number
  skippedSince?: Instant
}

/** The end of a snooze: a time, or a message of the user, but this time at the latest. */
export interface Snooze {
  readonly kind: SnoozedUntil
  readonly at: Instant
}

/** An episode. */
export interface Person extends Whole<Cause> {
  since: Instant
  seq: number
  by: Actor
  priority: Episode['priority']
  queue: string | undefined
  /** The handoff is pending. */
  waiting:
    | {
        since: Instant
        place?: Instant
        alerts: number
        alertAt: Instant
        acknowledgedBy?: Actor
        told?: { position: number; at: Instant }
        hadAgent?: true
      }
    | undefined
  firstAnswerAt: Instant | undefined
  /** The last agent before the present one, and when the first one came. */
  earlier: { agent: Actor; firstAssignedAt: Instant } | undefined
  /** An agent is assigned. */
  agent: { who: Actor; assignedAt: Instant; idleAt: Instant; warned: boolean; snooze?: Snooze } | undefined
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
  reportZone: 'America/St_Johns',
  tags: ['VIP', 'refund', 'Ärger', ...Array.from({ length: 22 }, (_, n) => `t${n}`)],
  carryOn: true,
  rating: false,
  rateWithinMs: 100_000,
  turnGraceMs: 10_000,
  alertCheckMs: 30_000,
  realertMs: 300_000,
  alertGatherMs: 10_000,
  alerts: [{ afterMs: 0 }, { afterMs: 300_000, priority: 'high' }, { afterMs: 900_000 }],
  giveUpMs: 1_200_000,
  idleMs: 3_600_000,
  reviewMs: 90_000,
  reviewThen: 'hand_over',
  reviewGraceMs: 45_000,
  idleWarningMs: 600_000,
  endCommands: ['/End', 'bye bot'],
  positionEveryMs: 120_000,
  queues: {
    vip: { giveUpMs: 120_000, alerts: [{ afterMs: 60_000 }], userTexts: { waiting: { en: 'the best come' } } },
    slow: {
      idleMs: 60_000,
      alerts: [],
      // 2026 begins on a Thursday, and so do the stories.
      hours: {
        timeZone: 'UTC',
        days: {
          thu: [
            ['00:00', '00:01'],
            ['00:20', '01:30'],
          ],
        },
        holidays: [],
      },
    },
  },
  assignment: 'pick',
  presenceMs: 90_000,
  graceMs: 120_000,
  snoozeMs: 7_200_000,
  userTexts: {
    waiting: { en: 'somebody comes', de: 'jemand kommt' },
    assigned: { en: '{{agentName}} is here', 'de-AT': 'nie' },
    transferred: { fr: 'un moment, {{ agentName }}' },
    ended: null,
    expired: { en: 'nobody came' },
    outOfHours: { en: 'we sleep' },
    idleWarning: { en: 'still there?' },
    position: { en: 'number {{position}}' },
    rating: { en: 'rate {{episodeId}}' },
  },
  deliveryCheckMs: 30_000,
  deliveryLeaseMs: 35_000,
  retryMs: [5_000, 15_000],
  missingRetries: 1,
  skippedForMs: 60_000,
  sendsEvents: false,
  eventRetryMs: [5_000, 25_000],
  eventsForMs: 60_000,
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
    id: session.id,
    channel: session.channel,
    log: [],
    epoch: 0,
    delivery: session.delivery,
    person: undefined,
    supervision: undefined,
    reviewed: [],
    reviewThen: 'hand_over',
    episodes: 0,
    records: new Map(),
    rates: 'nobody',
    turns: new Map(),
    memory: [],
    forgottenUpTo: undefined,
    taken: new Map(),
    claimedUpTo: 0,
    unclaimedSince: 0,
    deliveryClaim: undefined,
    handedBackUpTo: 0,
    nextHandback: undefined,
    nextEvents: undefined,
    alertedAt: undefined,
    user: {},
    attributes: {},
    tags: [],
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
  const closed = model.memory.filter(known => !isUnfinished(model, known))
  const forgotten = new Set(closed.slice(0, Math.min(2, Math.max(0, closed.length - REMEMBERED))))
  for (const item of forgotten) {
    const mark = model.memory.slice(model.memory.indexOf(item)).find(({ isMarked }) => isMarked)
    model.forgottenUpTo = Math.max(model.forgottenUpTo ?? 0, mark?.at ?? now)
  }
  model.memory = model.memory.filter(known => !forgotten.has(known))
}

function isUnfinished(model: Model, { isUserMessage, seq, turn }: Memory): boolean {
  const { status } = (isUserMessage ? model.turns.get(seq) : turn) ?? {}
  return status === 'review' || (isUserMessage === true && status === 'open')
}

/** How many messages wait for the bot, and replies for approval. */
export const unfinished = (model: Model): number => model.memory.filter(item => isUnfinished(model, item)).length

export function recall(model: Model, verb: string, id: string | undefined): Memory | undefined {
  return id === undefined ? undefined : model.memory.find(({ key }) => key === `${verb} ${id}`)
}

export function keyOf(verb: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${verb} ${id}`
}

export const hasRoom = (room: Room | undefined) => room === undefined || room.load < room.capacity

/** Gives control to people. `before`: entries before the pause. */
export function take(
  model: Model,
  now: Instant,
  cause: Cause & BriefFields & { by: Actor; priority?: Priority | undefined; queue?: string | undefined; room?: Room },
  before: readonly NewEntry[] = [],
): Episode[] {
  const open = openSeqs(model)
  for (const seq of open) model.turns.set(seq, { status: 'held' })
  const withdrawn = withdraw(model, cause.by, model.log.length + before.length + 1)
  const held = [...open, ...withdrawn].sort((one, two) => one - two)
  model.supervision = undefined
  model.epoch += 1
  model.episodes += 1
  const { by, trigger, reason, priority = 'normal', queue, summary, context } = cause
  const isAgent = by.type === 'agent' && hasRoom(cause.room)
  if (isAgent) model.alertedAt = undefined
  model.person = {
    since: now,
    seq: model.log.length + before.length + 1,
    by,
    trigger,
    reason,
    priority,
    queue,
    waiting: isAgent ? undefined : waitingFrom(model, queue, now),
    firstAnswerAt: undefined,
    earlier: undefined,
    agent: isAgent ? { who: by, assignedAt: now, idleAt: now + idleMsOf(queue), warned: false } : undefined,
  }
  const paused = {
    kind: 'paused',
    by,
    trigger,
    ...defined({ reason }),
    priority,
    ...defined({ queue, summary, context }),
    episode: model.episodes,
    ...(held.length > 0 && { held }),
  } as const
  const noRoom =
    by.type === 'agent' && !isAgent
      ? [{ kind: 'transferred', by: SYSTEM, from: by, reason: WORDS, episode: model.episodes } as const]
      : []
  const news = isAgent ? told(model, 'assigned', by) : toldWaiting(model, 'waiting', now)
  append(model, now, [...before, paused, ...noRoom, ...news])
  return [recordOf(model, model.person)]
}

/** The texts of `policy`, as this user gets them. */
const TOLD = {
  waiting: language => (language === 'de' ? 'jemand kommt' : 'somebody comes'),
  assigned: (_, name) => (name === undefined ? 'is here' : `${name} is here`),
  transferred: (_, name) => (name === undefined ? 'un moment,' : `un moment, ${name}`),
  ended: () => undefined,
  expired: () => 'nobody came',
  outOfHours: () => 'we sleep',
  idleWarning: () => 'still there?',
  position: () => undefined,
  rating: () => undefined,
} as const satisfies Record<UserMoment, (language: string | undefined, name: string | undefined) => string | undefined>

/** The message that tells the user what happens. */
export function told(model: Model, moment: UserMoment, agent?: Actor): NewEntry[] {
  const isVip = moment === 'waiting' && model.person?.queue === 'vip'
  const text = isVip ? 'the best come' : TOLD[moment](model.user.language, agent?.name)
  const message = { kind: 'message', direction: 'out', by: SYSTEM, type: 'text' } as const
  return text === undefined ? [] : [{ ...message, text, ...leaves(model) }]
}

/** Whether the queue's people answer at a time: always, but those of `slow` on the first Thursday alone. */
export function isStaffed(queue: string | undefined, now: Instant): boolean {
  const minute = Math.floor((now - Date.UTC(2026, 0, 1)) / 60_000)
  const ofWeek = minute % (7 * 24 * 60)
  return queue !== 'slow' || ofWeek < 1 || (ofWeek >= 20 && ofWeek < 90)
}

/** The message that tells the user that they wait. */
export function toldWaiting(model: Model, begins: 'waiting' | 'transferred', now: Instant): NewEntry[] {
  return told(model, isStaffed(model.person?.queue, now) ? begins : 'outOfHours')
}

/** How long a wait in a queue lasts, when its alerts are due after its start, and how long its agents may be idle. */
const GIVE_UP_MS: Readonly<Record<string, number>> = { vip: 120_000 }
const STEPS_MS: Readonly<Record<string, readonly number[]>> = { vip: [60_000], slow: [] }
const IDLE_MS: Readonly<Record<string, number>> = { slow: 60_000 }
export const giveUpMsOf = (queue = '') => GIVE_UP_MS[queue] ?? 1_200_000
export const idleMsOf = (queue = '') => IDLE_MS[queue] ?? 3_600_000
const warningMsOf = (queue = '') => (queue === 'slow' ? 30_000 : 600_000)

/** When a silent user is warned; undefined if it was done, or the user waits. */
function warningAt(model: Model, { agent, queue }: Person): Instant | undefined {
  if (!agent || agent.warned || agent.snooze || lastSpeaker(model) === 'user') return undefined
  return agent.idleAt - warningMsOf(queue)
}

/** When the next alert is due; the end of the wait if there is none. */
export function alertAfter({ queue = '' }: Pick<Person, 'queue'>, waiting: NonNullable<Person['waiting']>): Instant {
  const steps = STEPS_MS[queue] ?? [0, 300_000, 900_000]
  const step = waiting.acknowledgedBy ? undefined : steps[waiting.alerts]
  return waiting.since + (step ?? giveUpMsOf(queue))
}

/** Starts a wait: the first alert is due soon, or five minutes after the last alert about this user. */
function waitingFrom(model: Model, queue: string | undefined, now: Instant): NonNullable<Person['waiting']> {
  const { alertedAt } = model
  if (alertedAt !== undefined) model.alertedAt = Math.min(alertedAt, now - 1)
  const waiting = { since: now, alerts: 0, alertAt: now }
  const isQuiet = alertedAt !== undefined && now - alertedAt < policy.realertMs
  const due = Math.max(alertAfter({ queue }, waiting), isQuiet ? alertedAt + policy.realertMs : 0)
  return { ...waiting, alertAt: due > now ? due : now + policy.alertCheckMs }
}

/** Keeps the agent in mind who is about to lose the conversation. */
export function leave(person: Person): void {
  const { agent, earlier } = person
  if (agent) person.earlier = { agent: agent.who, firstAssignedAt: earlier?.firstAssignedAt ?? agent.assignedAt }
}

/** Lets the conversation wait, in its own queue or another one. */
export function unseat(model: Model, person: Person, now: Instant, queue = person.queue): void {
  leave(person)
  const had = (person.agent || person.waiting?.hadAgent) && model.rates !== 'nobody'
  person.queue = queue
  person.waiting = { ...waitingFrom(model, queue, now), ...(had && { hadAgent: true }) }
  person.agent = undefined
}

/** Gives control to the bot. */
export function give(
  model: Model,
  person: Person,
  now: Instant,
  end: {
    by: Actor
    outcome: NonNullable<Episode['ended']>['outcome']
    comment?: string | undefined
    carryOn?: boolean | undefined
  },
  before: readonly NewEntry[] = [],
): Episode[] {
  const { by, outcome, comment, carryOn = lastSpeaker(model) === 'user' } = end
  const said = { by, outcome, ...defined({ comment }) }
  const asked = carryOn ? { carryOn } : {}
  const seq = model.log.length + before.length + 1
  const isRated = (person.queue === 'vip' ? 'vip' : 'bot') === model.rates
  const rates = isRated && (person.agent !== undefined || person.waiting?.hadAgent === true)
  const until = now + 100_000
  const { firstAnswerAt, earlier } = person
  const open = { ...(rates && { rateUntil: until }), ...defined({ firstAnswerAt, earlier }) }
  const tagged = model.tags.length > 0 ? { tags: model.tags } : {}
  const ended = { seq, at: now, ...said, ...asked, ...open, ...tagged }
  const record = { ...recordOf(model, person), ended }
  model.epoch += 1
  model.person = undefined
  model.nextHandback = { at: now + policy.deliveryCheckMs, attempts: 0 }
  const after = told(model, outcome === 'expired' ? 'expired' : 'ended')
  const invited = rates ? { rateUntil: new Date(until).toISOString() } : {}
  const words = `rate epi_${model.id.slice(4)}_${model.episodes}`
  const ask: NewEntry = { kind: 'message', direction: 'out', by: SYSTEM, type: 'text', text: words, ...leaves(model) }
  const resumed = { kind: 'resumed', ...said, episode: model.episodes, ...invited } as const
  append(model, now, [...before, resumed, ...after, ...(rates && model.channel !== 'web' ? [ask] : [])])
  return [record]
}

export function recordOf(model: Model, person: Person): Episode {
  const { seq, since, by, trigger, reason, priority, queue, agent } = person
  return {
    number: model.episodes,
    startedSeq: seq,
    startedAt: since,
    by,
    trigger,
    ...defined({ reason }),
    priority,
    ...defined({ queue }),
    ...(agent && { agent: agent.who, assignedAt: agent.assignedAt }),
  }
}

/**
 * Applies the deadlines that have passed by `now`: of an unanswered turn, of a handoff without an agent, of an idle agent,
 * of a snooze. Returns the episodes that this changed.
 */
export function letTimePass(model: Model, now: Instant): Episode[] {
  const { person } = model
  if (!person) {
    const graceMs = model.reviewThen === 'send' ? policy.reviewGraceMs : 0
    if (waitingIn(model).some(({ turn }) => now >= turn.until + graceMs)) {
      return take(model, now, { by: SYSTEM, trigger: 'review_overdue', reason: WORDS })
    }
    const late = openSeqs(model).some(seq => now >= untilOf(model, seq) + policy.turnGraceMs)
    return late ? take(model, now, { by: SYSTEM, trigger: 'bot_failed', reason: WORDS }) : []
  }
  if (person.waiting) {
    if (now < person.waiting.since + giveUpMsOf(person.queue)) return []
    return give(model, person, now, { by: SYSTEM, outcome: 'expired' })
  }
  if (!person.agent) return []
  if (person.agent.snooze) {
    if (now >= person.agent.snooze.at) wakeUp(model, SYSTEM, now)
    return []
  }
  if (now >= (warningAt(model, person) ?? Number.POSITIVE_INFINITY)) {
    person.agent.warned = true
    person.agent.idleAt = Math.max(person.agent.idleAt, now + warningMsOf(person.queue))
    append(model, now, told(model, 'idleWarning'))
    return []
  }
  if (now < person.agent.idleAt) return []
  if (lastSpeaker(model) !== 'user') return give(model, person, now, { by: SYSTEM, outcome: 'idle' })
  const from = person.agent.who
  unseat(model, person, now)
  const transferred = { kind: 'transferred', by: SYSTEM, from, reason: WORDS, episode: model.episodes } as const
  append(model, now, [transferred, ...toldWaiting(model, 'transferred', now)])
  return [recordOf(model, person)]
}

/** Ends a snooze, if there is one: the agent is idle from now on. Returns whether there was one. */
export function wakeUp(model: Model, by: Actor, now: Instant): boolean {
  const { person } = model
  if (!person?.agent?.snooze) return false
  const { who, assignedAt } = person.agent
  person.agent = { who, assignedAt, idleAt: now + idleMsOf(person.queue), warned: false }
  append(model, now, [{ kind: 'woken', by, episode: model.episodes }])
  return true
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
  const { person, deliveryClaim: sending, nextHandback: telling, nextEvents } = model
  const unsent = outgoing(model).at(-1)
  return [
    ...openSeqs(model).map(seq => untilOf(model, seq) + policy.turnGraceMs),
    ...waitingIn(model).map(({ turn }) => turn.until),
    ...(person?.waiting ? [person.waiting.alertAt, person.waiting.since + giveUpMsOf(person.queue)] : []),
    ...(person?.agent ? [person.agent.snooze?.at ?? warningAt(model, person) ?? person.agent.idleAt] : []),
    ...(sending ? [sending.until] : []),
    ...(!sending && unsent && unsent.seq > model.claimedUpTo ? [model.unclaimedSince + policy.deliveryCheckMs] : []),
    ...(telling ? [telling.at] : []),
    ...(nextEvents ? [nextEvents.at] : []),
  ]
}

/** Each piece of a longer text names the first one. */
export function inPlaces(replies: Reply['replies'], from: number) {
  return replies.map(({ continued, ...content }, index) => {
    const before = replies.slice(0, index + 1).findLastIndex(piece => piece.continued !== true)
    return continued ? { ...content, continues: from + Math.max(0, before) } : content
  })
}

/** The number of the newest episode that has ended. */
export const newestEnded = ({ person, episodes }: Model) => (person ? episodes - 1 : episodes)
