import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Decision } from '../session/decide.ts'
import type { Listed } from '../session/listed.ts'
import type { Address, Episode, Instant, Session } from '../session/session.ts'

/** A socket that has a conversation open. */
export interface Watcher {
  readonly connectionId: string
  readonly as: 'agent' | 'user'
  /**
   * When the socket's token ends. After that nothing is pushed. Missing for watchers that earlier versions stored: they
   * never expire.
   */
  readonly expiresAt?: Instant
}

/**
 * Maximum number of direct watchers, which are stored with the session and get pushes right after a commit. The change
 * feed serves later ones.
 */
export const MAX_DIRECT_WATCHERS = 16

/** A session as it was read, with the version that a commit compares to detect other writes. */
export interface Loaded {
  readonly session: Session
  /** Optimistic lock: every write increments it. 0 if nothing is stored yet. */
  readonly version: number
  readonly watchers: readonly Watcher[]
}

export interface Page<T> {
  readonly items: readonly T[]
  /** The cursor of the next page. Missing on the last page. */
  readonly next?: string
}

/**
 * Entries of a log, ascending: the first `limit` after `after`, or the last `limit` before `before` (both exclusive).
 */
export type EntryRange =
  | { readonly after: number; readonly upTo?: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

export type SessionQuery = Listed & {
  readonly botId: string
  readonly limit: number
  readonly cursor?: string
  /** Only sessions whose newest event is at this time or later. */
  readonly since?: Instant
  /** The first page of `pending` begins with the waits that began at this time. Others ignore it. */
  readonly waitsFrom?: Instant
}

export type CountQuery = Listed & {
  readonly botId: string
  readonly most: number
  /** Counts only the waits of `pending` that began earlier than this time. Others ignore it. */
  readonly waitsBefore?: Instant
}

/**
 * Episodes of a session by number: the first `limit` after `after`, or the last `limit` before `before` (both
 * exclusive).
 */
export type EpisodeRange =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

/**
 * Conversations and their logs. Every read except `list`, `count`, `search`, `due` and `handoffs` sees every commit
 * that was acknowledged before. Throws `store.unavailable` if the engine cannot be reached.
 */
export interface SessionStore {
  load(id: SessionId): Promise<Loaded | undefined>

  /**
   * Writes a decision if the session still has `version`, and if the agent who gets it has less conversations than the
   * decision's `capacity`: everything and true, or nothing and false. Changes the loads of the agents (`seatingOf`) and
   * the counters of reports (`tallies`) in the same transaction.
   */
  commit(version: number, decision: Decision<unknown>): Promise<boolean>

  /**
   * Replaces the watchers and increments the version, so that a concurrent commit notices the change. Returns false if
   * the version has changed. Stores `session` if it is new, and leaves the domain's attributes of a stored session as
   * they are.
   */
  setWatchers(version: number, session: Session, watchers: readonly Watcher[]): Promise<boolean>

  entries(id: SessionId, range: EntryRange): Promise<readonly Entry[]>

  /** The attributes of the users of at most 100 sessions. Users without attributes are missing. */
  attributes(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Readonly<Record<string, unknown>>>>

  /**
   * The conversations of one user on one channel that have a thread and at least one entry, newest first, at most
   * `limit`. The conversation without a thread is left out: its id is derived, so it needs no lookup.
   */
  threads(query: {
    readonly botId: string
    readonly channel: string
    readonly userId: string
    readonly limit: number
  }): Promise<readonly SessionId[]>

  /**
   * Sessions of a list, newest event first (to ten minutes across pages, exact within a page). `pending` is ordered by
   * the start of the wait, longest first; messages and alerts do not move a conversation there.
   */
  list(query: SessionQuery): Promise<Page<Session>>

  /** The size of a list up to `most`. Reads no more than that. */
  count(query: CountQuery): Promise<number>

  /**
   * Sessions that match `text` (`soughtBy`, `matches`), newest first, at most `limit`. Empty if `text` has no visible
   * character. A search reads a bounded number of index words, so one with several very common words may miss some
   * sessions.
   */
  search(query: { botId: string; text: string; limit: number }): Promise<readonly Session[]>

  /** Sessions with a deadline at or before `now`, at most `limit`. */
  due(now: Instant, limit: number): Promise<readonly SessionId[]>

  /** A session's episodes in a range, ascending. */
  episodes(id: SessionId, range: EpisodeRange): Promise<readonly Episode[]>

  /** A bot's episodes, newest first. `since`: only those that began at this time or later, and oldest first. */
  handoffs(query: {
    botId: string
    limit: number
    cursor?: string
    since?: Instant
  }): Promise<Page<Episode & { readonly session: SessionId } & Address>>
}
