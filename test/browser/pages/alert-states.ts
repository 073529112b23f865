import type { Page, Route } from 'playwright-core'
import type { AlertSubscription, SubscriptionStatus } from '../../../lib/protocol/subscription.ts'
import type { SubscriptionsState } from '../../../web/console/admin/alerts/useSubscriptions.ts'
import type { State } from '../states.ts'
import type { BotName } from './stage.ts'
import { goTo, LOST, REFUSED } from './ways.ts'

/** The addresses for the alerts of a bot, as an admin sees and edits them. */
export type AlertState =
  | 'setup alerts'
  | 'setup alerts, none'
  | `setup alerts, ${Exclude<SubscriptionsState['status'], 'ready'>}`
  | 'setup alerts, an address added'
  | 'setup alerts, adding one'
  | 'setup alerts, wrong fields'
  | 'setup alerts, saving'
  | 'setup alerts, refused'
  | 'setup alerts, not saved'
  | 'setup alerts, changing a filter'
  | 'setup alerts, removing one'
  | 'setup alerts, language de'
  | 'setup alerts, language fr'
  | 'setup alerts, adding one in German'

const ALL = /\/subscriptions$/
const CREATED = '2026-01-05T09:00:00.000Z'

const subscription = (
  id: string,
  given: Pick<AlertSubscription, 'protocol' | 'endpoint' | 'status'> & Partial<AlertSubscription>,
): AlertSubscription => ({ id: `sub_${id}`, createdAt: CREATED, filter: {}, ...given })

/** An address of each status, and one whose filter Interlude cannot show. */
const EACH = {
  pending: subscription('1', {
    protocol: 'email',
    endpoint: 'night-shift@northfold.example',
    status: 'pending',
    filter: { priority: ['high', 'urgent'], event: ['handoff.requested'], channel: ['web', 'messenger'] },
  }),
  confirmed: subscription('2', { protocol: 'sms', endpoint: '+491701234567', status: 'confirmed' }),
  ended: subscription('3', { protocol: 'email', endpoint: 'former.colleague@northfold.example', status: 'ended' }),
} as const satisfies Record<SubscriptionStatus, AlertSubscription>
const HOOK = `https://hooks.northfold.example/${'interlude-alerts/'.repeat(6)}`
const SHOWN: readonly AlertSubscription[] = [
  ...Object.values(EACH),
  (({ filter: _filter, ...each }) => each)(subscription('4', { protocol: 'https', endpoint: HOOK, status: 'pending' })),
]

const tab = (of: BotName, show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'bot', botId: stage[of].botId })
    await page.getByRole('tab', { name: TAB[extra.locale ?? 'en-GB'] ?? '' }).click()
    await show(page)
  },
  ...extra,
})

const TAB: Readonly<Record<string, string>> = { 'en-GB': 'Alerts', 'de-DE': 'Alarme', 'fr-FR': 'Alertes' }

/** The list of all kinds of addresses. */
const listed = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  ...tab('single', show, extra),
  async reach(page, stage) {
    await page.route(ALL, route =>
      route.request().method() === 'GET' ? route.fulfill({ json: { items: SHOWN } }) : route.fallback(),
    )
    await tab('single', show, extra).reach(page, stage)
  },
})

/** The dialog for another address. */
const adding = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State =>
  listed(async page => {
    await page.getByRole('button', { name: 'Add an address' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'E-mail address' }).waitFor()
    await show(page)
  }, extra)

/** The same, with an address that is saved. `answer`: the server's. */
const added = (answer: (route: Route) => Promise<void> | void, words: string, extra: Partial<State> = {}): State =>
  adding(async page => {
    await page.route(ALL, async route => (route.request().method() === 'POST' ? answer(route) : route.fallback()))
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ana@northfold.example')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText(words).waitFor()
  }, extra)

const no = (status: number, code: string) => (route: Route) => route.fulfill({ status, json: { code, errors: [] } })

export const ALERT_STATES = {
  'setup alerts': listed(async page => {
    await page.getByText('Not confirmed yet').first().waitFor()
  }),
  'setup alerts, none': tab('fresh', async page => {
    await page.getByText('No address gets the alerts of this bot yet.').waitFor()
  }),
  'setup alerts, loading': {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(ALL, () => {})
      await tab('single', () => page.getByRole('status', { name: 'Loading the addresses' }).waitFor()).reach(
        page,
        stage,
      )
    },
  },
  'setup alerts, failed': {
    by: 'Admin',
    complaint: LOST,
    async reach(page, stage) {
      await page.route(ALL, no(403, 'auth.forbidden'))
      await tab('single', () => page.getByText('You may not do this.').waitFor()).reach(page, stage)
    },
  },
  'setup alerts, an address added': added(
    route =>
      route.fulfill({ status: 201, json: subscription('5', { ...EACH.pending, endpoint: 'ana@northfold.example' }) }),
    'ana@northfold.example has been asked to confirm.',
  ),
  'setup alerts, adding one': adding(async () => {}),
  'setup alerts, wrong fields': adding(async page => {
    await page.getByRole('radio', { name: 'Text message' }).check()
    await page.getByRole('textbox', { name: 'Phone number' }).fill('0170 1234567')
    await page.getByRole('checkbox', { name: 'urgent' }).check()
    for (const name of ['Channel', 'Queue', 'Language', 'Reason']) {
      await page.getByRole('dialog').getByRole('textbox', { name }).fill('web, api')
    }
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Use four fields at most.').waitFor()
  }),
  'setup alerts, saving': added(() => {}, 'Saving …'),
  'setup alerts, refused': added(no(409, 'subscription.exists'), 'This address is subscribed already', {
    complaint: REFUSED,
  }),
  'setup alerts, not saved': added(no(409, 'subscription.too_many'), 'AWS allows no more subscriptions.', {
    complaint: REFUSED,
  }),
  'setup alerts, changing a filter': listed(async page => {
    await page.getByRole('button', { name: /^Change the filter of night-shift/ }).click()
    await page.getByRole('dialog').getByRole('checkbox', { name: 'high' }).waitFor()
  }),
  'setup alerts, removing one': listed(async page => {
    await page.getByRole('button', { name: 'Remove +491701234567' }).click()
    await page.getByRole('alert').getByText('Remove +491701234567?').waitFor()
  }),
  'setup alerts, language de': listed(
    async page => {
      await page.getByText('Noch nicht bestätigt').first().waitFor()
    },
    { locale: 'de-DE' },
  ),
  'setup alerts, language fr': listed(
    async page => {
      await page.getByText('Pas encore confirmée').first().waitFor()
    },
    { locale: 'fr-FR' },
  ),
  'setup alerts, adding one in German': listed(
    async page => {
      await page.getByRole('button', { name: 'Adresse hinzufügen' }).click()
      await page.getByRole('radio', { name: 'HTTPS' }).check()
      await page.getByRole('textbox', { name: 'Adresse des Servers' }).waitFor()
    },
    { locale: 'de-DE' },
  ),
} satisfies Record<AlertState, State>
