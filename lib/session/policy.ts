import type { Priority } from '../protocol/control.ts'
import type { Assignment } from '../protocol/handoffs.ts'
import type { Hours } from '../protocol/hours.ts'
import type { UserTexts } from '../protocol/user-texts.ts'
import { DEFAULT_CLAIM_SECONDS, DEFAULT_IDLE_SECONDS } from '../protocol/wire.ts'
import type { Instant } from './session.ts'

/** An alert about a conversation that waits: when it is due after the start of the wait, and its least priority. */
export interface AlertStep {
  readonly afterMs: number
  readonly priority?: Priority
}

/** The part of a policy that may differ from queue to queue. All durations in milliseconds. */
export interface QueuePolicy {
  /**
   * How long a handoff waits for an agent before the bot gets the conversation back and the user gets the text `expired`.
   */
  readonly giveUpMs: number
  /**
   * How long an assigned conversation may be idle. Then Interlude asks for an agent again if the user waits, else the
   * bot gets it back.
   */
  readonly idleMs: number
  /** From the text `idleWarning` to the end by idleness. At most half of `idleMs` counts. Missing: no warning. */
  readonly idleWarningMs?: number
  /** The times at which people answer. Missing: always. */
  readonly hours?: Hours
  /** The alerts about one wait, in order. */
  readonly alerts: readonly AlertStep[]
  /** The texts that the user gets as the handoff goes on. */
  readonly userTexts: UserTexts
  /** Whether the user is asked for a rating as people give the conversation back. */
  readonly rating: boolean
  /** The most conversations that an agent may have to get one of this queue. Missing: no limit. */
  readonly capacity?: number
  /**
   * The choice of the agent. `pick`: an agent takes the conversation. `least_loaded`: Interlude assigns it to the agent
   * with the fewest conversations. `round_robin`: Interlude assigns it to the agent whose last assignment is oldest.
   */
  readonly assignment: Assignment
  /** The ids of the agents whom Interlude may choose. Missing: every agent of the bot. */
  readonly members?: readonly string[]
}

/** Time limits, and what follows when they pass. All durations in milliseconds. */
export interface Policy extends QueuePolicy {
  /** The deviations of each queue, by its id. */
  readonly queues: Readonly<Record<string, Partial<QueuePolicy>>>
  /** The time zone whose days and hours reports count, such as `Europe/Berlin`. */
  readonly reportZone: string
  /** The tags that conversations may get. */
  readonly tags: readonly string[]
  /** Asks the bot to carry on at once if it gets back a user who waits for an answer. */
  readonly carryOn: boolean
  /** How long the user may give a rating, from the end of the episode on. */
  readonly rateWithinMs: number
  /** The messages with which a user gives the conversation back to the bot, in any letter case. */
  readonly endCommands: readonly string[]
  /** Least time between two messages that tell a user their place among those that wait. */
  readonly positionEveryMs: number
  /** Time after a turn's lease for a retry to take the turn over before it goes to people. */
  readonly turnGraceMs: number
  /** From a handoff to the first check that its alert went out. */
  readonly alertCheckMs: number
  /** A new request within this time after an alert about the conversation waits for its end, unless an agent came. */
  readonly realertMs: number
  /** From one notice of a bot to its next. Conversations that ask for a person meanwhile share the next one. */
  readonly alertGatherMs: number
  /** How long an agent counts as connected after a sign of life of their socket. */
  readonly presenceMs: number
  /** How long an agent who is no longer connected keeps their conversations. */
  readonly graceMs: number
  /** The longest time for which an agent may snooze a conversation. It also ends a snooze until the user writes. */
  readonly snoozeMs: number
  /** How long a reply of a supervised bot waits for a person's decision. */
  readonly reviewMs: number
  /** The consequence of `reviewMs`: Interlude sends the reply as it is, or gives the conversation to people. */
  readonly reviewThen: 'send' | 'hand_over'
  /** Time after `reviewMs` in which an overdue reply must have been sent. People get the conversation after it. */
  readonly reviewGraceMs: number
  /** From an outgoing message, or an event, to the first check of its delivery. */
  readonly deliveryCheckMs: number
  /** How long a claim of a delivery lasts. It is longer than the time limit of the claiming function. */
  readonly deliveryLeaseMs: number
  /**
   * Waits between the attempts of an outside call (delivery, handback) that fails temporarily. After the last attempt
   * it has failed for good.
   */
  readonly retryMs: readonly number[]
  /**
   * Maximum number of retries after an answer 404 or 410. One more such answer means a wrong URL, not a restart: the
   * call has failed for good.
   */
  readonly missingRetries: number
  /**
   * How long a call may wait while its URL is skipped, from the first skipped attempt. After that it has failed for
   * good.
   */
  readonly skippedForMs: number
  /** Whether the bot has an endpoint for events, which gets each transition of its conversations. */
  readonly sendsEvents: boolean
  /** Waits between the attempts to send a conversation's events. The last one repeats. */
  readonly eventRetryMs: readonly [number, ...number[]]
  /** How long an event is tried, from the transition on. One that fails later is given up. */
  readonly eventsForMs: number
}

