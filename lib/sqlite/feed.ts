import type { ChangeFeed, FeedItem } from '../session/ports.ts'
import type { Engine } from './engine.ts'

/** The change feed, with what the store and its owner do to it. */
export interface Feed extends ChangeFeed {
  /** Adds a change, within the transaction that makes it. */
  append(revisionBefore: number, pausedBefore: number, watchers: string, state: string): void
  /** Wakes who waits; nobody waits any more. */
  close(): void
}

interface FeedRow {
  readonly position: number
  readonly revision_before: number
  readonly paused_before: number
  readonly watchers: string
  readonly state: string
}

/** A table that commits append to and acknowledging empties: its position survives a restart by itself. */
export function createFeed(engine: Engine): Feed {
  const insert = engine.prepare(
    'INSERT INTO feed (revision_before, paused_before, watchers, state) VALUES (?, ?, ?, ?)',
  )
  const first = engine.prepare('SELECT * FROM feed WHERE position > ? ORDER BY position LIMIT ?')
  const forget = engine.prepare('DELETE FROM feed WHERE position <= ?')

  const waiting = new Set<() => void>()
  // Changes that no read has met: from before the start at first, so that nobody waits for them.
  let unread = true
  let lastReadWasFull = false

  const wakeAll = () => {
    for (const wake of [...waiting]) wake()
  }
  engine.onCommit(() => {
    if (unread) wakeAll()
  })

  return {
    append(revisionBefore, pausedBefore, watchers, state) {
      insert.run(revisionBefore, pausedBefore, watchers, state)
      unread = true
    },

    read: (limit, after = '0') =>
      engine.read(() => {
        const rows = first.all(Number(after), limit) as unknown as FeedRow[]
        unread = false
        lastReadWasFull = rows.length >= limit
        return rows.map(itemOf)
      }),

    async acknowledge(position) {
      await engine.write(() => forget.run(Number(position)))
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

function itemOf({ position, revision_before, paused_before, watchers, state }: FeedRow): FeedItem {
  const change = {
    session: JSON.parse(state),
    watchers: JSON.parse(watchers),
    revisionBefore: revision_before,
    isPausedBefore: paused_before === 1,
  }
  return { position: String(position), change }
}
