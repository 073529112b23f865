import { dateFormat } from './formats.ts'

/** Formats a time of day: `14:05`, `2:05 PM`. */
export function clockTime(at: string | number, language: string): string {
  return dateFormat(language, { timeStyle: 'short' }).format(new Date(at))
}

/** Formats date and time in full, for hover and screen readers. */
export function fullTime(at: string | number, language: string): string {
  return dateFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))
}

/** Says whether two times are on the same day in the reader's time zone. */
export function isSameDay(a: string | number, b: string | number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/**
 * Names a day relative to `now` (ms since 1970): "today", "yesterday", or its date, with the year if it is another one.
 */
export function dayName(at: string | number, now: number, language: string): string {
  const day = new Date(at)
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  if (daysAgo === 0 || daysAgo === 1) {
    const name = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-daysAgo, 'day')
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
  }
  const isThisYear = day.getFullYear() === new Date(now).getFullYear()
  return dateFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(day)
}

function startOfDay(at: string | number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
