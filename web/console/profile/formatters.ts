import { fullDate } from './dates.ts'
import { momentFormat } from './moment.ts'

/** The agent's language, and the current time in ms since 1970. */
export interface Telling {
  readonly language: string
  readonly now: number
}

const CUSTOM = 'moment:'

/**
 * Formats a value with a formatter of the `attributes` configuration: `date`, `datetime`, `fromNow`, or `moment:` and a
 * format. Returns the value unchanged if it is not a time or the formatter is unknown.
 */
export function formatted(value: string, formatter: string | undefined, telling: Telling): string {
  if (formatter === undefined) return value
  const at = timeIn(value)
  if (at === undefined) return value
  if (formatter.startsWith(CUSTOM)) return momentFormat(at, formatter.slice(CUSTOM.length), telling.language)
  switch (formatter) {
    case 'date':
      return fullDate(at, telling.language, { dateStyle: 'medium' })
    case 'datetime':
      return fullDate(at, telling.language, { dateStyle: 'medium', timeStyle: 'short' })
    case 'fromNow':
      return fromNow(at, telling)
    default:
      return value
  }
}

/** Smaller whole numbers are seconds since 1970. As milliseconds they would be times before March 1973. */
const SECONDS_BELOW = 1e11

function timeIn(value: string): Date | undefined {
  const number = /^\d{9,14}$/.test(value) ? Number(value) : undefined
  const at = new Date(number === undefined ? value : number < SECONDS_BELOW ? number * 1_000 : number)
  const isTime = number !== undefined || /\d{4}|\d{1,2}[/.-]\d{1,2}/.test(value)
  return isTime && !Number.isNaN(at.getTime()) ? at : undefined
}

const UNITS = [
  ['year', 365 * 24 * 60 * 60_000],
  ['month', 30 * 24 * 60 * 60_000],
  ['day', 24 * 60 * 60_000],
  ['hour', 60 * 60_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]

function fromNow(at: Date, { language, now }: Telling): string {
  const ms = at.getTime() - now
  const [unit, unitMs] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? ['second', 1_000]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(ms / unitMs), unit)
}
