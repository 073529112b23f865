import type { HandoffRequest } from '../protocol/bot.ts'
import type { Cause, EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Content, UserProfile } from '../protocol/message.ts'
import type { Piece, Pieces } from './pieces.ts'
import type { Telling } from './profile.ts'
import type { Failure } from './retries.ts'
import type { DeliveryMode, Instant, Turn } from './session.ts'

interface Command {
  /** The client's own id: the same command sent again gets the first answer and changes nothing. */
  readonly id?: string
  /** How the channel's messages leave, as configured now. Kept with the session. */
  readonly delivery?: DeliveryMode
}

/** A user says something. */
export interface Receive extends Command, Telling {
  readonly verb: 'receive'
  /** One message, in pieces that fit entries. */
  readonly messages: Pieces
  /** When the channel says that the user sent it. */
  readonly sentAt?: string
  /** The caller has looked through the log for this id and did not find it. */
  readonly lookedUp?: true
  /** How long the bot may take. */
  readonly leaseMs: number
  /** The operator paused the whole bot. */
  readonly botPaused: boolean
}
export type Received =
  | {
      readonly status: 'received'
      /** The entry of the message's first piece. */
      readonly seq: number
      readonly turn: Turn
      /** The message was here before. */
      readonly duplicate: boolean
      /** Whether the caller is the one who has to ask the bot. */
      readonly call: boolean
    }
  /** The message may be one that is forgotten: the caller looks through the log, and asks again. */
  | { readonly status: 'unsure' }

/** The bot answers the message `of`, or (without it) says something of its own accord. */
export interface Reply extends Command {
  readonly verb: 'reply'
  readonly by: Actor
  readonly of?: number
  readonly epoch: number
  /** The bot's words, in pieces that fit entries. */
  readonly replies: readonly Piece[]
  readonly handoff?: HandoffRequest
  /** The newest episode that the bot had been told of when it answered. */
  readonly told?: number
  /** Replies keep the order of their turns. */
  readonly serial: boolean
  readonly botPaused: boolean
}
export type Replied =
  | { readonly status: 'accepted'; readonly from: number; readonly upTo: number }
  | { readonly status: 'withheld' }
  /** An older turn is still open, and this bot's replies keep their order: ask again. */
  | { readonly status: 'waiting' }
  /** The turn was closed before; nothing changed. Without a turn: nobody remembers one. */
  | { readonly status: 'closed'; readonly turn?: Turn }

/** The bot has taken the message `of`, and will answer it later. */
export interface Acknowledge extends Command {
  readonly verb: 'acknowledge'
  readonly of: number
  /** Which try of the turn was acknowledged; a later one may be under way. */
  readonly attempt: number
  /** How long the bot may take from now on. */
  readonly leaseMs: number
  /** The newest episode that the bot was told of with the message. */
  readonly told?: number
}
export interface Acknowledged {
  /** The turn as it stands now; none where it is forgotten. */
  readonly turn?: Turn
}

/** The bot could not be asked, or answered with what cannot be understood. */
export interface Fail extends Command {
  readonly verb: 'fail'
  readonly of: number
  /** Which try of the turn failed; a later one may be under way. */
  readonly attempt: number
  readonly reason: string
}

/** An agent says something to the user. */
export interface Say extends Command {
  readonly verb: 'say'
  readonly by: Actor
  readonly message: Content
  /** Only if people hold the conversation and no other agent has it. */
  readonly ifHeld?: boolean
}
export interface Said {
  readonly seq: number
  readonly duplicate: boolean
}

/** Takes the conversation from the bot. */
export interface Pause extends Command, Cause {
  readonly verb: 'pause'
  readonly by: Actor
  readonly priority?: Priority
}

