import type { Command } from './control-commands.ts'
import type { Instant } from './session.ts'

/** Takes the next alert about an episode that waits, before it is published: of several callers one gets it. */
export interface BeginAlert extends Command {
  readonly verb: 'beginAlert'
  readonly episode: number
  /** The handoff's number of alerts that the caller read. If it has changed since, this command changes nothing. */
  readonly alerts: number
}
export interface AlertBegun {
  /** True if the caller publishes the alert. */
  readonly begun: boolean
}

/** Records the outcome of alerting agents about an episode. */
export interface RecordAlert extends Command {
  readonly verb: 'recordAlert'
  readonly episode: number
  /** The handoff's number of alerts, a begun one included. If it has changed since, this command changes nothing. */
  readonly alerts: number
  readonly result:
    | { readonly status: 'sent' | 'failed' }
    /** This bot published a notice just now. The next one, at `until`, covers this conversation. */
    | { readonly status: 'held'; readonly until: Instant }
}
