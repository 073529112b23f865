import type { HandoffRequest } from '../protocol/bot.ts'
import type { Actor, NoteRemark } from '../protocol/entry.ts'
import type { Content, UserProfile } from '../protocol/message.ts'
import type { AlertBegun, BeginAlert, RecordAlert } from './alert-commands.ts'
import type {
  AcknowledgeAlert,
  Claim,
  Command,
  ControlChanged,
  Decline,
  Pause,
  Seats,
  Snooze,
  TellPosition,
  Transfer,
  Unpause,
  Wake,
} from './control-commands.ts'
import type { Piece, Pieces } from './pieces.ts'
import type { UserUpdate } from './profile.ts'
import type { Rate, Rated } from './rating-commands.ts'
import type { Failure } from './retries.ts'
import type { Approve, Approved, Supervise } from './review-commands.ts'
import type { Turn } from './session.ts'
import type { RunMacro, TagConversation } from './tag-commands.ts'

/** A message of the user. */
export interface Receive extends Command, UserUpdate {
  readonly verb: 'receive'
  /** One message, cut into pieces that fit entries. */
  readonly messages: Pieces
  /** When the user sent it, according to the channel. */
  readonly sentAt?: string
  /** Set after the caller has searched the log for this id without finding it. */
  readonly lookedUp?: true
  /** The bot's time to answer, in ms. */
  readonly leaseMs: number
  /** The operator paused the whole bot. */
  readonly botPaused: boolean
}
export type Received =
  | {
      readonly status: 'received'
      /** `seq` of the message's first piece. */
      readonly seq: number
      readonly turn: Turn
      /** True if the message was received before. */
      readonly duplicate: boolean
      /** True if the caller must ask the bot. */
      readonly call: boolean
    }
  /** The session may have forgotten this message: the caller searches the log for it and sends the command again. */
  | { readonly status: 'unsure' }

/** The bot answers message `of`. Without `of` the bot speaks unasked. */
export interface Reply extends Command {
  readonly verb: 'reply'
  readonly by: Actor
  readonly of?: number
  readonly epoch: number
  /** The bot's words, cut into pieces that fit entries. */
  readonly replies: readonly Piece[]
  readonly handoff?: HandoffRequest
  /** The newest episode whose handback the bot had when it answered. */
  readonly handbacksUpTo?: number
  /** True if replies keep the order of their turns. */
  readonly serial: boolean
  readonly botPaused: boolean
}
export type Replied =
  | { readonly status: 'accepted'; readonly from: number; readonly upTo: number }
  | { readonly status: 'withheld' }
  /** The bot is supervised: the turn waits for a person's decision. */
  | { readonly status: 'proposed'; readonly turn: Turn }
  /** An older turn is still open, and this bot's replies keep their order: try again later. */
  | { readonly status: 'waiting' }
  /** The turn was closed before, so nothing changed. `turn` is missing if the session does not remember it. */
  | { readonly status: 'closed'; readonly turn?: Turn }

/** The bot has taken message `of` and will answer it later. */
export interface Acknowledge extends Command {
  readonly verb: 'acknowledge'
  readonly of: number
  /** Number of the acknowledged attempt. A later attempt may be under way. */
  readonly attempt: number
  /** The bot's time to answer from now on, in ms. */
  readonly leaseMs: number
  /** The newest episode whose handback the bot got with the message. */
  readonly handbacksUpTo?: number
}
export interface Acknowledged {
  /** The turn as it is now. Missing if the session does not remember it. */
  readonly turn?: Turn
}

/** The call of the bot failed, or its answer could not be read. */
export interface Fail extends Command {
  readonly verb: 'fail'
  readonly of: number
  /** Number of the failed attempt. A later attempt may be under way. */
  readonly attempt: number
  readonly reason: string
}

/** A message of an agent to the user. */
export interface Say extends Command, Seats {
  readonly verb: 'say'
  readonly by: Actor
  readonly message: Content
  /** If true, the message is sent only if people hold the conversation and no other agent has it. */
  readonly ifHeld?: boolean
  /** The user's message, or the first entry of the supervised bot's proposal, whose place the message takes. Not with
   * `sentElsewhere`. */
  readonly insteadOf?: number
  /** The user has the message already: somebody sent it past Interlude. It does not leave again. */
  readonly sentElsewhere?: {
    /** When it was sent, according to the channel. */
    readonly at?: string
    /** If true, the message takes the conversation from the bot. */
    readonly pauses: boolean
  }
}
export interface Said {
  readonly seq: number
  readonly duplicate: boolean
}

/** Writes a line that only agents see. */
export interface Note extends Command {
  readonly verb: 'note'
  readonly by: Actor
  readonly text: string
  /** Set if the user did something to a message: `by` is the user. */
  readonly remark?: NoteRemark
}