/** Gives the conversation back to the bot. */
export interface Unpause extends Command {
  readonly verb: 'unpause'
  readonly by: Actor
  readonly outcome?: Exclude<EpisodeOutcome, 'expired'>
  readonly comment?: string
}
export interface ControlChanged {
  /** What holds now; a repeated command does not answer what it once did. */
  readonly isPaused: boolean
  readonly changed: boolean
  /** The entry that this command wrote, now or when it first came; none where there was nothing to change. */
  readonly seq?: number
}

/** Writes a line that only agents see. */
export interface Note extends Command {
  readonly verb: 'note'
  readonly by: Actor
  readonly text: string
}

/** An agent has the message `of`, which failed for good, sent once more. */
export interface Redeliver extends Command {
  readonly verb: 'redeliver'
  readonly by: Actor
  readonly of: number
  /** `seq` of the `undeliverable` entry that this answers; each is answered once. */
  readonly failure: number
}

/** Tells who the user is. */
export interface Identify extends Command, Telling {
  readonly verb: 'identify'
  readonly user: UserProfile
}

/** Lets time pass: carries out what is overdue, and nothing else. */
export interface Tick extends Command {
  readonly verb: 'tick'
}

/** An entry that makes a message leave by the channel's webhook. */
export interface Outgoing {
  readonly seq: number
  readonly epoch: number
  readonly from: Actor['type']
  /** The message that is sent again; left out where it is `seq` itself. */
  readonly of?: number
}

/** Asks for the right to send one message to the channel. */
export interface Claim extends Command {
  readonly verb: 'claim'
  readonly message: Outgoing
  readonly claimant: string
  /** The operator paused the whole bot: what it said before and was not sent yet is not sent any more. */
  readonly botPaused: boolean
}
export type Claimed =
  | { readonly status: 'claimed'; readonly attempts: number }
  /** Somebody else is sending, or an earlier message waits for its next try. */
  | { readonly status: 'busy' }
  /** The fence stopped it. */
  | { readonly status: 'withheld' }
  /** It was handed over before, or given up. */
  | { readonly status: 'settled' }

/** The outcome of a claimed sending. */
export interface Settle extends Command {
  readonly verb: 'settle'
  readonly seq: number
  readonly claimant: string
  readonly result: { readonly status: 'sent' } | Failure
}

/** Records what came of alerting agents of an episode. */
export interface Alerted extends Command {
  readonly verb: 'alerted'
  readonly episode: number
  /** How many alerts of the handoff the caller saw. Nothing changes where an alert was recorded since then. */
  readonly alerts: number
  readonly result:
    | { readonly status: 'sent' | 'failed' }
    /** Another notice of this bot went out just now: the next one covers this conversation, at `until`. */
    | { readonly status: 'held'; readonly until: Instant }
}

/** The bot was told of all episodes up to this one, or could not be. */
export interface Told extends Command {
  readonly verb: 'told'
  readonly episode: number
  /** Past its last try it goes with the next turn only. */
  readonly result: { readonly status: 'ok' } | Failure
}

/** Each verb's command and what it answers. */
export interface Verbs {
  receive: { command: Receive; outcome: Received }
  reply: { command: Reply; outcome: Replied }
  acknowledge: { command: Acknowledge; outcome: Acknowledged }
  fail: { command: Fail; outcome: null }
  say: { command: Say; outcome: Said }
  pause: { command: Pause; outcome: ControlChanged }
  unpause: { command: Unpause; outcome: ControlChanged }
  note: { command: Note; outcome: Said }
  redeliver: { command: Redeliver; outcome: Said }
  identify: { command: Identify; outcome: null }
  tick: { command: Tick; outcome: null }
  claim: { command: Claim; outcome: Claimed }
  settle: { command: Settle; outcome: null }
  alerted: { command: Alerted; outcome: null }
  told: { command: Told; outcome: null }
}
export type Verb = keyof Verbs
export type CommandOf<V extends Verb> = Verbs[V]['command']
export type OutcomeOf<V extends Verb> = Verbs[V]['outcome']
