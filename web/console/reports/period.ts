import { defined } from '../../../lib/defined.ts'

/** The numbers of days that the page offers. */
export const PERIODS = ['7', '30', '90', '365'] as const
export type Period = (typeof PERIODS)[number]

const USUAL: Period = '30'
const DAY_MS = 86_400_000
/** Longest range that the server takes. */
const MAX_DAYS = 366

/** Period and queue that the page shows, as its address names them. */
export interface Chosen {
  readonly period: Period | 'own'
  readonly from: string
  readonly to: string
  readonly queue?: string
}

const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Returns the day on the clock of this browser. */
export function today(now: number): string {
  return dayOf(now - new Date(now).getTimezoneOffset() * 60_000)
}

/** Reads the query of the page's address: `?days=90&queue=vip`, or `?from=2026-11-01&to=2026-11-30`. */
export function chosenIn(query: URLSearchParams, now: number): Chosen {
  const queue = query.get('queue') || undefined
  const [from, to] = [query.get('from'), query.get('to')]
  if (isDay(from) && isDay(to)) return { period: 'own', from, to, ...defined({ queue }) }
  const period = PERIODS.find(each => each === query.get('days')) ?? USUAL
  return { period, ...lastDays(Number(period), today(now)), ...defined({ queue }) }
}

/** Returns the query of an address. */
export function queryOf({ period, from, to, queue }: Chosen): string {
  const range = period === 'own' ? { from, to } : { days: period }
  return `?${new URLSearchParams({ ...range, ...defined({ queue }) })}`
}

function lastDays(count: number, to: string): { readonly from: string; readonly to: string } {
  return { from: dayOf(midnight(to) - (count - 1) * DAY_MS), to }
}

/** Returns the number of days of a range, both ends included. */
function countDays({ from, to }: Pick<Chosen, 'from' | 'to'>): number {
  return Math.round((midnight(to) - midnight(from)) / DAY_MS) + 1
}

/** Whether the server takes a range. */
export function isRange(range: Pick<Chosen, 'from' | 'to'>): boolean {
  return countDays(range) >= 1 && countDays(range) <= MAX_DAYS
}

/** Returns the range of the same length that ends the day before. */
export function rangeBefore(range: Pick<Chosen, 'from' | 'to'>): { readonly from: string; readonly to: string } {
  return lastDays(countDays(range), dayOf(midnight(range.from) - DAY_MS))
}

function isDay(text: string | null): text is string {
  return (
    text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight(text)) && dayOf(midnight(text)) === text
  )
}