/** An agent sends message `of` once more after its delivery failed for good. */
export interface Redeliver extends Command {
  readonly verb: 'redeliver'
  readonly by: Actor
  readonly of: number
  /** `seq` of the `undeliverable` entry that this command answers. Each such entry is answered once. */
  readonly failure: number
}

/** Sets the user's profile and attributes. */
export interface Identify extends Command, UserUpdate {
  readonly verb: 'identify'
  readonly user: UserProfile
}

/** Carries out what is overdue, and changes nothing else. */
export interface Tick extends Command {
  readonly verb: 'tick'
}

/** An entry that sends a message to the channel's webhook. */
export interface Outgoing {
  readonly seq: number
  readonly epoch: number
  readonly from: Actor['type']
  /** `seq` of the message that is sent again. Missing if the entry is the message itself. */
  readonly of?: number
}

/** Claims the delivery of one message to the channel. */
export interface ClaimDelivery extends Command {
  readonly verb: 'claimDelivery'
  readonly message: Outgoing
  readonly claimant: string
  /** The operator paused the whole bot: its messages that are not sent yet are withheld. */
  readonly botPaused: boolean
}
export type Claimed =
  /** `callsSent`: how many of the message's calls the channel has taken in earlier attempts. */
  | { readonly status: 'claimed'; readonly attempts: number; readonly callsSent?: number }
  /** Another process is sending, or an earlier message waits for its next attempt. */
  | { readonly status: 'busy' }
  /** The fence withheld it. */
  | { readonly status: 'withheld' }
  /** It was delivered, withheld or given up before. */
  | { readonly status: 'settled' }

/** The outcome of a claimed delivery. */
export interface RecordDelivery extends Command {
  readonly verb: 'recordDelivery'
  readonly seq: number
  readonly claimant: string
  readonly result: { readonly status: 'sent' } | Failure
  /** How many of the message's calls the channel has taken so far. */
  readonly callsSent?: number
}

/** The bot got the handbacks of all episodes up to this one, or the attempt failed. */
export interface RecordHandback extends Command {
  readonly verb: 'recordHandback'
  readonly episode: number
  /** After its last attempt the handback goes only with the next turn. */
  readonly result: { readonly status: 'ok' } | Failure
}

/** The outcome of sending the events that the conversation owes. */
export interface RecordEvents extends Command {
  readonly verb: 'recordEvents'
  /** The entry up to which every event is sent or given up. */
  readonly upTo: number
  /** Whether the endpoint has taken one of these events. */
  readonly taken: boolean
  /** Why the event after `upTo` was not sent. Missing if there is none. */
  readonly failure?: Failure
}

/** The command and the outcome of each verb. */
export interface Verbs {
  receive: { command: Receive; outcome: Received }
  reply: { command: Reply; outcome: Replied }
  acknowledge: { command: Acknowledge; outcome: Acknowledged }
  fail: { command: Fail; outcome: null }
  say: { command: Say; outcome: Said }
  pause: { command: Pause; outcome: ControlChanged }
  unpause: { command: Unpause; outcome: ControlChanged }
  supervise: { command: Supervise; outcome: ControlChanged }
  approve: { command: Approve; outcome: Approved }
  claim: { command: Claim; outcome: ControlChanged }
  transfer: { command: Transfer; outcome: ControlChanged }
  decline: { command: Decline; outcome: ControlChanged }
  snooze: { command: Snooze; outcome: ControlChanged }
  wake: { command: Wake; outcome: ControlChanged }
  acknowledgeAlert: { command: AcknowledgeAlert; outcome: ControlChanged }
  tellPosition: { command: TellPosition; outcome: null }
  rate: { command: Rate; outcome: Rated }
  tag: { command: TagConversation; outcome: ControlChanged }
  runMacro: { command: RunMacro; outcome: ControlChanged }
  note: { command: Note; outcome: Said }
  redeliver: { command: Redeliver; outcome: Said }
  identify: { command: Identify; outcome: null }
  tick: { command: Tick; outcome: null }
  claimDelivery: { command: ClaimDelivery; outcome: Claimed }
  recordDelivery: { command: RecordDelivery; outcome: null }
  beginAlert: { command: BeginAlert; outcome: AlertBegun }
  recordAlert: { command: RecordAlert; outcome: null }
  recordHandback: { command: RecordHandback; outcome: null }
  recordEvents: { command: RecordEvents; outcome: null }
}
export type Verb = keyof Verbs
export type CommandOf<V extends Verb> = Verbs[V]['command']
export type OutcomeOf<V extends Verb> = Verbs[V]['outcome']
