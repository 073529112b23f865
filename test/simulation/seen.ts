import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import type { Instant, Session } from '../../lib/session/session.ts'
import type { EntriesFrame, Reader } from './reader.ts'

/** The broken promise in words; undefined if none is broken. */
export type Complaint = string | undefined

/** The stored data of one conversation. */
export interface Stored {
  readonly session: Session
  readonly log: readonly Entry[]
  /** The deadline in the store. */
  readonly due?: Instant
}

/**
 * How the bot replies: in the answer (`ask`), by its own requests (`gate`), or by those after an acknowledgement
 * (`later`).
 */
export type AnswerMode = 'ask' | 'gate' | 'later'

/** An observation of one conversation from outside. */
export type Seen =
  /** The sender of the user's message `id` got an answer. */
  | { readonly kind: 'answered'; readonly id: string; readonly answer: InboundAnswer; readonly mode: AnswerMode }
  /** A gated bot got the answer to its reply. */
  | { readonly kind: 'replied'; readonly of: number; readonly answer: InboundAnswer }
  /** An agent got the acknowledgement of the message `id`. */
  | { readonly kind: 'said'; readonly id: string; readonly seq: number }
  /** A pause or unpause was answered. `since`: the log's length when it was sent. */
  | {
      readonly kind: 'paused' | 'unpaused'
      readonly id?: string
      readonly isPaused: boolean
      readonly changed: boolean
      readonly seq?: number
      readonly since: number
    }
  /** A command on the handoff was answered. `to`: the agent who shall have the conversation after a transfer. */
  | {
      readonly kind: 'handed on'
      readonly verb: 'claim' | 'transfer' | 'decline' | 'snooze' | 'wake'
      readonly by: Actor
      readonly to?: Actor
      readonly changed: boolean
      readonly seq?: number
    }
  /** Supervision was answered as begun. `since`: the log's length when it was asked for. */
  | {
      readonly kind: 'supervised'
      readonly id: string
      readonly changed: boolean
      readonly seq?: number
      readonly since: number
    }
  /** An agent's approval of a reply was acknowledged with the first entry that it sent. */
  | { readonly kind: 'approved'; readonly id: string; readonly by: Actor; readonly of: number; readonly seq: number }
  /** The channel's webhook got a message (whether or not its answer arrived). */
  | { readonly kind: 'delivered'; readonly webhookId: string; readonly seq: number; readonly text?: string }
  /** The bot was asked. `epoch`: from the question. */
  | { readonly kind: 'asked'; readonly webhookId: string; readonly seq: number; readonly epoch: number }
  /** The operator got the acknowledgement of a bot-wide pause. */
  | { readonly kind: 'bot paused' }
  /** A socket got a piece of the log. */
  | { readonly kind: 'shown'; readonly as: Reader['as']; readonly frame: EntriesFrame }

/** Facts that the log does not show. */
export interface Circumstances {
  /** Whether a bot-wide pause is or was configured, which leaves no trace in the log. */
  readonly botWidePauses?: boolean
  /** Whether a bot-wide pause was acknowledged. */
  readonly botIsPaused?: boolean
  /** The newest episode that the bot has acknowledged; undefined if not counted. */
  readonly botKnows?: number
}

/** The key under which that acknowledgement is recorded. */
export const BOT_PAUSED = 'the whole bot is paused'
