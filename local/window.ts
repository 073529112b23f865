import type { Log } from '../lib/ports/system.ts'

/** How long to collect changes for sockets that follow every conversation: they get one frame a second. */
export const LIVE_WINDOW_MS = 1_000

/** Collects items and flushes them together, like the batching window of an event source mapping. */
export function window<T>(ms: number, flush: (items: readonly T[]) => Promise<void>, log: Log) {
  let gathered: T[] = []
  const underWay = new Set<Promise<void>>()
  const flushGathered = () => {
    if (gathered.length === 0) return
    const items = gathered
    gathered = []
    const flushing = flush(items)
      .catch(error => log.warn('a batch of live changes failed', { error: String(error) }))
      .finally(() => underWay.delete(flushing))
    underWay.add(flushing)
  }
  const timer = setInterval(flushGathered, ms)
  return {
    add: (items: readonly T[]) => {
      gathered.push(...items)
    },
    /** Flushes the rest. Resolves when no flush is under way, so that the store can be closed. */
    stop: async () => {
      clearInterval(timer)
      flushGathered()
      await Promise.all(underWay)
    },
  }
}
