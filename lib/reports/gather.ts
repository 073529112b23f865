import { inParallel } from '../effects/parallel.ts'
import type { Range, ReportStore, StoredTally } from '../ports/reports.ts'
import type { Instant } from '../session/session.ts'
import { daysOfMonth, planOf, runsOf } from './days.ts'
import { readSummary, type Summary, summaryOf } from './summary.ts'

/** The days of which one query of counters makes summaries, and the queries at a time. */
const DAYS_AT_ONCE = 16
const QUERIES_AT_ONCE = 4

/** The counters of a range, newest first: of days that are open, and the summaries of those that are closed. */
export interface Gathered {
  readonly tallies: readonly StoredTally[]
  readonly summaries: readonly Summary[]
}

/**
 * Reads the counters of a range of days, both ends included. Summarises each closed day and month that has no summary
 * yet: the first read after a long time takes longer. `byDay`: from the summaries of days alone.
 */
export async function gather(
  store: ReportStore,
  botId: string,
  { from, to, now, byDay = false }: Range & { readonly now: Instant; readonly byDay?: boolean },
): Promise<Gathered> {
  const { months, days, open } = planOf(from, to, now, byDay)
  const [ofMonths, ofDays, tallies] = await Promise.all([
    summaries(store, botId, months, missing => summariseMonths(store, botId, missing)),
    summaries(store, botId, days, missing => summariseDays(store, botId, missing)),
    readOpen(store, botId, open),
  ])
  return { tallies, summaries: [...ofDays.reverse(), ...ofMonths.reverse()] }
}

async function readOpen(store: ReportStore, botId: string, days: readonly string[]): Promise<readonly StoredTally[]> {
  const [range] = rangesOf(days)
  return range ? await store.tallies(botId, range) : []
}

/** The first and the last of some periods in order. */
function rangesOf(periods: readonly string[]): readonly Range[] {
  const [from, to] = [periods[0], periods.at(-1)]
  return from === undefined || to === undefined ? [] : [{ from, to }]
}

/** Reads the stored summaries of periods, and makes the missing ones. */
async function summaries(
  store: ReportStore,
  botId: string,
  periods: readonly string[],
  make: (missing: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<Summary[]> {
  const runs = runsOfPeriods(periods)
  const stored = (await Promise.all(runs.map(range => store.summaries(botId, range)))).flat()
  const known = new Map(stored.map(({ period, body }) => [period, body]))
  const missing = periods.filter(period => !known.has(period))
  const made = missing.length === 0 ? new Map<string, string>() : await make(missing)
  return periods.flatMap(period => {
    const body = known.get(period) ?? made.get(period)
    return body === undefined ? [] : [readSummary(body)]
  })
}

/** Days before and after whole months are apart, so they are read as two ranges. Months are one. */
function runsOfPeriods(periods: readonly string[]): readonly Range[] {
  const isMonths = periods[0]?.length === 'yyyy-mm'.length
  return (isMonths ? [periods] : runsOf(periods, Number.POSITIVE_INFINITY)).flatMap(rangesOf)
}

async function summariseMonths(store: ReportStore, botId: string, months: readonly string[]) {
  return await summarise(store, botId, months, async month => {
    return new Map([[month, summaryOf(await store.tallies(botId, daysOfMonth(month)))]])
  })
}

async function summariseDays(store: ReportStore, botId: string, days: readonly string[]) {
  return await summarise(store, botId, runsOf(days, DAYS_AT_ONCE), async run => {
    const [range] = rangesOf(run)
    const tallies = range ? await store.tallies(botId, range) : []
    return new Map(run.map(day => [day, summaryOf(tallies.filter(tally => tally.day === day))]))
  })
}

/** Makes and stores summaries. Two readers at once make the same. Throws the first failure. */
async function summarise<Part>(
  store: ReportStore,
  botId: string,
  parts: readonly Part[],
  make: (part: Part) => Promise<ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>()
  const [failure] = await inParallel(parts, QUERIES_AT_ONCE, async part => {
    for (const [period, body] of await make(part)) {
      made.set(period, body)
      await store.putSummary(botId, { period, body })
    }
  })
  if (failure) throw failure.error
  return made
}
