import type { FeedItem } from '../ports/feed.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'
import { tailOf } from '../session/tail.ts'
import type { Database } from './database.ts'
import type { LogReader } from './log.ts'
import { sessionFrom } from './session-text.ts'

interface FeedRow {
  readonly position: number
  readonly newest: number
  readonly revision_before: number
  readonly revision: number
  readonly paused_before: number
  readonly watchers: string
  readonly state: string
}

/** The feed's table: the commits that are not acknowledged. Their changes are rebuilt from the log. */
export function feedRows(database: Database, log: LogReader) {
  const newest = database.prepare('SELECT max(position) AS position FROM feed')
  const after = database.prepare(
    'SELECT feed.*, state FROM feed JOIN session ON pk = session WHERE position > ? ORDER BY position LIMIT ?',
  )

  function itemOf(row: FeedRow): FeedItem {
    const { position, revision, revision_before: revisionBefore } = row
    const change = {
      session: asOfRevision(sessionFrom(row.state), revision, log.between(revisionBefore, row.newest)),
      watchers: JSON.parse(row.watchers),
      revisionBefore,
      isPausedBefore: row.paused_before === 1,
    }
    return { position: String(position), change }
  }

  return {
    /** The newest position. 0 if there is none. */
    last: (): number => (newest.get() as { position: number | null }).position ?? 0,

    read: (position: number, limit: number): FeedItem[] =>
      (after.all(position, limit) as unknown as FeedRow[]).map(itemOf),
  }
}

/** The session as of an older commit. Its tail comes from the log, and its other fields are the current ones. */
function asOfRevision(session: Session, revision: number, entries: readonly Entry[]): Session {
  return session.revision === revision ? session : { ...session, revision, tail: tailOf(entries) }
}
