import { defined } from '../defined.ts'
import type { ReportStore, StoredSummary, StoredTally } from '../ports/reports.ts'
import type { Counts } from '../session/tally.ts'
import type { Database } from './database.ts'

interface TallyRow {
  readonly day: string
  readonly queue: string
  readonly agent: string
  readonly name: string | null
  readonly json: string
}

/** The counters of handoffs, and their summaries. */
export function reports(database: Database): ReportStore {
  const ofDays = database.prepare(
    'SELECT day, queue, agent, name, json FROM tally WHERE bot = ? AND day >= ? AND day <= ?',
  )
  const ofPeriods = database.prepare(
    `SELECT period, body FROM summary WHERE bot = ? AND period >= ? AND period <= ? AND length(period) = ?
     ORDER BY period`,
  )
  return {
    tallies: (botId, { from, to }) =>
      database.read(() => (ofDays.all(botId, from, to) as unknown as TallyRow[]).map(tallyOf)),

    summaries: (botId, { from, to }) =>
      database.read(() => {
        const rows = ofPeriods.all(botId, from, to, from.length) as unknown as StoredSummary[]
        return rows.map(({ period, body }) => ({ period, body }))
      }),

    putSummary: (botId, { period, body }) => database.write('putSummary', { botId, period, body }),
  }
}

function tallyOf({ day, queue, agent, name, json }: TallyRow): StoredTally {
  return {
    day,
    ...(queue !== '' && { queue }),
    ...(agent !== '' && { agent: { id: agent, ...defined({ name: name ?? undefined }) } }),
    counts: JSON.parse(json) as Counts,
  }
}
