import type { ChangeFeed, FeedItem, SessionChange } from '../ports/feed.ts'
import type { Database } from './database.ts'
import { feedRows } from './feed-rows.ts'
import type { LogReader } from './log.ts'

/** The change feed, and the methods by which the store drives it. */
export interface Feed extends ChangeFeed {
  /** Adds a committed change. Called in the order of the commits. */
  committed(change: SessionChange & { readonly position: number }): void
  /** Wakes all waiting readers. Later calls of `wait` return at once. */
  close(): void
}

/** Number of changes kept in memory. Older ones that are not acknowledged are read from the file. */
const MAX_REMEMBERED = 4_096

/**
 * The change feed over a table: commits append to it and acknowledging deletes from it, so the position survives a
 * restart. The table names the commits. Their changes are kept in memory, and rebuilt from the log if they are not
 * there (after a restart).
 */
export function createFeed(database: Database, log: LogReader): Feed {
  const rows = feedRows(database, log)
  const waiting = new Set<() => void>()
  /** The newest changes in memory, oldest first. */
  let remembered: FeedItem[] = []
  /** Every change from this position on is in memory. */
  let rememberedFrom = rows.last() + 1
  let acknowledged = 0
  // True if there may be changes that no read has returned. True at first, for changes from before the start.
  let unread = true
  let lastReadWasFull = false

  const wakeAll = () => {
    for (const wake of [...waiting]) wake()
  }
  database.onCommit(() => {
    if (unread) wakeAll()
  })

  function remember(item: FeedItem): void {
    remembered.push(item)
    if (remembered.length < 2 * MAX_REMEMBERED) return
    remembered = remembered.slice(-MAX_REMEMBERED)
    rememberedFrom = Number(remembered[0]?.position)
  }

  function behind(position: number): FeedItem[] {
    const from = remembered.findIndex(item => Number(item.position) > position)
    return from === -1 ? [] : remembered.slice(from)
  }

  return {
    committed({ position, ...change }) {
      remember({ position: String(position), change })
      unread = true
    },

    read: (limit, after = '0') =>
      database.read(() => {
        const from = Math.max(Number(after), acknowledged)
        const items = from + 1 >= rememberedFrom ? behind(from).slice(0, limit) : rows.read(from, limit)
        unread = false
        lastReadWasFull = items.length >= limit
        return items
      }),

    async acknowledge(position) {
      await database.write('acknowledge', Number(position))
      acknowledged = Math.max(acknowledged, Number(position))
      remembered = behind(acknowledged)
      unread ||= lastReadWasFull
    },

    async wait(ms) {
      if (unread) return
      await new Promise<void>(resolve => {
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        waiting.add(wake)
      })
    },

    close() {
      unread = true
      wakeAll()
    },
  }
}
