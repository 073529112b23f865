import type { Cause } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { ReviewClosed } from '../protocol/review-outcome.ts'

/** A turn whose proposals, the entries `from` to `upTo`, wait for a decision. Times as in `session.ts`. */
export interface ReviewTurn {
  readonly status: 'review'
  readonly from: number
  readonly upTo: number
  readonly since: number
  readonly until: number
}

/** The bot is asked, and people decide what the user gets of its answers. */
export interface SupervisedControl extends Cause {
  readonly holder: 'supervised'
  readonly since: number
  /** `seq` of the `supervised` entry. */
  readonly seq: number
  readonly by: Actor
}

/** A review that was closed. */
export interface Reviewed extends ReviewClosed {
  /** The entry with which it closed. */
  readonly seq: number
  /** The first entry of the proposal. */
  readonly proposed: number
  /** The user's message. Missing if the bot had spoken unasked. */
  readonly of?: number
  /** The entries that the user got, `from` to `upTo`. Missing if there are none. */
  readonly sent?: { readonly from: number; readonly upTo: number }
  /** The bot has been told. */
  readonly told?: true
}
