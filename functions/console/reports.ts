import type { App } from '../../lib/app.ts'
import type { Caller } from '../../lib/auth/caller.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { supervises } from '../../lib/protocol/roles.ts'
import { reportRoutes as specs } from '../../lib/protocol/routes/reports.ts'

/** The code that few requests need is loaded with the first of them. */
const loaded = () => import('../../lib/reports/read-report.ts')

const report = route(specs.report, async ({ params: { botId }, query, caller }, app) => {
  maySee(caller, botId)
  const { readReport } = await loaded()
  return await readReport(app.store, botId, { ...query, ...(await momentOf(app, botId)) })
})

const reportCsv = route(specs.reportCsv, async ({ params: { botId }, query, caller }, app) => {
  maySee(caller, botId)
  const { readCsv } = await loaded()
  return await readCsv(app.store, botId, { ...query, ...(await momentOf(app, botId)) })
})

/** Reports compare agents with each other, so agents do not see them. */
function maySee(caller: Caller, botId: string): void {
  if (caller.as !== 'agent' || supervises(caller.roles, botId)) return
  throw new InterludeError('auth.forbidden', 'only supervisors and admins see reports')
}

async function momentOf({ policyOf, clock }: App, botId: string) {
  return { timeZone: (await policyOf(botId)).reportZone, now: clock.now() }
}

/** The routes of reports. */
export const reportRoutes: readonly Route[] = [report, reportCsv]
