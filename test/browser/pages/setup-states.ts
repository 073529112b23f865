import type { Page, Route } from 'playwright-core'
import type { Tab } from '../../../web/console/admin/tabs.ts'
import type { BotSetup, Saving } from '../../../web/console/admin/useBotSetup.ts'
import type { State } from '../states.ts'
import { FRAMES, goTo, LOST, REFUSED } from './ways.ts'

/** The pages on which an admin sets a bot up. */
export type SetupState =
  | `setup ${Exclude<Tab, 'channels' | 'alerts'>}`
  | `setup ${Exclude<BotSetup['status'], 'ready'>}`
  | `setup, change ${Exclude<Saving['status'], 'idle'>}`
  | 'setup as JSON'
  | 'setup with a wrong field'
  | 'setup with a card'
  | 'setup with a wrong card'
  | 'setup with a reply and a link'
  | 'setup with wrong variables'
  | 'setup with a new key'

const CONFIG = /\/config$/

const setup = (show: (page: Page) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'bot', botId: stage.single.botId })
    await page.getByRole('button', { name: 'Save' }).waitFor()
    await show(page)
  },
  ...extra,
})

/** A change that an admin saves. `answer`: replaces the server's answer. `words`: the text on the page afterwards. */
const changed = (words: string, answer?: (route: Route) => Promise<void> | void, extra: Partial<State> = {}): State =>
  setup(async page => {
    if (answer !== undefined) await page.route(/\/bots\/[^/]+$/, answer)
    await page.getByRole('textbox', { name: 'name', exact: true }).fill(`Pip, ${words}`)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(words).waitFor()
  }, extra)

const no =
  (status: number, code: string, errors: readonly { path: string; message: string }[] = []) =>
  (route: Route) =>
    route.fulfill({ status, json: { code, errors } })

/** Enters a card with a link, in the form of the configuration. */
async function addCard(page: Page, url: string): Promise<void> {
  const cards = page.getByText('Cards that agents may send').locator('..')
  const type = async (name: string, at: number, text: string) => {
    await cards.getByRole('textbox', { name, exact: true }).nth(at).fill(text)
  }
  await cards.getByRole('button', { name: 'Add' }).click()
  await type('name', 0, 'Tent')
  await type('title', 0, 'Ridge tent')
  const buttons = cards.getByText('buttons', { exact: true }).locator('../..')
  await buttons.getByRole('button', { name: 'Add' }).click()
  await type('title', 1, 'See it')
  await type('url', 0, url)
}

/** Enters a canned reply and a link of the profile, and shows them. */
async function addReplyAndLink(page: Page, value: string, url: string): Promise<void> {
  for (const [about, fields] of [
    ['Texts that agents may send', { name: 'Hello', value }],
    ['Links that the console shows', { label: 'Customer', url }],
  ] as const) {
    const list = page.getByText(about).locator('..')
    await list.getByRole('button', { name: 'Add' }).click()
    for (const [name, text] of Object.entries(fields)) {
      await list.getByRole('textbox', { name, exact: true }).fill(text)
    }
  }
  await page.getByText('Texts that agents may send').evaluate(each => each.scrollIntoView())
}

export const SETUP_STATES = {
  'setup config': setup(async () => {}),
  'setup as JSON': setup(async page => {
    await page.getByRole('checkbox', { name: 'Edit as JSON' }).check()
    await page.getByRole('textbox', { name: 'Configuration as JSON' }).waitFor()
  }),
  'setup with a wrong field': setup(async page => {
    const field = page.getByRole('textbox', { name: 'avatarUrl' })
    await field.fill('no address')
    await page.getByText('1 field is wrong').waitFor()
    if (!(await field.evaluate(isInFront))) throw new Error('something covers the field that has the focus')
  }),
  'setup with a card': setup(async page => {
    await addCard(page, 'https://shop.example/tents')
    await page.getByText('Not saved yet.').waitFor()
  }),
  'setup with a wrong card': setup(async page => {
    await addCard(page, 'javascript:alert(1)')
    await page.getByText('must be an address over http').waitFor()
    await page.getByText('1 field is wrong').waitFor()
  }),
  'setup with a reply and a link': setup(async page => {
    await addReplyAndLink(page, 'Hello {{user.fullName|there}}!', 'https://crm.example/{{user.attributes.crmId}}')
    await page.getByText('Not saved yet.').waitFor()
  }),
  'setup with wrong variables': setup(async page => {
    await addReplyAndLink(page, 'Hello {{user.name}}!', '{{user.attributes.url}}')
    await page.getByText('has the unknown variable {{user.name}}').waitFor()
    await page.getByText('must begin with https://').waitFor()
    await page.getByText('2 fields are wrong').waitFor()
  }),
  'setup, change saving': changed('Saving …', () => {}),
  'setup, change saved': changed('Saved.'),
  'setup, change stale': changed('Somebody else has changed', no(409, 'config.stale_version'), { complaint: REFUSED }),
  'setup, change failed': changed(
    'channels.sms.url only https is allowed',
    no(400, 'request.invalid', [{ path: 'channels.sms.url', message: 'only https is allowed' }]),
    { complaint: REFUSED },
  ),
  'setup keys': setup(async page => {
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('cell').first().waitFor()
  }),
  'setup with a new key': setup(async page => {
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('textbox', { name: 'Label' }).fill('shop server')
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByText('Copy this key now.').waitFor()
  }),
  'setup widget': setup(
    async page => {
      await page.getByRole('tab', { name: 'Widget' }).click()
      await page.frameLocator('iframe').getByRole('textbox').waitFor()
    },
    { leaves: FRAMES },
  ),
  'setup loading': {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(CONFIG, () => {})
      await goTo(page, stage, { page: 'bot', botId: stage.single.botId })
      await page.getByRole('status', { name: 'Loading' }).waitFor()
    },
  },
  'setup forbidden': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'bot', botId: stage.demo.botId })
      await page.getByText('Only an admin may set up this bot.').waitFor()
    },
  },
  'setup failed': {
    by: 'Admin',
    complaint: LOST,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'bot', botId: 'nobody' })
      await page.getByText('The bot does not exist.').waitFor()
    },
  },
} satisfies Record<SetupState, State>

/** Whether the lower edge of an element is visible. */
function isInFront(element: Element): boolean {
  const { left, bottom } = element.getBoundingClientRect()
  return document.elementFromPoint(left + 20, bottom - 2) === element
}
