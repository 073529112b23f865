import type { Instant } from '../session/session.ts'

export interface Clock {
  now(): Instant
  sleep(ms: number): Promise<void>
}

/** Ids and secrets, from a source of randomness. */
export interface Ids {
  /** `prefix` and 22 random characters. */
  make(prefix: string): string
}

export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void
  info(message: string, details?: Readonly<Record<string, unknown>>): void
  warn(message: string, details?: Readonly<Record<string, unknown>>): void
  error(message: string, details?: Readonly<Record<string, unknown>>): void
}

/**
 * What is counted of what happened: a bot failed; a first alert went out, a reminder did, nobody came; a message could not be
 * delivered for good; an alert could not be sent; an alert waits for the bot's next notice.
 */
export type Count =
  | 'BotFailures'
  | 'HandoffsRequested'
  | 'HandoffsWaiting'
  | 'HandoffsGivenUp'
  | 'DeliveriesFailed'
  | 'AlertsFailed'
  | 'AlertsHeld'

/** Counts for whoever operates this. Never throws. */
export interface Metrics {
  count(name: Count): void
}
