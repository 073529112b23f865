import type { Page } from 'playwright-core'
import type { Form } from '../../../web/console/conversation/add/additions.ts'
import type { Fault } from '../../../web/console/conversation/add/checks.ts'
import type { CardsState } from '../../../web/console/conversation/add/useCards.ts'
import type { State } from '../states.ts'
import type { Stage } from './stage.ts'
import { keepMessages } from './tampering.ts'
import { field, inMine, messages, OPEN_MENU, openConversation, openMine, REFUSED } from './ways.ts'

/** The states of what an agent adds to an answer. */
export type ComposerState =
  | `menu to add, cards ${CardsState['status']}`
  | `adding ${Form}`
  | `adding, fault ${Fault['kind']}`
  | 'adding a card that is partly text'
  | 'answer with additions'
  | 'answer with additions, without a text'
  | 'answer with additions that are partly text'
  | 'message with additions failed'
  | 'message with additions sent'
  | 'asked before a card is sent'

const CARDS = /\/cards$/

export const openAddMenu = async (page: Page) => {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: /Quick replies/ }).waitFor()
}

const openForm = async (page: Page, name: RegExp) => {
  await openAddMenu(page)
  await page.getByRole('menuitem', { name }).click()
  await page.getByRole('dialog').waitFor()
}

const dialog = (page: Page) => page.getByRole('dialog')
const addReplies = async (page: Page, titles: readonly string[]) => {
  await openForm(page, /Quick replies/)
  for (const [index, title] of titles.entries()) {
    if (index > 0) await dialog(page).getByRole('button', { name: 'Another one' }).click()
    await dialog(page).getByRole('textbox').last().fill(title)
  }
}
const addLink = async (page: Page, title: string, url: string) => {
  await openForm(page, /Link button/)
  await dialog(page).getByRole('textbox', { name: 'Title' }).fill(title)
  await dialog(page).getByRole('textbox', { name: 'Address' }).fill(url)
  await dialog(page).getByRole('button', { name: 'Add' }).click()
}
const chooseCard = async (page: Page, name: string) => {
  await openForm(page, /Card/)
  await dialog(page).getByRole('radio', { name }).check()
}

/** Adds two quick replies and a link to the answer. */
async function addSome(page: Page): Promise<void> {
  await addReplies(page, ['Yes, please', 'No'])
  await dialog(page).getByRole('button', { name: 'Apply' }).click()
  await addLink(page, 'Track the parcel', 'https://shop.example/parcels/4711')
  await page.getByRole('button', { name: 'Remove “Track the parcel”' }).waitFor()
}

/** A form with a wrong field. */
const fault = (words: string, show: (page: Page) => Promise<void>): State =>
  inMine(async page => {
    await show(page)
    await dialog(page).getByText(words).waitFor()
  })

/** Opens the conversation that Ana has as one on Messenger. */
async function openOnMessenger(page: Page, stage: Stage): Promise<void> {
  await page.route(/\/conversations\/ses_[^/]*$/, async route => {
    const answer = await route.fetch()
    await route.fulfill({ json: { ...(await answer.json()), channelType: 'messenger' } })
  })
  await openMine(page, stage)
}

const onMessenger = (show: (page: Page) => Promise<void>): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await openOnMessenger(page, stage)
    await show(page)
  },
})

export const COMPOSER_STATES = {
  'menu to add, cards ready': inMine(
    async page => {
      await openAddMenu(page)
      await page.getByRole('menuitem', { name: /Card/ }).waitFor()
    },
    { leaves: OPEN_MENU },
  ),
  'menu to add, cards loading': inMine(
    async page => {
      await page.route(CARDS, () => {})
      await openAddMenu(page)
    },
    { leaves: OPEN_MENU },
  ),
  'menu to add, cards failed': inMine(
    async page => {
      await page.route(CARDS, route => route.fulfill({ status: 400, json: { code: 'request.invalid' } }))
      await openAddMenu(page)
      await page.getByText('The cards could not be loaded.').waitFor()
    },
    { leaves: OPEN_MENU, complaint: REFUSED },
  ),
  'adding replies': inMine(page => addReplies(page, ['Yes, please', 'No', 'I do not know yet'])),
  'adding link': inMine(page => openForm(page, /Link button/)),
  'adding card': inMine(async page => {
    await chooseCard(page, 'Ridge tent')
    await dialog(page).getByText('€ 289 · 2.1 kg').waitFor()
  }),
  'adding, fault missing': fault('Enter a text.', async page => {
    await addReplies(page, [])
    await dialog(page).getByRole('button', { name: 'Apply' }).click()
  }),
  'adding, fault notHttps': fault('Enter an address that begins with https://.', page =>
    addLink(page, '', 'shop.example'),
  ),
  'adding, fault invalid': fault('This cannot be shown.', page =>
    addLink(page, 'See it', 'https://shop.example@evil.example/'),
  ),
  'adding, fault tooLong': fault('Use at most 200 characters.', async page => {
    await addReplies(page, ['Yes', 'The red one with laces, '.repeat(10)])
    await dialog(page).getByRole('button', { name: 'Apply' }).click()
  }),
  'adding a card that is partly text': onMessenger(async page => {
    await chooseCard(page, 'Everything about tents')
    await dialog(page).getByText('shows 1 of the buttons as text only').waitFor()
  }),
  'answer with additions': inMine(async page => {
    await addSome(page)
    await field(page).fill('Shall we send it again?')
    await page.getByText('Write a text to send with this.').waitFor({ state: 'detached' })
  }),
  'answer with additions, without a text': inMine(async page => {
    await addSome(page)
    await page.getByText('Write a text to send with this.').waitFor()
  }),
  'answer with additions that are partly text': onMessenger(async page => {
    await field(page).fill('Which size?')
    await addReplies(
      page,
      Array.from({ length: 15 }, (_, at) => `Size ${at + 30}`),
    )
    await dialog(page).getByRole('button', { name: 'Apply' }).click()
    await page.getByText('shows 2 of the quick replies as text only').waitFor()
  }),
  'message with additions failed': {
    by: 'Ana',
    async reach(page, stage) {
      await keepMessages(page, ({ id }) => ({ type: 'error', replyTo: id, code: 'auth.forbidden', detail: '' }))
      await openMine(page, stage)
      await sendSome(page)
      await messages(page).getByRole('alert').getByText('You may not do this.').waitFor()
    },
  },
  'message with additions sent': {
    by: 'Ana',
    async reach(page, stage) {
      await keepMessages(page, () => undefined)
      await openMine(page, stage)
      await sendSome(page)
      await chooseCard(page, 'Ridge tent')
      await dialog(page).getByRole('button', { name: 'Send card' }).click()
      await messages(page).getByText('€ 289 · 2.1 kg').waitFor()
    },
  },
  'asked before a card is sent': {
    by: 'Ana',
    async reach(page, stage) {
      await openConversation(page, stage, 'of another agent')
      await field(page).waitFor()
      await chooseCard(page, 'Ridge tent')
      await dialog(page).getByRole('button', { name: 'Send card' }).click()
      await page.getByRole('alert').getByText('Ben has this. Answer anyway?').waitFor()
    },
  },
} satisfies Record<ComposerState, State>

async function sendSome(page: Page): Promise<void> {
  await addSome(page)
  await field(page).fill('Shall we send it again?')
  await field(page).press('Enter')
  await messages(page).getByText('Shall we send it again?').waitFor()
}
