import type { Cause, EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { RatingFields } from '../protocol/rating.ts'
import type { Instant } from './instant.ts'

/** The agents of an episode before the present one, or before it waited again. Missing if there were none. */
export interface Earlier {
  /** The last one of them. */
  readonly agent: Actor
  /** When the first one of them got the conversation. */
  readonly firstAssignedAt: Instant
}

/** The record of one episode, for reports and for the handback. */
export interface Episode extends Cause {
  /** 1, 2, 3… in each session. */
  readonly number: number
  readonly startedSeq: number
  readonly startedAt: Instant
  readonly by: Actor
  readonly priority: Priority
  readonly queue?: string
  readonly agent?: Actor
  readonly assignedAt?: Instant
  readonly ended?: {
    readonly seq: number
    readonly at: Instant
    readonly by: Actor
    readonly outcome: EpisodeOutcome
    readonly comment?: string
    /** The bot was asked to speak to the user at once. */
    readonly carryOn?: true
    /** Set if the user is asked for a rating: until when it is taken. */
    readonly rateUntil?: Instant
    /** The tags of the conversation at that time. Missing if it had none. */
    readonly tags?: readonly string[]
    /** When an agent first wrote to the user. */
    readonly firstAnswerAt?: Instant
    /** The agents before the one who has it at the end (`agent`), or before it waited again. */
    readonly earlier?: Earlier
  }
  readonly rating?: RatingFields & {
    /** `seq` of the `rated` entry. */
    readonly seq: number
    readonly at: Instant
    /** The id of the command that gave it. */
    readonly clientId?: string
  }
}
