import { defined } from '../../lib/defined.ts'
import type { Report, ReportFigures } from '../../lib/protocol/reports.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { printDocument, printLine, printRows } from '../print.ts'

const MARK = '\ufeff'
const GROUPS = ['all', 'day', 'queue', 'agent', 'hour'] as const

export const reports: Group = program =>
  program.command(
    'reports',
    'Shows how many handoffs ended, and how long users waited. For supervisors, admins and keys of bots.',
    command =>
      command
        .option('from', { type: 'string', requiresArg: true, describe: 'First day, such as 2026-11-01.' })
        .option('to', { type: 'string', requiresArg: true, describe: 'Last day, included. Without it: today.' })
        .option('queue', { type: 'string', requiresArg: true, describe: 'Counts only this queue.' })
        .option('csv', { choices: GROUPS, describe: 'Prints CSV for a spreadsheet, with a row for each of these.' }),
    async ({ from, to, queue, csv, ...args }) => {
      const { http, botId } = await connectToBot(args)
      const query = defined({ from, to, queue })
      if (csv) {
        const asked = { path: { botId }, query: { ...query, group: csv } }
        const text = await http.request('GET /api/v1/bots/{botId}/reports.csv', asked)
        // Reading the answer has removed the byte order mark, by which a spreadsheet knows the encoding.
        process.stdout.write(text.startsWith(MARK) ? text : `${MARK}${text}`)
        return
      }
      const report = await http.request('GET /api/v1/bots/{botId}/reports', { path: { botId }, query })
      if (args.json) return printDocument(report, { json: true })
      printReport(report)
    },
  )

/** Prints the totals, agents and queues of a report as one table. */
function printReport(report: Report): void {
  printLine(`${report.from} to ${report.to}, days of ${report.timeZone}`)
  const rows: { readonly name: string; readonly figures: ReportFigures }[] = [
    { name: 'all handoffs', figures: report.totals },
    ...report.queues.map(each => ({ name: `queue ${nameOf(each.queue, each.others)}`, figures: each })),
    ...report.agents.map(each => ({
      name: `agent ${nameOf(each.agent?.name ?? each.agent?.id, each.others)}`,
      figures: each,
    })),
  ]
  printRows(rows, {
    json: false,
    empty: 'No handoff ended on these days.',
    columns: [
      ['', ({ name }) => name],
      ['handoffs', ({ figures }) => figures.handoffs],
      ['waited', ({ figures }) => average(figures.waiting)],
      ['answered', ({ figures }) => average(figures.firstResponse)],
      ['handled', ({ figures }) => average(figures.handling)],
      ['not taken', ({ figures }) => figures.abandoned.count],
      ['stars', ({ figures: { ratings } }) => (ratings.count === 0 ? '' : (ratings.sum / ratings.count).toFixed(1))],
    ],
  })
  printLine('Times are averages, as hours:minutes:seconds.')
}

function nameOf(name: string | null | undefined, others: true | undefined): string {
  return others ? '(others)' : (name ?? '(none)')
}

function average({ count, sumMs }: { readonly count: number; readonly sumMs: number }): string {
  if (count === 0) return ''
  const seconds = Math.round(sumMs / count / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return `${hours}:${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
