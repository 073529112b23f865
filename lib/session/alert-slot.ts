import type { Instant } from './session.ts'

/** Past this moment no slot can end that was taken by a clock that is right; `until` as the caller would take it. */
export function latestSlotEnd(now: Instant, until: Instant): Instant {
  return now + 2 * (until - now)
}

/** Whether a slot that ends at `end` is free for a caller who would take it from `now` to `until`. */
export function isSlotFree(end: Instant | undefined, now: Instant, until: Instant): boolean {
  return end === undefined || end <= now || end > latestSlotEnd(now, until)
}
