import type { Report } from '../../../lib/protocol/reports.ts'
import { dateFormat } from '../../shared/formats.ts'

/** One column of a plot: its name, a short one for the axis, and its value. */
export interface Column {
  readonly name: string
  readonly short: string
  readonly value: number
}

/** More days than this are shown as months. */
export const MOST_DAYS = 92

/** The days of a report as columns; months if there are too many days. */
export function columnsOfDays({ days }: Pick<Report, 'days'>, locale: string): readonly Column[] {
  if (days.length <= MOST_DAYS) {
    return days.map(({ day, handoffs }) => ({
      name: dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(noon(day)),
      short: dateFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(noon(day)),
      value: handoffs,
    }))
  }
  const months = new Map<string, number>()
  for (const { day, handoffs } of days) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + handoffs)
  return [...months].map(([month, value]) => ({
    name: dateFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(`${month}-01`)),
    short: dateFormat(locale, { month: 'short', timeZone: 'UTC' }).format(noon(`${month}-01`)),
    value,
  }))
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** The hours of a report as columns. */
export function columnsOfHours({ hours }: Pick<Report, 'hours'>): readonly Column[] {
  return hours.map(({ hour, handoffs }) => {
    const name = `${String(hour).padStart(2, '0')}:00`
    return { name, short: String(hour), value: handoffs }
  })
}

/** The upper end of an axis: a round number, at least as large as each value. */
export function topOf(columns: readonly Column[]): number {
  const most = Math.max(1, ...columns.map(({ value }) => value))
  const power = 10 ** Math.floor(Math.log10(most))
  const tops = [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].map(step => step * power)
  return tops.find(top => top >= most && Number.isInteger(top)) ?? most
}

/** The places of the columns that the axis names, at most `most` of them. A name at the very end would not fit. */
export function namedPlaces(count: number, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(count / most))
  const places = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)
  return step === 1 ? places : places.filter(place => place <= 0.95 * count)
}
