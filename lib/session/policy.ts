import type { UserTexts } from '../protocol/user-texts.ts'
import type { Instant } from './session.ts'

/** Time limits, and what follows when they pass. All durations in milliseconds. */
export interface Policy {
  /** Time after a turn's lease for a retry to take the turn over before it goes to people. */
  readonly turnGraceMs: number
  /** From a handoff to the first check that its alert went out. */
  readonly alertCheckMs: number
  /**
   * From one alert about a conversation to the next, while no agent comes. A new request within this time waits for its
   * end.
   */
  readonly realertMs: number
  /** From one notice of a bot to its next. Conversations that ask for a person meanwhile share the next one. */
  readonly alertGatherMs: number
  /**
   * How long a handoff waits for an agent before the bot gets the conversation back and the user gets the text `expired`.
   */
  readonly giveUpMs: number
  /**
   * How long an assigned conversation may be idle. Then Interlude asks for an agent again if the user waits, else the
   * bot gets it back.
   */
  readonly idleMs: number
  /** The texts that the user gets as the handoff goes on. */
  readonly userTexts: UserTexts
  /** From an outgoing message to the first check of its delivery. */
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
}

/** The time at which a command is decided, and the policy in force. */
export interface Moment {
  readonly now: Instant
  readonly policy: Policy
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const retryMs = [5 * second, 15 * second, minute, 2 * minute, 5 * minute, 15 * minute, hour, 6 * hour, 12 * hour]

export const defaultPolicy: Policy = {
  turnGraceMs: 10 * second,
  alertCheckMs: 30 * second,
  realertMs: 5 * minute,
  alertGatherMs: 10 * second,
  giveUpMs: 20 * minute,
  idleMs: hour,
  userTexts: {
    expired: {
      en: 'Nobody from our team could take over just now. You are talking with the assistant again.',
      de: 'Gerade konnte niemand aus unserem Team übernehmen. Sie sprechen wieder mit dem Assistenten.',
      fr: 'Personne de notre équipe n’a pu prendre le relais. Vous parlez de nouveau avec l’assistant.',
    },
  },
  deliveryCheckMs: 30 * second,
  deliveryLeaseMs: 35 * second,
  retryMs,
  missingRetries: 6,
  // An hour longer than all attempts take, so that a silent URL does not cost a call its last attempt.
  skippedForMs: hour + retryMs.reduce((sum, ms) => sum + ms, 0),
}
