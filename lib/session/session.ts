import { hash } from 'node:crypto'
import { defined } from '../defined.ts'
import type { Cause, Priority, SnoozedUntil } from '../protocol/control.ts'
import type { Actor, Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Earlier } from './episode.ts'
import type { Instant } from './instant.ts'
import type { Reviewed, SupervisedControl } from './reviewed.ts'
import type { Recent } from './turn.ts'

export type { Earlier, Episode } from './episode.ts'
export type { Instant } from './instant.ts'
export type { Recent, Turn } from './turn.ts'

/**
 * The address of a conversation. The session's id is derived from it, so the same person always gets the same
 * conversation.
 */
export interface Address {
  readonly botId: string
  readonly channel: string
  readonly userId: string
  readonly threadId?: string
}

/** Waiting for an agent, or assigned to one. */
export type Handoff =
  | {
      readonly status: 'pending'
      readonly priority: Priority
      /** Since when an agent is asked for. `giveUpMs` counts from here. */
      readonly since: Instant
      /** Its place among those that wait: the time from which they are ordered. Missing: `since`. */
      readonly place?: Instant
      /** Number of alerts so far. */
      readonly alerts: number
      /** When the next alert is due, or the end of the wait if none is. */
      readonly deadline: Instant
      /** Set once somebody has acknowledged an alert: no other follows in this wait. */
      readonly acknowledgedBy?: Actor
      /** The place among those that wait that the user was told last, from 1. */
      readonly told?: { readonly position: number; readonly at: Instant }
      /** Set if an agent had the conversation before in this episode. Kept only if the bot asks for ratings. */
      readonly hadAgent?: true
    }
  | {
      readonly status: 'assigned'
      readonly priority: Priority
      readonly agent: Actor
      /** True if the agent's load includes this conversation. */
      readonly counted?: true
      readonly assignedAt: Instant
      /**
       * When idleness ends the assignment, because the agent is silent or the user is gone. Each message moves it. While
       * the conversation is snoozed: when it wakes.
       */
      readonly deadline: Instant
      /** True once the user got the text `idleWarning`. Each message removes it. */
      readonly warned?: true
      /** Set while the agent has put the conversation off: the end of the snooze. A message of the user ends each. */
      readonly snoozedUntil?: SnoozedUntil
    }

export type Control =
  | { readonly holder: 'bot' }
  | (Cause & {
      readonly holder: 'human'
      readonly since: Instant
      /** `seq` of the `paused` entry. */
      readonly seq: number
      readonly by: Actor
      /** The queue in which it waits, or from which an agent took it. Missing: the bot has no queues, or none was named. */
      readonly queue?: string
      readonly handoff: Handoff
      /** When an agent first wrote to the user in this episode. */
      readonly firstAnswerAt?: Instant
      readonly earlier?: Earlier
    })
  | SupervisedControl

/** The attempts of an outside call so far. */
export interface Tries {
  readonly attempts: number
  /** Number of attempts that were answered 404 or 410. Missing if there were none. */
  readonly missing?: number
  /** When an attempt was first skipped because its URL is left alone. `skippedForMs` counts from here. */
  readonly skippedSince?: Instant
}

/** The claim of a delivery in progress. After `until` any process may take it over. */
export interface DeliveryClaim extends Tries {
  /** `seq` of the entry that sends a message. */
  readonly seq: number
  readonly by: string
  readonly until: Instant
  /** `seq` of the message that is sent again. Missing if it is `seq` itself. */
  readonly of?: number
  /** How many of the message's calls the channel has taken in earlier attempts. Missing if none. */
  readonly callsSent?: number
}

/** Which messages go to the channel's webhook: none (the user reads the log), those of people, or the bot's too. */
export type DeliveryMode = 'none' | 'people' | 'all'

