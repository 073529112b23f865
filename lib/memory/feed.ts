import type { ChangeFeed, SessionChange } from '../ports/feed.ts'
import type { AtOnce, Memory } from './memory.ts'

/** The change feed, and the methods by which the store drives it. */
export interface Feed extends AtOnce<Pick<ChangeFeed, 'read' | 'acknowledge'>>, Pick<ChangeFeed, 'wait'> {
  /** Adds a committed change. */
  committed(change: SessionChange): void
  /** Ends all waits. Later calls of `wait` return at once. */
  close(): void
}

export function createFeed(memory: Memory): Feed {
  const waiting = new Set<() => void>()
  /** True if there may be changes that no read has returned. */
  let unread = true
  let lastReadWasFull = false

  function wakeAll(): void {
    unread = true
    for (const wake of [...waiting]) wake()
  }

  return {
    committed(change) {
      memory.position += 1
      memory.feed = [...memory.feed, { position: String(memory.position), change }]
      wakeAll()
    },

    read(limit, after = '0') {
      const items = memory.feed.filter(({ position }) => Number(position) > Number(after)).slice(0, limit)
      unread = false
      lastReadWasFull = items.length >= limit
      return items
    },

    acknowledge(upTo) {
      memory.feed = memory.feed.filter(({ position }) => Number(position) > Number(upTo))
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

    close: wakeAll,
  }
}
