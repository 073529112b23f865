import type { Session } from '../session/session.ts'
import type { Watcher } from './sessions.ts'

/** One change of a session that appended entries (`session.tail`): what the change feed is made of. */
export interface SessionChange {
  readonly session: Session
  readonly watchers: readonly Watcher[]
  /** Before it; 0 for a new session. */
  readonly revisionBefore: number
  readonly isPausedBefore: boolean
}

/**
 * What was committed, session by session in the order of its commits, at least once: only changes that appended entries
 * (watching and claiming a delivery move no revision). `acknowledge` says up to where everything was dealt with; what was
 * not is given again, after a restart too.
 */
export interface ChangeFeed {
  /** The oldest that are not acknowledged; `after`: and stand behind this position. */
  read(limit: number, after?: string): Promise<readonly FeedItem[]>
  acknowledge(position: string): Promise<void>
  /** Resolves when there may be more to read, or after `ms`. */
  wait(ms: number): Promise<void>
}

export interface FeedItem {
  readonly position: string
  readonly change: SessionChange
}
