import type { Page, Route } from 'playwright-core'
import type { State } from '../states.ts'
import type { BotName } from './stage.ts'
import { FRAMES, goTo, LOST, REFUSED } from './ways.ts'

/** The first steps of an admin, with and without a bot. */
export type StepsState =
  | 'first bot'
  | 'first bot, a taken id'
  | 'steps'
  | 'steps of a new bot'
  | 'steps, a bot that does not answer'
  | 'steps, all done'
  | 'steps, with findings'
  | 'steps, checking'
  | 'steps, hidden'
  | 'steps, not read again'
  | 'steps, loading'
  | 'steps, failed'
  | 'steps, forbidden'
  | 'steps, language de'
  | 'steps, language fr'

const CONFIG = /\/config$/
const CHECK = /\/bots\/[^/]+\/check$/

const steps = (of: BotName, show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  leaves: FRAMES,
  async reach(page, stage) {
    await goTo(page, stage, { page: 'steps', botId: stage[of].botId })
    await show(page)
  },
  ...extra,
})

/** Changes the JSON of the server's answers. */
const changed = (change: (json: object) => object) => async (route: Route) => {
  const response = await route.fetch()
  await route.fulfill({ response, json: change((await response.json()) as object) })
}

const answers = (check: object) => (route: Route) => route.fulfill({ json: check })

/** Answers as a bot that nobody has connected. */
async function asNew(page: Page): Promise<void> {
  await page.route(
    CONFIG,
    changed(config => ({ ...config, mode: 'gate', connector: undefined })),
  )
  await page.route(/\/keys$/, route => route.fulfill({ json: [] }))
  await page.route(CHECK, answers({}))
}

const progress = (page: Page) => page.getByText(/of 5 steps are done/).waitFor()

const firstBot = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await page.route(
      '**/api/v1/me',
      changed(me => ({ ...me, bots: [] })),
    )
    await goTo(page, stage, { page: 'start' })
    await page.getByRole('button', { name: 'Make the bot' }).waitFor()
    await show(page)
  },
  ...extra,
})

const HANDOFFS = {
  claimWithinSeconds: 60,
  alerts: [{ afterSeconds: 0 }, { afterSeconds: 90 }],
  queues: { vip: { members: ['ana.from.the.night-shift@northfold.example'] } },
}

export const STEPS_STATES = {
  'first bot': firstBot(async () => {}),
  'first bot, a taken id': firstBot(
    async page => {
      await page.getByRole('textbox', { name: 'Id of the new bot' }).fill('demo')
      await page.getByRole('button', { name: 'Make the bot' }).click()
      await page.getByText('There is a bot with this id already.').waitFor()
    },
    { complaint: REFUSED },
  ),
  steps: steps('fresh', async page => {
    await progress(page)
    await page
      .getByText(/answered a trial message|Done/)
      .first()
      .waitFor()
    await page.frameLocator('iframe').getByRole('textbox').waitFor()
  }),
  'steps of a new bot': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await asNew(page)
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByRole('button', { name: 'Make a key' }).waitFor()
    },
  }),
  'steps, a bot that does not answer': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await page.route(
        CHECK,
        answers({ connector: { outcome: 'failed', reason: 'the host refused the connection', tookMs: 3 } }),
      )
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByText('does not answer: the host refused the connection').waitFor()
    },
  }),
  'steps, all done': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await page.route(/\/agents$/, answers({ items: [{ id: 'ben', name: 'Ben', status: 'online', load: 0 }] }))
      await page.route(/\/conversations\?/, answers({ items: [{ channel: 'web' }] }))
      const confirmed = { id: 's', protocol: 'sms', endpoint: '+491701234567', status: 'confirmed', filter: {} }
      await page.route(
        /\/subscriptions$/,
        answers({ items: [{ ...confirmed, createdAt: '2026-01-05T09:00:00.000Z' }] }),
      )
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByText('All steps are done.').waitFor()
      await page.getByText('No other fault was found.').waitFor()
    },
  }),
  'steps, with findings': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await page.route(
        CONFIG,
        changed(config => ({ ...config, handoffs: HANDOFFS, paused: true })),
      )
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByText('The whole bot is paused.').scrollIntoViewIfNeeded()
    },
  }),
  'steps, checking': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await page.route(CHECK, () => {})
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByText('Being checked').waitFor()
      await page.getByRole('button', { name: 'Show: 2. Connect the bot' }).click()
      await page.getByText('A trial message is on its way').waitFor()
    },
  }),
  'steps, hidden': steps('fresh', async page => {
    await progress(page)
    await page.getByRole('button', { name: 'Hide these steps' }).click()
    await page.getByText('The steps are hidden').scrollIntoViewIfNeeded()
  }),
  'steps, not read again': steps(
    'fresh',
    async page => {
      await progress(page)
      await page.route(CHECK, route => route.fulfill({ status: 503, json: { code: 'service.overloaded' } }))
      await page.getByRole('button', { name: 'Check again' }).click()
      await page.getByText('The newest state could not be read.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'steps, loading': steps('fresh', async () => {}, {
    async reach(page, stage) {
      await page.route(CONFIG, () => {})
      await goTo(page, stage, { page: 'steps', botId: stage.fresh.botId })
      await page.getByRole('status', { name: 'Loading the first steps' }).waitFor()
    },
  }),
  'steps, failed': {
    by: 'Admin',
    complaint: LOST,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'steps', botId: 'nobody' })
      await page.getByText('The bot does not exist.').waitFor()
    },
  },
  'steps, forbidden': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'steps', botId: stage.demo.botId })
      await page.getByText('Only an admin may set up this bot.').waitFor()
    },
  },
  'steps, language de': steps(
    'fresh',
    async page => {
      await page.getByText(/von 5 Schritten sind erledigt/).waitFor()
      await page.frameLocator('iframe').getByRole('textbox').waitFor()
    },
    { locale: 'de-DE' },
  ),
  'steps, language fr': steps(
    'fresh',
    async page => {
      await page.getByText(/étapes sur 5 sont terminées/).waitFor()
      await page.frameLocator('iframe').getByRole('textbox').waitFor()
    },
    { locale: 'fr-FR' },
  ),
} satisfies Record<StepsState, State>
