import type { Session } from '../session/session.ts'
import type { Watcher } from './sessions.ts'

/** One change of a session that appended entries (`session.tail`): an item of the change feed. */
export interface SessionChange {
  readonly session: Session
  readonly watchers: readonly Watcher[]
  /** The session's revision before the change. 0 for a new session. */
  readonly revisionBefore: number
  readonly isPausedBefore: boolean
}

/**
 * The committed changes that appended entries, at least once, in the order of commits within each session. Watching,
 * and claiming a delivery, append nothing and are not in it. `acknowledge` records the position up to which everything
 * is handled; later items are returned again, also after a restart.
 */
export interface ChangeFeed {
  /** The oldest items that are not acknowledged, or of those the ones after the position `after`. */
  read(limit: number, after?: string): Promise<readonly FeedItem[]>
  acknowledge(position: string): Promise<void>
  /** Resolves when there may be more to read, or after `ms`. */
  wait(ms: number): Promise<void>
}

export interface FeedItem {
  readonly position: string
  readonly change: SessionChange
}
