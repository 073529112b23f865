import * as z from 'zod'
import { PathId } from '../ids.ts'
import { MAX_REPORT_DAYS, Report, ReportGroup } from '../reports.ts'
import { BotPath, bot, type RouteSpec } from './spec.ts'

const range = {
  from: z.iso.date().exactOptional().meta({ description: 'First day. Default: 29 days before the last one.' }),
  to: z.iso
    .date()
    .exactOptional()
    .meta({ description: 'Last day, included. Default: today in the reports’ time zone.' }),
  queue: PathId.exactOptional().meta({ description: 'Counts only the handoffs that ended in this queue.' }),
}

/** Reports of handoffs, for supervisors, admins and bot keys. */
export const reportRoutes = {
  report: {
    method: 'GET',
    path: `${bot}/reports`,
    tag: 'conversations',
    summary: `Reads how many handoffs ended on some days (at most ${MAX_REPORT_DAYS}), and how long users waited, by day, hour, agent and queue. For supervisors, admins and bot keys.`,
    who: ['agent', 'bot'],
    params: BotPath,
    query: z.strictObject(range),
    answer: { schema: Report },
    errors: ['auth.forbidden'],
  },
  reportCsv: {
    method: 'GET',
    path: `${bot}/reports.csv`,
    tag: 'conversations',
    summary: 'Reads the same as CSV for a spreadsheet: UTF-8 with a byte order mark, durations in seconds.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: z.strictObject({
      ...range,
      group: ReportGroup.default('all').meta({
        description: 'Rows: for each day, queue and agent (`all`), or for each day, queue, agent or hour.',
      }),
    }),
    answer: { schema: z.string(), contentType: 'text/csv; charset=utf-8' },
    errors: ['auth.forbidden'],
  },
} as const satisfies Record<string, RouteSpec>
