import type { ChangeFeed, Store } from '../session/ports.ts'
import { alerts } from './alerts.ts'
import { bots } from './bots.ts'
import { openEngine } from './engine.ts'
import { episodes } from './episodes.ts'
import { createFeed } from './feed.ts'
import { lists } from './lists.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { sockets } from './sockets.ts'
import { storedSessions } from './stored.ts'

export interface SqliteStore extends Store {
  readonly feed: ChangeFeed
  /** Commits what waits and closes the file; everything after it throws `store.unavailable`. */
  close(): void
}

/**
 * The store in one SQLite file (or `:memory:`), for one machine. What is acknowledged is on the disk; writes that come at
 * the same time share a transaction. Throws `store.unavailable` where the file cannot be opened.
 */
export function openSqliteStore({ path }: { readonly path: string }): SqliteStore {
  const engine = openEngine(path)
  const feed = createFeed(engine)
  const stored = storedSessions(engine)
  return {
    ...sessions(engine, feed, stored),
    ...lists(engine, stored),
    ...search(engine, stored),
    ...episodes(engine),
    ...bots(engine),
    ...sockets(engine),
    ...alerts(),
    feed,
    close() {
      engine.close()
      feed.close()
    },
  }
}
