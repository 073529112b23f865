import type { Instant } from './session.ts'

/** How long things may take before something follows. All durations in milliseconds. */
export interface Policy {
  /** Past a turn's lease, time for a retry to take the turn over before it goes to people. */
  readonly turnGraceMs: number
  /** From a handoff to the first check that its alert went out. */
  readonly alertCheckMs: number
  /** From one alert of a conversation to the next, while nobody comes. A new request within this time waits for its end. */
  readonly realertMs: number
  /** From one notice of a bot to its next: conversations that ask for a person meanwhile share the next one. */
  readonly alertGatherMs: number
  /** How long a handoff waits for a person; then the bot gets the conversation back, and the user is told. */
  readonly giveUpMs: number
  /** How long an assigned conversation may lie still: a waiting user is handed to everybody again, else the bot takes over. */
  readonly idleMs: number
  /** What the user is told when nobody came. */
  readonly nobodyCameText: string
  /** From an outgoing message to the first check that somebody delivers it. */
  readonly deliveryCheckMs: number
  /** How long a claim of a delivery lasts; it outlives the claiming function's own time limit. */
  readonly deliveryLeaseMs: number
  /** Waits between the tries of an outside call that fails for now (delivery, handback); past the last one it has failed for good. */
  readonly retryMs: readonly number[]
  /** After so many answers 404 or 410 a call has failed for good: the server is not restarting, the address is wrong. */
  readonly missingRetries: number
  /** How long a call may wait for a URL that is left alone, from the first try that was left out; then it has failed for good. */
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
  nobodyCameText: 'Nobody from our team could take over just now. You are talking with the assistant again.',
  deliveryCheckMs: 30 * second,
  deliveryLeaseMs: 35 * second,
  retryMs,
  missingRetries: 6,
  // An hour more than all tries take, so that the last one is not lost to a silence.
  skippedForMs: hour + retryMs.reduce((sum, ms) => sum + ms, 0),
}
