import { defined } from '../defined.ts'
import type { ReportStore, StoredTally } from '../ports/reports.ts'
import { addCounts } from '../session/counts.ts'
import type { Decision } from '../session/decide.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** The counters of handoffs, and their summaries. */
export function reports({ tallies, summaries }: Memory): AtOnce<ReportStore> {
  return {
    tallies: (botId, { from, to }) =>
      [...tallies.values()].flatMap(each =>
        each.botId === botId && each.tally.day >= from && each.tally.day <= to ? [each.tally] : [],
      ),

    summaries: (botId, { from, to }) =>
      [...summaries.values()]
        .filter(each => each.botId === botId && isIn(each.summary.period, from, to))
        .map(({ summary }) => summary)
        .sort((one, two) => (one.period < two.period ? -1 : 1)),

    putSummary: (botId, summary) => void summaries.set(keyOf(botId, summary.period), { botId, summary }),
  }
}

/** A range of days has no months, and a range of months no days. */
function isIn(period: string, from: string, to: string): boolean {
  return period.length === from.length && period >= from && period <= to
}

/** Adds what a decision counts. */
export function count({ tallies: all }: Pick<Memory, 'tallies'>, { session, tallies }: Decision<unknown>): void {
  const { botId } = session
  for (const { day, queue, agent, counts } of tallies) {
    const key = keyOf(botId, day, queue ?? '', agent ? `agent ${agent.id}` : '')
    const before = all.get(key)?.tally
    const known = agent && { id: agent.id, ...defined({ name: agent.name ?? before?.agent?.name }) }
    const tally: StoredTally = {
      day,
      ...defined({ queue, agent: known }),
      counts: before ? addCounts(before.counts, counts) : counts,
    }
    all.set(key, { botId, tally })
  }
}
