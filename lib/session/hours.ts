import type { Hours, Weekday } from '../protocol/hours.ts'
import type { Instant } from './session.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** How many days ahead the next opening is searched. */
const MAX_DAYS = 400

const DAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** The date and the time of day on the clocks of a zone: `2026-11-30` and `09:05`. */
export interface WallTime {
  readonly date: string
  readonly time: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats instants on the clocks of a zone. A new format costs more than a hundred uses of it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...numeric })
  formats.set(timeZone, made)
  return made
}

/** Returns the date and the time of day that the clocks of a zone show at a time. */
export function wallTime(timeZone: string, at: Instant): WallTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(at)) parts[type] = value
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
}

/** How far the clocks of a zone are ahead of UTC at a time, in ms, to the minute. */
function offsetAt(timeZone: string, at: Instant): number {
  const whole = Math.floor(at / MINUTE) * MINUTE
  const { date, time } = wallTime(timeZone, whole)
  return Date.parse(`${date}T${time}:00Z`) - whole
}

function spansOf({ days, holidays }: Hours, date: string) {
  if (holidays.includes(date)) return []
  const day = DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]
  return (day && days[day]) ?? []
}

/** Whether people answer at a time. */
export function isOpen(hours: Hours, at: Instant): boolean {
  const { date, time } = wallTime(hours.timeZone, at)
  return spansOf(hours, date).some(([from, to]) => from <= time && time < to)
}

/**
 * Returns the first time from `now` on at which people answer. Undefined if there is none within 400 days. Where clocks
 * are put forward over an opening, it is the moment at which they are.
 */
export function nextOpening(hours: Hours, now: Instant): Instant | undefined {
  if (isOpen(hours, now)) return now
  const today = Date.parse(`${wallTime(hours.timeZone, now).date}T00:00:00Z`)
  for (let day = 0; day < MAX_DAYS; day++) {
    const date = new Date(today + day * DAY).toISOString().slice(0, 10)
    const openings = spansOf(hours, date)
      .flatMap(([from]) => instantsAt(hours.timeZone, Date.parse(`${date}T00:00:00Z`) + minutes(from) * MINUTE))
      // A change of the clocks may be on another date. That date has its own, earlier opening.
      .filter(at => at >= now && wallTime(hours.timeZone, at).date === date && isOpen(hours, at))
    if (openings.length > 0) return Math.min(...openings)
  }
  return undefined
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/**
 * The instants at which the clocks of a zone may show a time, written as if it were UTC: two where they are put back
 * over it. Where they are put forward over it, also the moment at which that happens.
 */
function instantsAt(timeZone: string, wall: Instant): Instant[] {
  const [before, after] = [offsetAt(timeZone, wall - DAY), offsetAt(timeZone, wall + DAY)]
  if (before === after) return [wall - before]
  return [wall - before, wall - after, changeBetween(timeZone, wall - DAY, wall + DAY)]
}

/** The minute from which the clocks of a zone have the offset that they have at `end`, and had another at `start`. */
function changeBetween(timeZone: string, start: Instant, end: Instant): Instant {
  const wanted = offsetAt(timeZone, end)
  let [low, high] = [Math.floor(start / MINUTE), Math.ceil(end / MINUTE)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle * MINUTE) === wanted) high = middle
    else low = middle
  }
  return high * MINUTE
}

/** Writes an opening in a language, on the clocks of the hours: `Monday, 30 November at 09:00`. */
export function openingText(at: Instant, { timeZone }: Hours, language: string): string {
  const style = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const
  return new Intl.DateTimeFormat([...Intl.DateTimeFormat.supportedLocalesOf(knownTag(language)), 'en'], {
    timeZone,
    ...style,
  }).format(at)
}

/** The tag, or `en` where it is no well-formed one. */
function knownTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
