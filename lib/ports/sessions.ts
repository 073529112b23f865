import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Decision } from '../session/decide.ts'
import type { Listed } from '../session/listed.ts'
import type { Address, Episode, Instant, Session } from '../session/session.ts'

/** A socket that has a conversation open. */
export interface Watcher {
  readonly connectionId: string
  readonly as: 'agent' | 'user'
  /** When the socket's token ends; past it nothing is pushed. Watchers that earlier versions stored have none, and go on. */
  readonly expiresAt?: Instant
}

/** At most so many watchers stand on the session and are pushed to right after a commit; later ones are served off the change feed. */
export const MAX_DIRECT_WATCHERS = 16

/** A session as it was read, with what a commit needs to know that nobody wrote in between. */
export interface Loaded {
  readonly session: Session
  /** Optimistic lock: every write bumps it. 0 where nothing is stored yet. */
  readonly version: number
  readonly watchers: readonly Watcher[]
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Hand it in again for the next page; none at the end. */
  readonly next?: string
}

/** Which entries of a log: in ascending order, the first `limit` after `after`, or the last `limit` before `before` (both exclusive). */
export type EntryRange =
  | { readonly after: number; readonly upTo?: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

export type SessionQuery = Listed & {
  readonly botId: string
  readonly limit: number
  readonly cursor?: string
  /** Only those whose newest event is not older. */
  readonly since?: Instant
}

/** Which episodes of a session, by their numbers: the first `limit` after `after`, or the last `limit` before `before` (both exclusive). */
export type EpisodeRange =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

/**
 * Conversations and their logs. Every read but `list`, `count`, `search`, `due` and `handoffs` sees every commit that was
 * acknowledged before. Throws `store.unavailable` where the engine cannot be reached.
 */
export interface SessionStore {
  load(id: SessionId): Promise<Loaded | undefined>

  /** Writes a decision if the session still has `version`: all of it, or nothing and `false`. */
  commit(version: number, decision: Decision<unknown>): Promise<boolean>

  /**
   * Adds or removes a watcher and bumps the version, so that a commit under way meets it; `false` where the version moved.
   * `session` is stored if it is new. The domain's attributes of a stored session are left alone.
   */
  setWatchers(version: number, session: Session, watchers: readonly Watcher[]): Promise<boolean>

  entries(id: SessionId, range: EntryRange): Promise<readonly Entry[]>

  /** The attributes of the users of at most 100 sessions; of those only who have some. */
  attributes(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Readonly<Record<string, unknown>>>>

  /**
   * The conversations of one user on one channel that have a thread and at least one entry, the newest first; at most `limit`.
   * The id of the conversation without a thread is derived, so it needs no look-up and is left out.
   */
  threads(query: {
    readonly botId: string
    readonly channel: string
    readonly userId: string
    readonly limit: number
  }): Promise<readonly SessionId[]>

  /**
   * Sessions of a list: newest event first (to ten minutes; exactly within a page). `pending` has the one that waits longest
   * first, and a conversation keeps its place there, which messages and alerts do not change.
   */
  list(query: SessionQuery): Promise<Page<Session>>

  /** How many sessions a list has, up to `most`; looks at no more than that. */
  count(query: Listed & { readonly botId: string; readonly most: number }): Promise<number>

  /**
   * Sessions that `text` finds (`soughtBy`, `matches`), newest first; at most `limit`. Nothing where `text` has no visible
   * character. A search looks at a bounded number of words, so one by several very common words may find fewer than there are.
   */
  search(query: { botId: string; text: string; limit: number }): Promise<readonly Session[]>

  /** Sessions with a deadline at or before `now`, at most `limit`. */
  due(now: Instant, limit: number): Promise<readonly SessionId[]>

  /** A session's episodes of a range, ascending. */
  episodes(id: SessionId, range: EpisodeRange): Promise<readonly Episode[]>

  /** A bot's episodes, newest first. */
  handoffs(query: {
    botId: string
    limit: number
    cursor?: string
  }): Promise<Page<Episode & { readonly session: SessionId } & Address>>
}
