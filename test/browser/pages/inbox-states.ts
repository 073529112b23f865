import type { Page } from 'playwright-core'
import { defined } from '../../../lib/defined.ts'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import type { Dialog } from '../../../web/console/app/dialogs.ts'
import type { VIEWS } from '../../../web/console/app/paths.ts'
import type { Conversations } from '../../../web/console/data/useConversations.ts'
import type { NotificationList } from '../../../web/console/notifications/useNotifications.ts'
import type { Language } from '../../../web/console/texts/languages.ts'
import { eventually } from '../../e2e/eventually.ts'
import type { State } from '../states.ts'
import { MANY, type Stage } from './stage.ts'
import { goTo, inConsole, inMine, LOST, openConversation, openMine, POPUP, REFUSED, rows } from './ways.ts'

type View = (typeof VIEWS)[number]

/** The console around a conversation: its pages, lists, dialogs, and connection states. */
export type InboxState =
  | 'no bot'
  | 'no bot known'
  | 'unknown page'
  // A refused list is in the state `forbidden`.
  | `list ${Exclude<Conversations['status'], 'ready' | 'refused'>}`
  | 'connecting'
  | 'offline'
  | 'catching up'
  | 'forbidden'
  | 'no conversation yet'
  // A bot with conversations has some in the view `all`.
  | `empty ${Exclude<View, 'all'>}`
  | 'no match'
  | 'one conversation'
  | 'people waiting'
  | 'people waiting in queues'
  | 'people waiting in one queue'
  | `${typeof MANY} conversations`
  | `${typeof MANY} conversations, the last ones`
  | `notifications ${NotificationList['status']}`
  | 'nothing notified'
  | `dialog ${Dialog}`
  | 'signing out everywhere failed'
  | `language ${Exclude<Language, 'en'>}`

const LISTS = /\/conversations\?/
const NOTIFICATIONS = /\/notifications\?/
const WAITS_MS = 12 * 60_000

const waiting = (page: Page, stage: Stage) =>
  goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'waiting' })
/** The same with queues: all who wait are in `billing`. `queue`: the only one that the list shows. */
async function waitingInQueues(page: Page, stage: Stage, queue?: string): Promise<void> {
  const queues = [
    { id: 'support', name: 'Support', waiting: 0 },
    { id: 'billing', name: 'Billing', waiting: 2 },
  ]
  await page.route(/\/queues$/, route => route.fulfill({ json: { items: queues } }))
  await page.route(LISTS, async route => {
    const url = new URL(route.request().url())
    url.searchParams.delete('queue')
    const response = await route.fetch({ url: url.href })
    const { items, ...rest } = await response.json()
    const inBilling = items.map((item: Conversation) => ({ ...item, control: { ...item.control, queue: 'billing' } }))
    await route.fulfill({ response, json: { items: inBilling, ...rest } })
  })
  await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'waiting', ...defined({ queue }) })
  await rows(page).first().waitFor()
}

const all = (page: Page, stage: Stage) => goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all' })

const empty = (view: View, title: string): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'inbox', botId: stage.single.botId, view })
    await page.getByText(title, { exact: true }).waitFor()
  },
})

/** The popover of the bell. `words`: its text. */
const bell = (words: string, before: (page: Page) => Promise<unknown>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  leaves: POPUP,
  async reach(page, stage) {
    await before(page)
    await goTo(page, stage, { page: 'inbox', botId: stage.single.botId, view: 'all' })
    await rows(page).first().waitFor()
    await page.getByRole('button', { name: /notification/i }).click()
    await page.getByRole('dialog', { name: 'Notifications' }).getByText(words).waitFor()
  },
  ...extra,
})

const dialog = (open: (page: Page) => Promise<void>): State =>
  inMine(async page => {
    await open(page)
    await page.getByRole('dialog').waitFor()
  })

/** A browser in another language, at a conversation with many events. `words`: its last line. */
const inLanguage = (locale: string, words: string): State => ({
  by: 'Admin',
  locale,
  async reach(page, stage) {
    await openConversation(page, stage, 'each entry', 'single')
    await page.getByText(words).waitFor()
  },
})

