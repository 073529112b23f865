import type { Page } from 'playwright-core'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import type { State } from '../states.ts'
import { goTo, OPEN_MENU, REFUSED } from './ways.ts'

/** The states of the agent's own status. */
export type StatusState = `status ${Exclude<BotAgent['status'], 'offline'>}` | 'status failed' | 'status in German'

const OWN = /\/agents\/me$/
const ana: BotAgent = { id: 'ana', name: 'Ana', status: 'online', load: 3 }

/** The menu of the agent whose status is `own`. */
const menu = (
  own: BotAgent,
  label: RegExp,
  show: (page: Page) => Promise<void> = async () => {},
  extra: Partial<State> = {},
): State => ({
  by: 'Ana',
  leaves: OPEN_MENU,
  async reach(page, stage) {
    await page.route(OWN, route =>
      route.request().method() === 'GET' ? route.fulfill({ json: own }) : route.fulfill({ status: 500, json: {} }),
    )
    await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'waiting' })
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('menu').waitFor()
    await show(page)
  },
  ...extra,
})

export const STATUS_STATES = {
  'status online': menu(ana, /Your status: Online/),
  'status away': menu({ ...ana, status: 'away', load: 5, capacity: 5 }, /Your status: Away/),
  'status failed': menu(
    ana,
    /Your status: Online/,
    async page => {
      await page.getByRole('menuitemradio', { name: /Away/ }).click()
      await page.getByRole('menu').waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: /Your status/ }).click()
      await page.getByRole('menu').getByText('Your status did not change.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'status in German': menu({ ...ana, capacity: 5 }, /Ihr Status: Online/, async () => {}, { locale: 'de-DE' }),
} satisfies Record<StatusState, State>
