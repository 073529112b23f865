import type { Cause } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Command } from './control-commands.ts'
import type { Piece } from './pieces.ts'

/** From now on people decide what the user gets of the bot's answers. */
export interface Supervise extends Command, Cause {
  readonly verb: 'supervise'
  readonly by: Actor
}

/** Sends a proposal of a supervised bot to the user. */
export interface Approve extends Command {
  readonly verb: 'approve'
  /** An agent, or the system after the deadline. */
  readonly by: Actor
  /** The user's message, or the first entry of the proposal. */
  readonly of: number
  /** The words to send, cut into pieces that fit entries. Empty if the caller found no such review. */
  readonly replies: readonly Piece[]
  /** True if they are not the bot's own. */
  readonly edited: boolean
  /** The operator paused the whole bot: the system sends nothing for it. */
  readonly botPaused: boolean
}
export type Approved =
  | { readonly status: 'sent'; readonly seq: number; readonly duplicate: boolean }
  /** The bot is paused as a whole, so people got the conversation. */
  | { readonly status: 'withheld' }
  /** The review's deadline has not passed, so the system may not decide. */
  | { readonly status: 'early' }