export const INBOX_STATES = {
  'no bot': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route('**/api/v1/me', async route => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), bots: [] } })
      })
      await goTo(page, stage, { page: 'start' })
      await page.getByText('You have no access to any bot yet.').waitFor()
    },
  },
  'no bot known': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route('**/api/v1/me', route => route.fulfill({ status: 421, json: { message: 'Unknown host' } }))
      await goTo(page, stage, { page: 'start' })
      await page.getByText('The server refused this: “Unknown host”').waitFor()
    },
  },
  'unknown page': {
    by: 'Ana',
    async reach(page, stage) {
      await page.goto(inConsole(stage, `/${stage.demo.botId}/nowhere`))
      await page.getByText('There is no such page.').waitFor()
    },
  },
  'list loading': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(LISTS, () => {})
      await waiting(page, stage)
      await page.getByRole('status', { name: 'Loading' }).waitFor()
    },
  },
  'list failed': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(LISTS, route => route.fulfill({ status: 429, json: { message: 'Too Many Requests' } }))
      await waiting(page, stage)
      await page.getByText('The server is busy.').waitFor()
    },
  },
  connecting: {
    by: 'Ana',
    async reach(page, stage) {
      await page.routeWebSocket(/./, () => {})
      await all(page, stage)
      await rows(page).nth(5).waitFor()
    },
  },
  offline: {
    by: 'Ana',
    complaint: LOST,
    async reach(page, stage) {
      let cut: (() => Promise<void>) | undefined
      await page.routeWebSocket(/./, async socket => {
        if (cut !== undefined) return await cut()
        socket.connectToServer()
        cut = () => socket.close({ code: 1001 })
      })
      await openMine(page, stage)
      await cut?.()
      await page.getByText(/No connection since/).waitFor()
    },
  },
  'catching up': {
    by: 'Ana',
    async reach(page, stage) {
      let cut = async () => {}
      let connections = 0
      await page.routeWebSocket(/./, socket => {
        const server = socket.connectToServer()
        connections += 1
        cut = () => socket.close({ code: 1001 })
        // From the second connection on, no frame about the conversation arrives.
        if (connections > 1) server.onMessage(text => (`${text}`.includes('"ses_') ? undefined : socket.send(text)))
      })
      await openMine(page, stage)
      await cut()
      await page.getByText('Connected again. Catching up …').waitFor()
    },
  },
  forbidden: {
    by: 'Ana',
    complaint: LOST,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view: 'waiting' })
      const list = page.getByRole('region', { name: 'Conversations' })
      await list.getByText('You have no access to this bot.').waitFor()
      await page.getByRole('status').filter({ hasText: 'You have no access to this bot.' }).waitFor()
    },
  },
  'no conversation yet': {
    by: 'Admin',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view: 'waiting' })
      await page.getByRole('button', { name: 'Copy' }).waitFor()
      await page
        .getByRole('region', { name: 'Conversations' })
        .getByRole('link', { name: 'Setup of the bot' })
        .waitFor()
    },
  },
  'empty waiting': empty('waiting', 'Nobody is waiting.'),
  'empty mine': empty('mine', 'You have no conversations.'),
  'empty paused': empty('paused', 'No conversations with people.'),
  'no match': {
    by: 'Ana',
    async reach(page, stage) {
      await all(page, stage)
      await page.getByRole('searchbox').first().fill('Zaphod')
      await page.getByText('Nobody matches “Zaphod”.').waitFor()
    },
  },
  'one conversation': {
    by: 'Admin',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.stopped.botId, view: 'all' })
      await rows(page).first().waitFor()
    },
  },
  'people waiting in queues': { by: 'Admin', reach: (page, stage) => waitingInQueues(page, stage) },
  'people waiting in one queue': { by: 'Admin', reach: (page, stage) => waitingInQueues(page, stage, 'billing') },
  'people waiting': {
    by: 'Admin',
    async reach(page, stage) {
      const since = new Date(Date.now() - WAITS_MS).toISOString()
      // Makes Ulla wait too long without waiting in the test.
      await page.route(LISTS, async route => {
        const answer = await route.fetch()
        const text = JSON.stringify(await answer.json(), (_, each) =>
          each?.userId === 'ulla'
            ? { ...each, control: { ...each.control, handoff: { ...each.control.handoff, since } } }
            : each,
        )
        await route.fulfill({ response: answer, body: text })
      })
      await goTo(page, stage, { page: 'inbox', botId: stage.shop.botId, view: 'waiting' })
      await rows(page).filter({ hasText: 'Ulla Holt' }).getByText('waits for 12 minutes').waitFor({ state: 'attached' })
      await rows(page).filter({ hasText: 'Ulla Holt' }).getByText('urgent', { exact: true }).waitFor()
      await rows(page).nth(1).waitFor()
    },
  },
  '300 conversations': {
    by: 'Ana',
    async reach(page, stage) {
      await all(page, stage)
      await rows(page).nth(5).waitFor()
    },
  },
  '300 conversations, the last ones': {
    by: 'Ana',
    async reach(page, stage) {
      await all(page, stage)
      await rows(page).nth(5).waitFor()
      const list = page.getByRole('region', { name: 'Conversations' }).getByRole('list')
      const end = await eventually('the last row', async () => {
        await list.evaluate(it => it.scrollTo({ top: it.scrollHeight }))
        const last = rows(page).last()
        const [at, of] = [await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')]
        return at === of && Number(of)
      })
      if (end < MANY) throw new Error(`the list ends with row ${end}`)
    },
  },
  'notifications loading': bell('Loading', page => page.route(NOTIFICATIONS, () => {})),
  'notifications failed': bell(
    'The notifications did not load.',
    page => page.route(NOTIFICATIONS, route => route.fulfill({ status: 400, json: { code: 'request.invalid' } })),
    { complaint: REFUSED },
  ),
  'notifications ready': bell('The warehouse is closed today.', async () => {}),
  'nothing notified': {
    by: 'Admin',
    leaves: POPUP,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view: 'all' })
      await page.getByRole('button', { name: /notification/i }).click()
      await page.getByText('There is nothing to do.').waitFor()
    },
  },
  'dialog palette': dialog(page => page.keyboard.press('Control+k')),
  'dialog keys': dialog(page => page.locator('body').press('?')),
  'dialog settings': dialog(page => page.getByRole('button', { name: 'Settings' }).click()),
  'signing out everywhere failed': inMine(
    async page => {
      await page.route('**/api/v1/me/sign-out-everywhere', route => route.fulfill({ status: 503, json: {} }))
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.getByRole('button', { name: 'Sign out everywhere' }).click()
      await page
        .getByRole('alert')
        .getByText(/You are still signed in/)
        .waitFor()
    },
    { complaint: REFUSED },
  ),
  'language de': inLanguage('de-DE', 'Admin hat das Gespräch an den Bot zurückgegeben'),
  'language fr': inLanguage('fr-FR', 'Admin a rendu la conversation au bot'),
} satisfies Record<InboxState, State>
