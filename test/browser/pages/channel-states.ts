import type { Page, Route } from 'playwright-core'
import type { ChannelCheck } from '../../../lib/protocol/channel-check.ts'
import type { ChannelSaving } from '../../../web/console/admin/channels/useChannelForm.ts'
import type { ChecksState } from '../../../web/console/admin/channels/useChecks.ts'
import type { MetaApp } from '../../../web/console/admin/channels/useMetaApp.ts'
import type { State } from '../states.ts'
import type { BotName } from './stage.ts'
import { goTo, LOST, REFUSED } from './ways.ts'

/** The channels of a bot, as an admin sees and edits them. */
export type ChannelState =
  | 'setup channels'
  | 'setup channels, none'
  | `setup channels, ${Exclude<ChecksState['status'], 'checked'>}`
  | 'setup channels, removing one'
  | `setup channel, ${Exclude<ChannelSaving['status'], 'idle'>}`
  | 'setup channel, an account of another bot'
  | 'setup channel, wrong fields'
  | 'setup channel, webhook'
  | 'setup channel, telegram'
  | 'setup channel, a page with findings'
  | 'setup channel, a first page'
  | 'setup channel, a page with a new verify token'
  | `setup channel, app ${Exclude<MetaApp['status'], 'ready'>}`
  | 'setup channel, app of a page'
  | 'setup channel, language fr'

const CHECK = /\/channels\/[^/]+\/check$/
const APP = /\/channels\/messenger\/app$/
const BOT = /\/api\/v1\/bots\/[^/]+$/

const tab = (of: BotName, show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'bot', botId: stage[of].botId })
    await page.getByRole('tab', { name: 'Channels' }).click()
    await show(page)
  },
  ...extra,
})

/** The page of Messenger's double, opened for editing. */
const edited = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State =>
  tab(
    'demo',
    async page => {
      await page.getByRole('button', { name: 'Edit messenger' }).click()
      await page.getByRole('list', { name: 'Checks' }).waitFor()
      await show(page)
    },
    extra,
  )

/** The same, with a change that is saved. `answer`: replaces the server's answer. */
const saved = (words: string | RegExp, answer: (route: Route) => Promise<void> | void, extra: Partial<State> = {}) =>
  edited(async page => {
    await page.route(BOT, async route => (route.request().method() === 'PUT' ? answer(route) : route.continue()))
    await page.getByRole('radio', { name: /Only note it/ }).check()
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await page.getByText(words).waitFor()
  }, extra)

const no = (status: number, code: string) => (route: Route) => route.fulfill({ status, json: { code, errors: [] } })

const newPage = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State =>
  tab(
    'fresh',
    async page => {
      await page.getByRole('button', { name: 'Connect Messenger' }).click()
      await show(page)
    },
    extra,
  )

/** Checks as the server tells them, some of each status. */
const FINDINGS: readonly ChannelCheck[] = [
  {
    name: 'app',
    status: 'ok',
    finding: 'app.ok',
    facts: { appId: '1517776481860111' },
    detail: 'Meta knows the app 1517776481860111, and the secret is right.',
  },
  {
    name: 'webhook',
    status: 'unknown',
    finding: 'webhook.host',
    facts: {
      url: 'https://hitl.example.org/api/v1/channels/messenger/webhook',
      wanted: 'https://other.example.org/api',
    },
    detail:
      "Meta sends the app's events to https://hitl.example.org/api/v1/channels/messenger/webhook. Interlude knows itself as https://other.example.org/api.",
  },
  {
    name: 'token',
    status: 'wrong',
    finding: 'token.expired',
    facts: {},
    detail: 'The token of the page has expired. Make a new one at Meta, and enter it.',
  },
  ...(['scopes', 'subscription'] as const).map(
    (name): ChannelCheck => ({
      name,
      status: 'unknown',
      finding: 'later',
      facts: {},
      detail: 'Not checked yet: first mend what is wrong above.',
    }),
  ),
]