/** The current state of a conversation: the domain's attributes of the STATE item. */
export interface Session extends Address {
  readonly id: SessionId
  readonly createdAt: Instant
  /** `seq` of the newest entry. 0 before the first. */
  readonly revision: number
  /** Number of changes of control. The fence compares it. */
  readonly epoch: number
  readonly control: Control
  /** The latest commands, oldest first. Open turns and waiting reviews are never dropped. */
  readonly recent: readonly Recent[]
  /** Every forgotten command came at this time or before. Missing if none is forgotten. */
  readonly forgottenUpTo?: Instant
  /** The newest reviews that were closed, oldest first. Missing if there were none. */
  readonly reviewed?: readonly Reviewed[] | undefined
  readonly delivery: DeliveryMode
  /** `seq` of the newest entry that sends a message to the channel's webhook, and since when one is unclaimed. */
  readonly newestOutgoing?: { readonly seq: number; readonly at: Instant }
  /** `seq` of the newest such entry that is settled or claimed. */
  readonly claimedUpTo: number
  readonly deliveryClaim?: DeliveryClaim | undefined
  /** Number of episodes, the current one included. */
  readonly episodes: number
  /** The newest episode whose handback the bot got. */
  readonly handedBackUpTo: number
  /** The next attempt to send the handbacks after `handedBackUpTo`. Missing if only the next turn will carry them. */
  readonly nextHandback?: ({ readonly at: Instant } & Tries) | undefined
  /**
   * The operator's endpoint lacks the events of the entries after `after`. `at`: the next attempt, or the first check
   * that they were sent. `attempts`: how often in a row an attempt has failed. Missing if it lacks none, or if the bot
   * has no endpoint.
   */
  readonly nextEvents?: { readonly after: number; readonly at: Instant; readonly attempts: number } | undefined
  /** When agents were last alerted about this conversation. Removed once an agent came. */
  readonly alertedAt?: Instant | undefined
  /** In the order in which they were added. Missing if there are none. */
  readonly tags?: readonly string[] | undefined
  readonly user: {
    readonly fullName?: string
    readonly avatarUrl?: string
    readonly language?: string
    /** Taken from the attributes. People are searched by it. */
    readonly email?: string
    /** Short hash of the attributes, which are stored in their own item. */
    readonly attributesHash?: string
  }
  readonly lastEventAt: Instant
  /** When the user last wrote. */
  readonly lastHeardAt?: Instant
  /** The newest message, cut to one line. */
  readonly preview?: { readonly seq: number; readonly from: Actor['type']; readonly text: string; readonly at: Instant }
  /** The entries of the newest commit, so that one change record has the session and its new entries. */
  readonly tail: readonly TailEntry[]
  /** The search index has words of an earlier version for it. The next commit replaces them. */
  readonly hasOldWords?: true
}

/** An entry as the STATE item stores it. A long one is cut; readers that need it whole read it by its `seq`. */
export type TailEntry = Entry & { readonly cut?: true }

/**
 * Derives a session's id from its address, so that no race creates it twice and finding it by its address needs no
 * lookup.
 */
export function sessionId({ botId, channel, userId, threadId }: Address): SessionId {
  const digest = hash('sha256', JSON.stringify([botId, channel, userId, threadId ?? null]), 'base64url')
  return `ses_${digest.slice(0, 22)}`
}

/** A new conversation without entries. The bot holds it. */
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
    claimedUpTo: 0,
    episodes: 0,
    handedBackUpTo: 0,
    user: {},
    lastEventAt: now,
    tail: [],
  }
}

/** The public id of an episode. A bot deduplicates handbacks by it. */
export function episodeId(session: Pick<Session, 'id'>, number: number): string {
  return `epi_${session.id.slice('ses_'.length)}_${number}`
}

/** Reads the id of an episode. Returns nothing for a text that is none. */
export function episodeOf(id: string): { readonly session: SessionId; readonly number: number } | undefined {
  const [, session, number] = /^epi_([A-Za-z0-9_-]{22})_([1-9]\d{0,8})$/.exec(id) ?? []
  return session === undefined ? undefined : { session: `ses_${session}`, number: Number(number) }
}

/** Number of episodes that have ended. */
export function endedEpisodes(session: Session): number {
  return session.control.holder === 'human' ? session.episodes - 1 : session.episodes
}

/** Whether people hold the conversation, so that the bot is not asked. */
export function isPaused({ control }: Pick<Session, 'control'>): boolean {
  return control.holder === 'human'
}
