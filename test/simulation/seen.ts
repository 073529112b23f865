import type { Entry } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import type { Instant, Session } from '../../lib/session/session.ts'
import type { EntriesFrame, Reader } from './reader.ts'

/** Which promise is broken, in words; nothing where none is. */
export type Complaint = string | undefined

/** What is stored of one conversation. */
export interface Stored {
  readonly session: Session
  readonly log: readonly Entry[]
  /** The deadline that the store keeps. */
  readonly due?: Instant
}

/** How the bot answers: in the answer to the message, by requests of its own (`gate`), or so where it has acknowledged the message (`later`). */
export type AnswerMode = 'ask' | 'gate' | 'later'

/** Something that the outside saw of one conversation. */
export type Seen =
  /** Whoever brought the user's message `id` has its answer. */
  | { readonly kind: 'answered'; readonly id: string; readonly answer: InboundAnswer; readonly mode: AnswerMode }
  /** A gated bot has heard what became of its reply. */
  | { readonly kind: 'replied'; readonly of: number; readonly answer: InboundAnswer }
  /** An agent has heard that the message `id` is logged. */
  | { readonly kind: 'said'; readonly id: string; readonly seq: number }
  /** Whoever paused or gave back has the answer. `since`: how long the log was when they asked. */
  | {
      readonly kind: 'paused' | 'unpaused'
      readonly id?: string
      readonly isPaused: boolean
      readonly changed: boolean
      readonly seq?: number
      readonly since: number
    }
  /** The channel's webhook got a message (whether or not its answer came back). */
  | { readonly kind: 'delivered'; readonly webhookId: string; readonly seq: number; readonly text?: string }
  /** The bot was asked for an answer. `epoch`: as the question has it. */
  | { readonly kind: 'asked'; readonly webhookId: string; readonly seq: number; readonly epoch: number }
  /** The operator has heard that the whole bot is paused. */
  | { readonly kind: 'bot paused' }
  /** A socket got a piece of the log. */
  | { readonly kind: 'shown'; readonly as: Reader['as']; readonly frame: EntriesFrame }

/** What cannot be told from the log. */
export interface Circumstances {
  /** The whole bot is paused, or was, in the configuration: that leaves no trace in a log. */
  readonly botWidePauses?: boolean
  /** The operator has heard that the whole bot is paused. */
  readonly botIsPaused?: boolean
  /** The newest episode that the bot has acknowledged. Nothing is said where nobody counts. */
  readonly botKnows?: number
}

/** Under which name it is noted that the operator has heard so. */
export const BOT_PAUSED = 'the whole bot is paused'
