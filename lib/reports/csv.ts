import type { Report, ReportFigures, ReportGroup } from '../protocol/reports.ts'
import { add, figuresOf, noFigures, type Values } from './figures.ts'
import type { Gathered } from './gather.ts'
import { figuresIn } from './report.ts'
import { type AgentKey, OTHERS, type QueueKey } from './summary.ts'

type Cell = string | number | undefined

/** By it a spreadsheet takes the file for UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/** The text of the row or cell for all that have no row of their own. */
const REST = '(others)'

const FIGURE_HEADS = [
  ...['handoffs', 'resolved', 'rejected', 'returned', 'cancelled', 'expired', 'idle'],
  ...['waits', 'wait_sum_seconds', 'wait_average_seconds', 'wait_median_estimate_seconds', 'wait_p90_estimate_seconds'],
  ...['abandoned', 'abandoned_wait_sum_seconds'],
  ...['first_responses', 'first_response_sum_seconds', 'first_response_average_seconds'],
  ...['handled', 'handling_sum_seconds', 'handling_average_seconds'],
  ...['ratings', 'rating_average_stars', 'ratings_1', 'ratings_2', 'ratings_3', 'ratings_4', 'ratings_5'],
]

function figureCells(figures: ReportFigures): readonly Cell[] {
  const { outcomes, waiting, abandoned, firstResponse, handling, ratings } = figures
  const { resolved, rejected, returned, cancelled, expired, idle } = outcomes
  return [
    ...[figures.handoffs, resolved, rejected, returned, cancelled, expired, idle],
    ...[waiting.count, inSeconds(waiting.sumMs), average(waiting)],
    ...[inSeconds(waiting.estimatedMedianMs), inSeconds(waiting.estimatedP90Ms)],
    ...[abandoned.count, inSeconds(abandoned.sumMs)],
    ...[firstResponse.count, inSeconds(firstResponse.sumMs), average(firstResponse)],
    ...[handling.count, inSeconds(handling.sumMs), average(handling)],
    ratings.count,
    ratings.count === 0 ? undefined : Math.round((100 * ratings.sum) / ratings.count) / 100,
    ...ratings.stars,
  ]
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000
}

function average({ count, sumMs }: { readonly count: number; readonly sumMs: number }): number | undefined {
  return count === 0 ? undefined : Math.round(sumMs / count) / 1000
}

/** Writes the groups of a report as CSV. */
export function csvOfReport(report: Report, group: Exclude<ReportGroup, 'all'>): string {
  switch (group) {
    case 'day':
      return csv(
        ['day', ...FIGURE_HEADS],
        report.days.map(each => [each.day, ...figureCells(each)]),
      )
    case 'queue': {
      const rows = report.queues.map(each => [each.others ? REST : (each.queue ?? ''), ...figureCells(each)])
      return csv(['queue', ...FIGURE_HEADS], rows)
    }
    case 'agent': {
      const rows = report.agents.map(each => [
        each.others ? REST : (each.agent?.id ?? ''),
        each.agent?.name,
        ...figureCells(each),
      ])
      return csv(['agent_id', 'agent_name', ...FIGURE_HEADS], rows)
    }
    case 'hour': {
      const heads = ['hour_of_start', 'handoffs', 'waits', 'wait_sum_seconds', 'wait_average_seconds']
      const rows = report.hours.map(({ hour, handoffs, waiting }) => {
        return [hour, handoffs, waiting.count, inSeconds(waiting.sumMs), average(waiting)]
      })
      return csv(heads, rows)
    }
    default:
      return group satisfies never
  }
}

/** Writes a row for each day, queue and agent, by day. */
export function csvOfRows({ tallies, summaries }: Gathered, queue: string | undefined): string {
  const rows = new Map<string, { day: string; queue: QueueKey; agent: AgentKey; values: Values }>()
  const row = (day: string, own: QueueKey, agent: AgentKey): Values => {
    const name = JSON.stringify([day, own, agent && 'id' in agent ? agent.id : agent])
    const known = rows.get(name) ?? { day, queue: own, agent, values: noFigures() }
    rows.set(name, known)
    return known.values
  }
  for (const tally of tallies) add(row(tally.day, tally.queue ?? null, tally.agent ?? null), figuresOf(tally.counts))
  for (const { queues, agents, days, rows: stored } of summaries) {
    for (const each of stored) {
      add(row(days[0] ?? '', queues[each[0] ?? 0] ?? null, agents[each[1] ?? 0] ?? null), each, 2)
    }
  }
  const lines = [...rows.values()]
    .filter(each => queue === undefined || each.queue === queue)
    .sort((one, two) => (one.day < two.day ? -1 : one.day > two.day ? 1 : 0))
    .map(({ day, queue: own, agent, values }) => {
      const who = agent && 'id' in agent ? [agent.id, agent.name] : [agent ? REST : '', undefined]
      return [day, own === OTHERS ? REST : (own ?? ''), ...who, ...figureCells(figuresIn(values))]
    })
  return csv(['day', 'queue', 'agent_id', 'agent_name', ...FIGURE_HEADS], lines)
}

function csv(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [heads, ...rows].map(row => row.map(cellText).join(','))
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`
}

/**
 * Quotes a cell as RFC 4180 says. A spreadsheet takes a text that begins with `=` and the like for a formula, so such a
 * text gets an apostrophe in front.
 */
function cellText(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
