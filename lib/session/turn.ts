import type { Instant } from './instant.ts'
import type { ReviewTurn } from './reviewed.ts'

/**
 * The state of a user's message:
 * - `open`: the bot must answer until `until`, the end of the call's lease. `attempt` counts the calls: the first one
 *   and those of retries that took the turn over. `acknowledged`: the call has ended, and the bot answers later with
 *   its own request. `handbacksUpTo`: the newest episode whose handback goes with the message; missing if there is none, and
 *   after an acknowledgement.
 * - `held`: people held the conversation, or took it before the bot had answered.
 * - `draft`: the bot answered too late, and its words were kept for the agents.
 * - `answered`: the replies are the entries `from` to `upTo` (none if `upTo` is less than `from`). `handedOver`: with
 *   them the bot gave the conversation to people.
 * - `review`: the `proposed` entries `from` to `upTo` of a supervised bot wait for a decision. If they answer no message,
 *   the turn has `from` as `seq`.
 */
export type Turn =
  | {
      readonly status: 'open'
      readonly until: Instant
      readonly attempt: number
      readonly acknowledged?: true
      readonly handbacksUpTo?: number
    }
  | { readonly status: 'held' }
  | { readonly status: 'draft' }
  | { readonly status: 'answered'; readonly from: number; readonly upTo: number; readonly handedOver?: true }
  | ReviewTurn

/**
 * A command that was carried out: the short hash of its id, the first entry that it wrote (0: none), and the turn if it
 * was a user's message.
 */
export interface Recent {
  readonly id: string
  readonly seq: number
  readonly turn?: Turn
  /** When it came. Every fifth command keeps it, which bounds the times of the others. */
  readonly at?: Instant
}
