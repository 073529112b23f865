import { defined } from '../defined.ts'
import type { Range, ReportStore } from '../ports/reports.ts'
import { invalid } from '../protocol/problem.ts'
import { MAX_REPORT_DAYS, type Report, type ReportGroup } from '../protocol/reports.ts'
import { wallTime } from '../session/hours.ts'
import type { Instant } from '../session/session.ts'
import { csvOfReport, csvOfRows } from './csv.ts'
import { addDays, countDays, daysOf } from './days.ts'
import { gather } from './gather.ts'
import { reportOf } from './report.ts'
import { adding } from './sums.ts'

/** Most days of a report without a first day. */
const DEFAULT_DAYS = 30

/** How old the first day of a report may be: ten years. */
const MAX_AGE_DAYS = 3_653

/** A wanted report. `timeZone`: of the bot's reports, as configured. */
export interface Wanted {
  readonly from?: string
  readonly to?: string
  readonly queue?: string
  readonly timeZone: string
  readonly now: Instant
}

/** Reads a report. Throws `request.invalid` for a range that ends before it begins, is too long or too old. */
export async function readReport(store: ReportStore, botId: string, wanted: Wanted): Promise<Report> {
  const { queue, timeZone, now } = wanted
  const range = rangeOf(wanted)
  const sum = adding(daysOf(range.from, range.to), queue)
  const { tallies, summaries } = await gather(store, botId, { ...range, now })
  for (const each of tallies) sum.tally(each)
  for (const each of summaries) sum.summary(each)
  return reportOf(sum.sums, { ...range, timeZone, ...defined({ queue }) })
}

/** Reads a report as CSV. Throws as `readReport` does. */
export async function readCsv(
  store: ReportStore,
  botId: string,
  wanted: Wanted & { readonly group: ReportGroup },
): Promise<string> {
  if (wanted.group !== 'all') return csvOfReport(await readReport(store, botId, wanted), wanted.group)
  return csvOfRows(await gather(store, botId, { ...rangeOf(wanted), now: wanted.now, byDay: true }), wanted.queue)
}

function rangeOf({ to: last, from: first, timeZone, now }: Wanted): Range {
  const today = wallTime(timeZone, now).date
  const to = last ?? today
  const from = first ?? addDays(to, 1 - DEFAULT_DAYS)
  const days = countDays(from, to)
  if (days < 1) throw invalid([{ in: 'query', path: 'to', message: `must not be before ${from}` }])
  if (days > MAX_REPORT_DAYS) {
    throw invalid([{ in: 'query', path: 'from', message: `must be at most ${MAX_REPORT_DAYS} days before the end` }])
  }
  // A summary is stored for each closed period that is asked for, so they must not be without number.
  const earliest = addDays(today, -MAX_AGE_DAYS)
  if (from < earliest) throw invalid([{ in: 'query', path: 'from', message: `must not be before ${earliest}` }])
  return { from, to }
}
