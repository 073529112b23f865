import type { ChangeFeed, FeedItem, SessionChange } from '../ports/feed.ts'
import type { Engine } from './engine.ts'
import { feedRows } from './feed-rows.ts'

/** The change feed, with what the store and its owner do to it. */
export interface Feed extends ChangeFeed {
  /** Takes in what was committed, in the order of the commits. */
  committed(change: SessionChange & { readonly position: number }): void
  /** Wakes who waits; nobody waits any more. */
  close(): void
}

/** Changes that are kept as they were made; past so many that nobody acknowledged, the oldest are read from the file. */
const MAX_REMEMBERED = 4_096

/**
 * A table that commits append to and acknowledging empties: its position survives a restart by itself. The table says which
 * commits are to be served; what they did is remembered, and made again from the log where that is gone (after a restart).
 */
export function createFeed(engine: Engine): Feed {
  const rows = feedRows(engine)
  const waiting = new Set<() => void>()
  /** The newest changes, oldest first. */
  let remembered: FeedItem[] = []
  /** From here on everything is remembered. */
  let rememberedFrom = rows.last() + 1
  let acknowledged = 0
  // Changes that no read has met: from before the start at first, so that nobody waits for them.
  let unread = true
  let lastReadWasFull = false

  const wakeAll = () => {
    for (const wake of [...waiting]) wake()
  }
  engine.onCommit(() => {
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
      engine.read(() => {
        const from = Math.max(Number(after), acknowledged)
        const items = from + 1 >= rememberedFrom ? behind(from).slice(0, limit) : rows.read(from, limit)
        unread = false
        lastReadWasFull = items.length >= limit
        return items
      }),

    async acknowledge(position) {
      await engine.write('acknowledge', Number(position))
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
