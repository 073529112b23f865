import type { Log } from '../lib/ports/system.ts'

/** How long changes are gathered for those who follow every conversation: a frame a second. */
export const LIVE_WINDOW_MS = 1_000

/** Gathers items and hands them on together, as an event source mapping's batching window does. */
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
