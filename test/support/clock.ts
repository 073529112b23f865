import type { Clock } from '../../lib/ports/system.ts'
import type { Instant } from '../../lib/session/session.ts'

/** The tests' start time, on a full minute. */
export const START: Instant = Date.UTC(2026, 0, 5, 9)
export const seconds = (count: number) => count * 1000
export const minutes = (count: number) => seconds(60 * count)

/** A clock that only `advance` moves. `sleep` only lets other tasks run. */
export function manualClock(start: Instant = START): Clock & { advance(ms: number): void } {
  let now = start
  return {
    now: () => now,
    sleep: () => new Promise(resolve => setImmediate(resolve)),
    advance(ms) {
      now += ms
    },
  }
}
