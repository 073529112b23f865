import type { Instant } from '../session/session.ts'

const DAY_MS = 24 * 3_600_000
/** The clocks of the last zones in which a day ends are this far behind UTC. */
const LATEST_ZONE_MS = 12 * 3_600_000
/** Longer than any commit takes from its decision on. */
const SETTLED_MS = 10 * 60_000

const atMidnight = (day: string) => Date.parse(`${day}T00:00:00Z`)

/** Returns the day that is `count` days later: `2026-12-01`. */
export function addDays(day: string, count: number): string {
  return new Date(atMidnight(day) + count * DAY_MS).toISOString().slice(0, 10)
}

/** Returns the days of a range, both ends included. */
export function daysOf(from: string, to: string): readonly string[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index))
}

/** Returns the number of days of a range, both ends included. */
export function countDays(from: string, to: string): number {
  return Math.round((atMidnight(to) - atMidnight(from)) / DAY_MS) + 1
}

export function monthOf(day: string): string {
  return day.slice(0, 7)
}

/** Returns the first and the last day of a month. */
export function daysOfMonth(month: string): { readonly from: string; readonly to: string } {
  const from = `${month}-01`
  const next = monthOf(addDays(from, 31))
  return { from, to: addDays(`${next}-01`, -1) }
}

/**
 * Whether nothing will be counted on a day any more. It is over in every time zone, so that another zone in the
 * configuration cannot open it again.
 */
export function isClosed(day: string, now: Instant): boolean {
  return now >= atMidnight(day) + DAY_MS + LATEST_ZONE_MS + SETTLED_MS
}

/** The parts of a range: whole months and other days that are closed, and the days that are still open. */
export interface Plan {
  readonly months: readonly string[]
  readonly days: readonly string[]
  readonly open: readonly string[]
}

/** Divides a range of days, both ends included. `byDay`: without months, since each day is needed. */
export function planOf(from: string, to: string, now: Instant, byDay: boolean): Plan {
  const days = daysOf(from, to)
  const closed = days.filter(day => isClosed(day, now))
  const months = byDay ? [] : [...new Set(closed.map(monthOf))].filter(month => isWhole(month, from, to, now))
  const inMonths = new Set(months)
  return {
    months,
    days: closed.filter(day => !inMonths.has(monthOf(day))),
    open: days.filter(day => !isClosed(day, now)),
  }
}

function isWhole(month: string, from: string, to: string, now: Instant): boolean {
  const { from: first, to: last } = daysOfMonth(month)
  return from <= first && last <= to && isClosed(last, now)
}

/** Groups days that follow one another, at most `most` each. */
export function runsOf(days: readonly string[], most: number): readonly (readonly string[])[] {
  const runs: string[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last !== undefined && addDays(last, 1) === day && run.length < most) run.push(day)
    else runs.push([day])
  }
  return runs
}