export const CHANNEL_STATES = {
  'setup channels': tab('demo', async page => {
    await page.getByRole('list', { name: 'Channels' }).getByText('Works').waitFor()
  }),
  'setup channels, none': tab('fresh', async page => {
    await page.getByText('This bot has no channels yet.').waitFor()
  }),
  'setup channels, checking': tab('demo', async page => {
    await page.route(CHECK, () => {})
    await page.reload()
    await page.getByRole('tab', { name: 'Channels' }).click()
    await page.getByText('Checking …').first().waitFor()
  }),
  'setup channels, failed': {
    by: 'Admin',
    complaint: LOST,
    async reach(page, stage) {
      await page.route(CHECK, no(403, 'auth.forbidden'))
      await goTo(page, stage, { page: 'bot', botId: stage.demo.botId })
      await page.getByRole('tab', { name: 'Channels' }).click()
      await page.getByRole('button', { name: 'Edit messenger' }).click()
      await page.getByRole('alert').getByText('You may not do this.').waitFor()
    },
  },
  'setup channels, removing one': tab('demo', async page => {
    await page.getByRole('button', { name: 'Remove messenger' }).click()
    await page.getByRole('alert').getByText('Remove the channel “messenger”?').waitFor()
  }),
  'setup channel, saving': saved('Saving …', () => {}),
  'setup channel, saved': saved('The channel is saved.', route => route.continue()),
  'setup channel, stale': saved('What you typed is kept.', no(409, 'config.stale_version'), { complaint: REFUSED }),
  'setup channel, failed': saved('Not saved.', no(503, 'store.unavailable'), { complaint: REFUSED }),
  'setup channel, an account of another bot': saved('Another bot has this page.', no(409, 'channel.account_taken'), {
    complaint: REFUSED,
  }),
  'setup channel, wrong fields': newPage(async page => {
    await page.getByRole('textbox', { name: 'Page ID' }).fill('my page')
    await page.getByRole('radio', { name: /^Show them as personas/ }).check()
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await page.getByText('Enter the token of the page, without a space.').waitFor()
    await page.getByText('Enter the address of a picture that begins with https.').waitFor()
  }),
  'setup channel, webhook': tab('single', async page => {
    await page.getByRole('button', { name: 'Edit api' }).click()
    await page.getByRole('list', { name: 'Checks' }).waitFor()
  }),
  'setup channel, telegram': tab('fresh', async page => {
    await page.getByRole('button', { name: 'Connect Telegram' }).click()
    await page.getByRole('textbox', { name: 'botToken' }).fill('no token')
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await page.getByText('Correct 1 field.').waitFor()
  }),
  'setup channel, a page with findings': {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(CHECK, route => route.fulfill({ json: { checks: FINDINGS } }))
      await goTo(page, stage, { page: 'bot', botId: stage.demo.botId })
      await page.getByRole('tab', { name: 'Channels' }).click()
      await page.getByRole('button', { name: 'Edit messenger' }).click()
      await page.getByRole('list', { name: 'Checks' }).scrollIntoViewIfNeeded()
    },
  },
  'setup channel, a first page': newPageWithoutApp(),
  'setup channel, a page with a new verify token': newPage(async page => {
    await page.route(APP, async route => {
      const { version } = JSON.parse(route.request().postData() ?? '{}') as { version: number }
      const json = { version: version + 1, appId: '1517776481860111', appSecret: '********', verifyToken: '********' }
      await route.fulfill({ json })
    })
    await page.getByRole('button', { name: 'Make a new verify token' }).click()
    await page.getByRole('figure', { name: 'Verify token' }).waitFor()
  }),
  'setup channel, app of a page': edited(async page => {
    await page.getByText('App and webhook (steps 1 and 2)').click()
    await page.getByRole('button', { name: 'Change the app' }).click()
    await page.getByRole('textbox', { name: 'App secret' }).waitFor()
  }),
  'setup channel, language fr': {
    by: 'Admin',
    locale: 'fr-FR',
    async reach(page, stage) {
      const until = new Date(Date.UTC(2030, 0, 6)).toISOString()
      const soon = { name: 'expiry', status: 'wrong', finding: 'expiry.soon', facts: { until }, detail: '' } as const
      await page.route(CHECK, route => route.fulfill({ json: { checks: [...FINDINGS, soon] } }))
      await goTo(page, stage, { page: 'bot', botId: stage.demo.botId })
      await page.getByRole('tab', { name: 'Canaux' }).click()
      await page.getByRole('button', { name: 'Modifier messenger' }).click()
      await page.getByText(/Le jeton expire le dimanche 6 janvier 2030/).scrollIntoViewIfNeeded()
    },
  },
  'setup channel, app loading': {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(APP, () => {})
      await newPage(() => page.getByRole('status', { name: 'Loading' }).waitFor()).reach(page, stage)
    },
  },
  'setup channel, app failed': {
    by: 'Admin',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(APP, no(403, 'auth.forbidden'))
      await newPage(() => page.getByText('Something went wrong.').waitFor()).reach(page, stage)
    },
  },
} satisfies Record<ChannelState, State>

function newPageWithoutApp(): State {
  return {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(APP, route => route.fulfill({ json: { version: 0 } }))
      await newPage(() => page.getByRole('textbox', { name: 'App secret' }).waitFor()).reach(page, stage)
    },
  }
}
