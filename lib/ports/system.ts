import type { Instant } from '../session/session.ts'

export interface Clock {
  now(): Instant
  sleep(ms: number): Promise<void>
}

/** Random ids and secrets. */
export interface Ids {
  /** Returns `prefix` and 22 random characters. */
  make(prefix: string): string
}

export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void
  info(message: string, details?: Readonly<Record<string, unknown>>): void
  warn(message: string, details?: Readonly<Record<string, unknown>>): void
  error(message: string, details?: Readonly<Record<string, unknown>>): void
}

/**
 * The counted events: a bot failed; the first alert of a handoff went out; a reminder went out; no agent came; a
 * message failed for good; an alert failed; an alert waits for the bot's next notice.
 */
export type Count =
  | 'BotFailures'
  | 'HandoffsRequested'
  | 'HandoffsWaiting'
  | 'HandoffsGivenUp'
  | 'DeliveriesFailed'
  | 'AlertsFailed'
  | 'AlertsHeld'

/** Counts events for operators. Never throws. */
export interface Metrics {
  count(name: Count): void
}