/** The policy for the conversations of a queue. A queue that is no longer configured has the policy of the bot. */
export function forQueue(policy: Policy, queue: string | undefined): Policy {
  const own = queue !== undefined && Object.hasOwn(policy.queues, queue) ? policy.queues[queue] : undefined
  return own ? { ...policy, ...own, userTexts: { ...policy.userTexts, ...own.userTexts } } : policy
}

/** Whether the user may be asked for a rating at the end of an episode, whichever queue it ends in. */
export function mayAskForRating({ rating, queues }: Pick<Policy, 'rating' | 'queues'>): boolean {
  return rating || Object.values(queues).some(queue => queue.rating === true)
}

/** Whether an agent gets conversations under a policy. */
export function isMember({ members }: Pick<QueuePolicy, 'members'>, agentId: string): boolean {
  return members === undefined || members.includes(agentId)
}

/** The time at which a command is decided, and the policy in force. */
export interface Moment {
  readonly now: Instant
  readonly policy: Policy
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const retryMs = [5 * second, 15 * second, minute, 2 * minute, 5 * minute, 15 * minute, hour, 6 * hour, 12 * hour]

export const defaultPolicy: Policy = {
  queues: {},
  reportZone: 'UTC',
  tags: [],
  carryOn: false,
  rating: false,
  rateWithinMs: 7 * 24 * hour,
  endCommands: ['/end'],
  positionEveryMs: 2 * minute,
  turnGraceMs: 10 * second,
  alertCheckMs: 30 * second,
  realertMs: 5 * minute,
  alertGatherMs: 10 * second,
  alerts: [{ afterMs: 0 }, { afterMs: 5 * minute }, { afterMs: 10 * minute }, { afterMs: 15 * minute }],
  giveUpMs: DEFAULT_CLAIM_SECONDS * second,
  idleMs: DEFAULT_IDLE_SECONDS * second,
  assignment: 'pick',
  presenceMs: 90 * second,
  graceMs: 2 * minute,
  snoozeMs: 30 * day,
  reviewMs: 2 * minute,
  reviewThen: 'hand_over',
  reviewGraceMs: 5 * minute,
  userTexts: {
    expired: {
      en: 'Nobody from our team could take over just now. You are talking with the assistant again.',
      de: 'Gerade konnte niemand aus unserem Team übernehmen. Sie sprechen wieder mit dem Assistenten.',
      fr: 'Personne de notre équipe n’a pu prendre le relais. Vous parlez de nouveau avec l’assistant.',
    },
    outOfHours: {
      en: 'Our team is away just now. Next opening: {{opensAt}}',
      de: 'Unser Team ist gerade nicht da. Wieder erreichbar: {{opensAt}}',
      fr: 'Notre équipe est absente pour le moment. Prochaine ouverture : {{opensAt}}',
    },
  },
  deliveryCheckMs: 30 * second,
  deliveryLeaseMs: 35 * second,
  retryMs,
  missingRetries: 6,
  // An hour longer than all attempts take, so that a silent URL does not cost a call its last attempt.
  skippedForMs: hour + retryMs.reduce((sum, ms) => sum + ms, 0),
  sendsEvents: false,
  eventRetryMs: [5 * second, 15 * second, minute, 2 * minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour],
  eventsForMs: day,
}
