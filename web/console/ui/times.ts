import { dateFormat, numberFormat } from '../../shared/formats.ts'
import { isSameDay } from '../../shared/times.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Keeps a number and its unit on one line. */
const SPACE = '\u00a0'

/** Formats a duration in short: `41 s`, `5 min`, `1 h 05 min`, and from one day on `2 days`. It never looks like a time of day. */
export function shortDuration(ms: number, language: string): string {
  const { days, hours, minutes, seconds } = partsOf(ms)
  if (days > 0) return inUnit(days, 'day', 'short', language)
  if (hours > 0) return `${hours}${SPACE}h${SPACE}${String(minutes).padStart(2, '0')}${SPACE}min`
  return minutes > 0 ? `${minutes}${SPACE}min` : `${seconds}${SPACE}s`
}

/** Formats a duration in words, for screen readers and sentences: `4 minutes`, `1 hour, 5 minutes`. */
export function spokenTime(ms: number, language: string): string {
  const { days, hours, minutes, seconds } = partsOf(ms)
  if (days > 0) return inUnit(days, 'day', 'long', language)
  if (hours === 0)
    return minutes > 0 ? inUnit(minutes, 'minute', 'long', language) : inUnit(seconds, 'second', 'long', language)
  const words = [inUnit(hours, 'hour', 'long', language)]
  if (minutes > 0) words.push(inUnit(minutes, 'minute', 'long', language))
  return new Intl.ListFormat(language, { type: 'unit' }).format(words)
}

function partsOf(ms: number) {
  const whole = Math.max(0, ms)
  return {
    days: Math.floor(whole / DAY_MS),
    hours: Math.floor((whole % DAY_MS) / HOUR_MS),
    minutes: Math.floor((whole % HOUR_MS) / MINUTE_MS),
    seconds: Math.floor((whole % MINUTE_MS) / SECOND_MS),
  }
}

const inUnit = (value: number, unit: string, unitDisplay: 'short' | 'long', language: string): string =>
  numberFormat(language, { style: 'unit', unit, unitDisplay }).format(value)

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

/** Formats the time of day if it is on the day of `now`, or else with weekday and date: `Tue, 6 Jan, 09:00`. */
export function dayAndTime(at: string | number, now: number, language: string): string {
  if (isSameDay(at, now)) return timeOfDay(at, language)
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
  return dateFormat(language, { ...day, hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}
