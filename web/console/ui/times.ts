import { dateFormat, numberFormat } from '../../shared/formats.ts'
import { isSameDay } from '../../shared/times.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Formats a duration like a stopwatch: `0:41`, `12:04`, `3:05:10`, and from one day on `2 d`. */
export function runningTime(ms: number): string {
  const whole = Math.max(0, ms)
  if (whole >= DAY_MS) return `${Math.floor(whole / DAY_MS)} d`
  const [hours, minutes, seconds] = [
    Math.floor(whole / HOUR_MS),
    Math.floor((whole % HOUR_MS) / MINUTE_MS),
    Math.floor((whole % MINUTE_MS) / SECOND_MS),
  ]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** Formats a duration in words: `4 minutes`. */
export function spokenTime(ms: number, language: string): string {
  const [value, unit] =
    ms >= DAY_MS
      ? [ms / DAY_MS, 'day']
      : ms >= HOUR_MS
        ? [ms / HOUR_MS, 'hour']
        : ms >= MINUTE_MS
          ? [ms / MINUTE_MS, 'minute']
          : [ms / SECOND_MS, 'second']
  return numberFormat(language, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
    Math.floor(Math.max(0, Number(value))),
  )
}

/** Formats the time of day: `09:04`. */
export const timeOfDay = (at: string | number, language: string): string =>
  dateFormat(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))

/** Formats date and time in full, for hover and screen readers. */
export const fullTime = (at: string | number, language: string): string =>
  dateFormat(language, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at))

/** Formats the time of day if it is today, or else the date. */
export function shortTime(at: string, now: number, language: string): string {
  if (isSameDay(at, now)) return timeOfDay(at, language)
  return dateFormat(language, { day: 'numeric', month: 'short' }).format(new Date(at))
}
