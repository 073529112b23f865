import type { Page } from 'playwright-core'
import { pathOf } from '../../../web/console/app/paths.ts'
import type { ReportState } from '../../../web/console/reports/useReport.ts'
import type { State } from '../states.ts'
import type { BotName } from './stage.ts'
import { inConsole, REFUSED } from './ways.ts'

/** The states of the page of reports. */
export type ReportPageState =
  | `reports ${ReportState['status']}`
  | 'reports of 12 months'
  | 'reports as tables'
  | 'reports without a handoff'

const REPORT = /\/reports\?/

const reports = (
  show: (page: Page) => Promise<void>,
  { of = 'single', query = '', ...extra }: Partial<State> & { readonly of?: BotName; readonly query?: string } = {},
): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await page.goto(inConsole(stage, `${pathOf({ page: 'reports', botId: stage[of].botId })}${query}`))
    await show(page)
  },
  ...extra,
})

/** Waits until the report is on screen, together with the period before it. */
const shown = async (page: Page) => {
  await page.getByRole('region', { name: 'Agents' }).first().waitFor()
  await page.getByText('before:').first().waitFor()
}

const answered = (status: 'reports loading' | 'reports failed', answer: (page: Page) => Promise<void>): State => {
  const { reach, ...rest } = reports(async page => {
    const waits = status === 'reports loading'
    await (waits ? page.getByRole('status', { name: 'Loading the report' }) : page.getByText('Try again')).waitFor()
  })
  return {
    ...rest,
    ...(status === 'reports failed' && { complaint: REFUSED }),
    async reach(page, stage) {
      await answer(page)
      await reach(page, stage)
    },
  }
}

export const REPORT_STATES = {
  'reports ready': reports(shown),
  'reports of 12 months': reports(shown, { query: '?days=365' }),
  'reports as tables': reports(async page => {
    await shown(page)
    for (const summary of await page.getByText('Show as a table').all()) await summary.click()
  }),
  'reports without a handoff': reports(async page => await page.getByText('No handoff ended').waitFor(), {
    of: 'fresh',
  }),
  'reports wrong range': reports(async page => await page.getByText('Choose a first day').waitFor(), {
    query: '?from=2026-02-02&to=2026-02-01',
  }),
  'reports loading': answered('reports loading', async page => {
    // Never answered, so that the page goes on loading.
    await page.route(REPORT, () => {})
  }),
  'reports failed': answered('reports failed', async page => {
    await page.route(REPORT, route => route.fulfill({ status: 400, json: { code: 'request.invalid', errors: [] } }))
  }),
  'reports forbidden': reports(async page => await page.getByText('Only supervisors').waitFor(), {
    by: 'Ana',
    of: 'demo',
    complaint: REFUSED,
  }),
} satisfies Record<ReportPageState, State>
