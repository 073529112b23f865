import type { ChangeFeed } from '../ports/feed.ts'
import type { Store } from '../ports/store.ts'
import { agents } from './agents.ts'
import { alerts } from './alerts.ts'
import { bots } from './bots.ts'
import { channels } from './channels.ts'
import { openDatabase } from './database.ts'
import { deadEvents } from './dead-events.ts'
import { episodes } from './episodes.ts'
import { createFeed } from './feed.ts'
import { lists } from './lists.ts'
import { logReader } from './log.ts'
import type { OnProgress } from './migrations/progress.ts'
import { notifications } from './notifications.ts'
import { ownReplies } from './own-replies.ts'
import { readMarks } from './read-marks.ts'
import { receipts } from './receipts.ts'
import { reports } from './reports.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { signOuts } from './sign-outs.ts'
import { sockets } from './sockets.ts'
import { storedSessions } from './stored.ts'
import { subscriptions } from './subscriptions.ts'
import { threads } from './threads.ts'

export interface SqliteStore extends Store {
  readonly feed: ChangeFeed
  /** Commits the waiting writes and closes the file. Later calls throw `store.unavailable`. */
  close(): void
}

export interface SqliteOptions {
  readonly path: string
  readonly onProgress?: OnProgress
}

/**
 * The store in one SQLite file (or `:memory:`), for one machine. Acknowledged writes are on the disk; writes that arrive
 * at the same time share a transaction. Throws `store.unavailable` if the file cannot be opened. Calls `onProgress` from
 * time to time during the migration of a large file of an older version.
 *
 * @example
 * ```ts
 * const store = openSqliteStore({ path: ':memory:' })
 * const app = compose({ ...parts, store })
 * store.close()
 * ```
 */
export function openSqliteStore({ path, onProgress }: SqliteOptions): SqliteStore {
  const database = openDatabase(path, onProgress)
  const log = logReader(database)
  const feed = createFeed(database, log)
  const stored = storedSessions(database)
  return {
    ...sessions(database, feed, stored, log),
    ...lists(database, stored),
    ...search(database, stored),
    ...episodes(database),
    ...threads(database),
    ...bots(database),
    ...channels(database),
    ...sockets(database),
    ...agents(database),
    ...alerts(),
    ...readMarks(database),
    ...receipts(database),
    ...signOuts(database),
    ...notifications(database),
    ...deadEvents(database),
    ...subscriptions(database),
    ...ownReplies(database),
    ...reports(database),
    feed,
    close() {
      database.close()
      feed.close()
    },
  }
}
