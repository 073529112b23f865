import type { Log } from '../lib/ports/system.ts'

/** How long to collect changes for sockets that follow every conversation: they get one frame a second. */
export const LIVE_WINDOW_MS = 1_000

/** Collects items and flushes them together, like the batching window of an event source mapping. */
export function window<T>(ms: number, flush: (items: readonly T[]) => Promise<void>, log: Log) {
  let gathered: T[] = []
  const timer = setInterval(() => {
    if (gathered.length === 0) return
    const items = gathered
    gathered = []
    flush(items).catch(error => log.warn('a batch of live changes failed', { error: String(error) }))
  }, ms)
  return {
    add: (items: readonly T[]) => {
      gathered.push(...items)
    },
    stop: () => clearInterval(timer),
  }
}
