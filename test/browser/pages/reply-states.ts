import type { Page } from 'playwright-core'
import type { ReplyFault } from '../../../web/console/conversation/replies/check.ts'
import type { OwnReplies, RepliesState, Saving } from '../../../web/console/conversation/replies/useReplies.ts'
import type { LinksState } from '../../../web/console/profile/useLinks.ts'
import type { State } from '../states.ts'
import { openAddMenu } from './composer-states.ts'
import { field, inMine, OPEN_MENU, openConversation, REFUSED } from './ways.ts'

/** The states of canned replies, and of the links beside a conversation. */
export type ReplyState =
  | `canned replies ${RepliesState['status']}`
  | 'canned replies, one found'
  | 'canned replies, none match'
  | 'canned replies, none yet'
  | 'canned reply with a gap'
  | 'menu to add, with a draft'
  | `own replies ${OwnReplies['status']}`
  | 'own replies, none yet'
  | 'own replies, one deleted'
  | 'making a reply'
  | `making a reply, fault ${ReplyFault['kind']}`
  | `making a reply, ${Exclude<Saving, 'saved'>}`
  | `links ${Exclude<LinksState['status'], 'loading'>}`

const LISTED = /\/bots\/[^/]*\/replies$/
const OWN = /\/agents\/me\/replies$/

const list = (page: Page) => page.getByRole('listbox', { name: 'Canned replies' })
const dialog = (page: Page) => page.getByRole('dialog')
const refuse = (page: Page, url: RegExp, code: string, status = 400) =>
  page.route(url, route => route.fulfill({ status, json: { code, detail: '' } }))

const isReady = async (page: Page) => {
  await page.locator('textarea[aria-haspopup=listbox]').waitFor()
  await field(page).focus()
}

/** Types into the answer, as an agent does. */
const type = async (page: Page, text: string) => {
  await isReady(page)
  await page.keyboard.type(text)
}

const openList = async (page: Page, text = '/') => {
  await type(page, text)
  await list(page).getByRole('option').first().waitFor()
}

async function manage(page: Page): Promise<void> {
  await openAddMenu(page)
  await page.getByRole('menuitem', { name: /My canned replies/ }).click()
  await dialog(page).getByRole('heading', { name: 'My canned replies' }).waitFor()
}

async function make(page: Page, name: string, value: string): Promise<void> {
  await manage(page)
  await dialog(page).getByRole('button', { name: 'New reply' }).click()
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog(page).getByRole('textbox', { name: 'Text' }).fill(value)
}

const save = (page: Page) => dialog(page).getByRole('button', { name: 'Save' }).click()

/** A form with a wrong field. */
const fault = (words: string, name: string, value: string): State =>
  inMine(async page => {
    await make(page, name, value)
    await save(page)
    await dialog(page).getByText(words).waitFor()
  })

/** Shows the profile, beside the conversation or as a sheet over it. */
async function openProfile(page: Page): Promise<void> {
  const open = page.getByRole('button', { name: 'Profile', exact: true })
  if (await open.isVisible()) await open.click()
}

export const REPLY_STATES = {
  'canned replies ready': inMine(page => openList(page)),
  'canned replies, one found': inMine(page => openList(page, 'One moment. /ware')),
  'canned replies, none match': inMine(async page => {
    await type(page, '/invoice')
    await page.getByText('No canned reply matches.').first().waitFor()
  }),
  'canned replies, none yet': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(LISTED, route => route.fulfill({ json: { items: [], trigger: '/' } }))
      await openConversation(page, stage, 'mine')
      await type(page, '/')
      await page.getByText('There are no canned replies yet.').waitFor()
    },
  },
  'canned replies loading': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(LISTED, () => {})
      await openConversation(page, stage, 'mine')
      await type(page, '/')
      await page.getByText('The canned replies are loading').waitFor()
    },
  },
  'canned replies failed': {
    by: 'Ana',
    async reach(page, stage) {
      await refuse(page, LISTED, 'request.invalid')
      await openConversation(page, stage, 'mine')
      await type(page, '/')
      await page.getByText('The canned replies could not be loaded.').waitFor()
    },
    complaint: REFUSED,
  },
  'canned reply with a gap': inMine(async page => {
    await openList(page, '/order')
    await page.keyboard.press('Enter')
    await page.getByText('There is no value for user.attributes.orderId').waitFor()
  }),
  'menu to add, with a draft': inMine(
    async page => {
      await field(page).fill('I ask the warehouse.')
      await openAddMenu(page)
    },
    { leaves: OPEN_MENU },
  ),
  'own replies ready': inMine(async page => {
    await manage(page)
    await dialog(page).getByText('Warehouse', { exact: true }).waitFor()
  }),
  'own replies loading': inMine(async page => {
    await page.route(OWN, () => {})
    await manage(page)
  }),
  'own replies failed': inMine(
    async page => {
      await refuse(page, OWN, 'request.invalid')
      await manage(page)
      await dialog(page).getByText('Your canned replies could not be loaded.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'own replies, none yet': inMine(async page => {
    await page.route(OWN, route => route.fulfill({ json: { version: 0, items: [] } }))
    await manage(page)
    await dialog(page).getByText('You have none yet.').waitFor()
  }),
  'own replies, one deleted': inMine(async page => {
    await page.route(OWN, async route => {
      if (route.request().method() === 'PUT') await route.fulfill({ json: route.request().postDataJSON() })
      else await route.continue()
    })
    await manage(page)
    await dialog(page).getByRole('button', { name: 'Delete “Warehouse”' }).click()
    await dialog(page).getByRole('button', { name: 'Undo' }).waitFor()
  }),
  'making a reply': inMine(page => make(page, 'Photo', 'Please send us a photo of the tent, {{user.fullName|}}.')),
  'making a reply, fault missing': fault('Enter a text.', 'Photo', ' '),
  'making a reply, fault nameTaken': fault('You have a reply with this name.', 'Warehouse', 'Hello!'),
  'making a reply, fault unknown': fault('There is no variable {{user.name}}.', 'Photo', 'Hello {{user.name}}!'),
  'making a reply, fault unclosed': fault('Close this variable with }}', 'Photo', 'Hello {{user.fullName!'),
  'making a reply, stale': inMine(
    async page => {
      await make(page, 'Photo', 'Please send us a photo.')
      await page.route(OWN, async route => {
        if (route.request().method() !== 'PUT') return await route.continue()
        await route.fulfill({ status: 409, json: { code: 'config.stale_version', detail: '' } })
      })
      await save(page)
      await dialog(page).getByText('You changed your replies elsewhere').waitFor()
    },
    { complaint: REFUSED },
  ),
  'making a reply, failed': inMine(
    async page => {
      await make(page, 'Photo', 'Please send us a photo.')
      await refuse(page, OWN, 'request.invalid')
      await save(page)
      await dialog(page).getByText('This could not be saved.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'links ready': inMine(async page => {
    await openProfile(page)
    await page.getByRole('link', { name: 'Customer record' }).waitFor()
  }),
  'links failed': {
    by: 'Ana',
    async reach(page, stage) {
      await refuse(page, /\/bots\/[^/]*\/links$/, 'request.invalid')
      await openConversation(page, stage, 'mine')
      await isReady(page)
      await openProfile(page)
      await page.getByText('The links could not be loaded.').waitFor()
    },
    complaint: REFUSED,
  },
} satisfies Record<ReplyState, State>
