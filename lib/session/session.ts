import { hash } from 'node:crypto'
import { defined } from '../defined.ts'
import type { Cause, EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Actor, Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'

/** A moment, in milliseconds since 1970 (UTC). On the wire times are ISO 8601; inside they are compared and added. */
export type Instant = number

/** Whom a conversation is with. The session's id is derived from it, so the same person always lands in the same one. */
export interface Address {
  readonly botId: string
  readonly channel: string
  readonly userId: string
  readonly threadId?: string
}

/**
 * A user's message and what became of it:
 * - `open`: the bot owes an answer until `until` (its time limit, kept with the turn: the lease of the call); `attempt`
 *   counts the calls, the first and those of retries that took the turn over; `acknowledged`: the call is over, and the
 *   bot answers later by a request of its own; `told`: the newest episode that the message brings the bot news of, left
 *   out where it brings none, and once they are acknowledged;
 * - `held`: a person held the conversation, or took it before the bot had answered;
 * - `draft`: the bot answered too late; its words were kept for the agents;
 * - `answered`: the replies are entries `from` to `upTo` (none where `upTo` is less than `from`); `handedOver`: and with
 *   them the bot gave the conversation to people.
 */
export type Turn =
  | {
      readonly status: 'open'
      readonly until: Instant
      readonly attempt: number
      readonly acknowledged?: true
      readonly told?: number
    }
  | { readonly status: 'held' }
  | { readonly status: 'draft' }
  | { readonly status: 'answered'; readonly from: number; readonly upTo: number; readonly handedOver?: true }

/** A command that was carried out: the short hash of its id, the first entry it wrote (0: none), and, of a user's message, its turn. */
export interface Recent {
  readonly id: string
  readonly seq: number
  readonly turn?: Turn
  /** When it came. Every fifth command keeps it, so that the others are known to lie between two of them. */
  readonly at?: Instant
}

/** Waiting for a person, or with one. */
export type Handoff =
  | {
      readonly status: 'pending'
      readonly priority: Priority
      /** Since when somebody is asked for: giving up is counted from here. */
      readonly since: Instant
      /** How often agents were alerted. */
      readonly alerts: number
      /** When to alert (again). */
      readonly deadline: Instant
    }
  | {
      readonly status: 'assigned'
      readonly priority: Priority
      readonly agent: Actor
      readonly assignedAt: Instant
      /** When an agent who says nothing, or a user who is gone, ends it. Moves with what is said. */
      readonly deadline: Instant
    }

export type Control =
  | { readonly holder: 'bot' }
  | (Cause & {
      readonly holder: 'human'
      readonly since: Instant
      /** `seq` of the `paused` entry. */
      readonly seq: number
      readonly by: Actor
      readonly handoff: Handoff
    })

/** The tries of an outside call so far. */
export interface Tries {
  readonly attempts: number
  /** How many of them were answered 404 or 410; left out where none was. */
  readonly missing?: number
  /** When a try was first left out because its URL is left alone: the waiting for it is bounded from here. */
  readonly skippedSince?: Instant
}

/** The claim of a delivery under way; past `until` anybody may take it over. */
export interface Sending extends Tries {
  /** The entry that makes a message leave. */
  readonly seq: number
  readonly by: string
  readonly until: Instant
  /** The message that is sent again; left out where it is `seq` itself. */
  readonly of?: number
}

/** What leaves by the channel's webhook: nothing (the user reads the log), what people say, or the bot's replies too. */
export type DeliveryMode = 'none' | 'people' | 'all'

/** A conversation's present state: the domain's attributes of the STATE item. */
export interface Session extends Address {
  readonly id: SessionId
  readonly createdAt: Instant
  /** `seq` of the newest entry; 0 before the first. */
  readonly revision: number
  /** How often control changed hands: the fence. */
  readonly epoch: number
  readonly control: Control
  /** The newest commands, oldest first. Open turns are never evicted. */
  readonly recent: readonly Recent[]
  /** Every command that is forgotten came at this time or before; none where nothing is forgotten. */
  readonly forgottenUpTo?: Instant
  readonly delivery: DeliveryMode
  /** `seq` of the newest entry that makes a message leave by the channel's webhook, and since when one waits there unclaimed. */
  readonly outgoing?: { readonly seq: number; readonly at: Instant }
  /** `seq` of the newest such entry that is settled or claimed. */
  readonly handed: number
  readonly sending?: Sending | undefined
  /** How many times people have held this conversation, the present one included. */
  readonly episodes: number
  /** The newest episode that the bot was told of. */
  readonly told: number
  /** The next try to tell the bot of the episodes past `told`; none where only the next turn will tell it. */
  readonly telling?: ({ readonly at: Instant } & Tries) | undefined
  /** When agents were last alerted of this conversation; none once an agent came. */
  readonly alertedAt?: Instant | undefined
  readonly user: {
    readonly fullName?: string
    readonly avatarUrl?: string
    readonly language?: string
    /** As the attributes tell it: people are searched by it. */
    readonly email?: string
    /** Short hash of the attributes, which are an item of their own. */
    readonly attributesHash?: string
  }
  readonly lastEventAt: Instant
  /** When the user was last heard. */
  readonly lastHeardAt?: Instant
  /** The newest message, cut to a line. */
  readonly preview?: { readonly seq: number; readonly from: Actor['type']; readonly text: string; readonly at: Instant }
  /** The entries of the newest commit, so that one change record holds the session and what was just appended. */
  readonly tail: readonly TailEntry[]
  /** It is still found by the words that an earlier version made. The next commit replaces them. */
  readonly hasOldWords?: true
}

/** An entry as the STATE item carries it: one that is too long is cut, and read whole by its `seq` where it is needed. */
export type TailEntry = Entry & { readonly cut?: true }

/** One time that people held a conversation: the handoff's own record, for reports and for the handback. */
export interface Episode extends Cause {
  /** 1, 2, 3… within the session. */
  readonly number: number
  readonly startedSeq: number
  readonly startedAt: Instant
  readonly by: Actor
  readonly priority: Priority
  readonly agent?: Actor
  readonly assignedAt?: Instant
  readonly ended?: {
    readonly seq: number
    readonly at: Instant
    readonly by: Actor
    readonly outcome: EpisodeOutcome
    readonly comment?: string
  }
}

/** Derives a session's id from its address: no race can create it twice, and both ways of addressing it cost no lookup. */
export function sessionId({ botId, channel, userId, threadId }: Address): SessionId {
  const digest = hash('sha256', JSON.stringify([botId, channel, userId, threadId ?? null]), 'base64url')
  return `ses_${digest.slice(0, 22)}`
}

/** A conversation in which nothing has been said yet. The bot holds it. */
export function newSession(address: Address, now: Instant): Session {
  const { botId, channel, userId, threadId } = address
  return {
    id: sessionId(address),
    botId,
    channel,
    userId,
    ...defined({ threadId }),
    createdAt: now,
    revision: 0,
    epoch: 0,
    control: { holder: 'bot' },
    recent: [],
    delivery: 'none',
    handed: 0,
    episodes: 0,
    told: 0,
    user: {},
    lastEventAt: now,
    tail: [],
  }
}

/** The name of an episode to the outside: a bot receives each once per id. */
export function episodeId(session: Pick<Session, 'id'>, number: number): string {
  return `epi_${session.id.slice('ses_'.length)}_${number}`
}

/** How many episodes are over. */
export function endedEpisodes(session: Session): number {
  return session.control.holder === 'human' ? session.episodes - 1 : session.episodes
}

export function isPaused({ control }: Pick<Session, 'control'>): boolean {
  return control.holder === 'human'
}
