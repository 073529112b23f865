import type { Instant } from './session.ts'

const DAY_MS = 86_400_000
/** `00` to `99`. */
const TWO = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))

/**
 * The last day that was formatted, and its text, such as `2026-11-26T`. Most times of one answer are on the same day.
 */
let lastDay = 0
let lastDate = '1970-01-01T'

/**
 * Formats a time as ISO 8601 in UTC with milliseconds, as `Date` does, in a fifth of its time. An inbox has hundreds of
 * times.
 */
export function isoTime(instant: Instant): string {
  const at = Math.trunc(instant)
  const day = Math.floor(at / DAY_MS)
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length)
    lastDay = day
  }
  const ms = at - day * DAY_MS
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const time = `${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}`
  return `${lastDate}${time}.${String(ms % 1000).padStart(3, '0')}Z`
}
