import type { Page } from 'playwright-core'
import type { Language } from '../../../web/console/texts/languages.ts'
import type { State } from '../states.ts'
import { goTo, inMine, openConversation, POPUP, REFUSED, rows } from './ways.ts'

/** The states of an agent who snoozes a conversation. */
export type SnoozeState =
  | 'list of snoozed conversations'
  | 'menu to snooze'
  | `menu to snooze, in ${Exclude<Language, 'en'>}`
  | 'snoozing until a chosen time'
  | 'snoozing until a time that has passed'
  | 'snooze refused'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })

const openMenu = async (page: Page, name = 'Snooze') => {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('menu').waitFor()
}

const choose = async (page: Page) => {
  await openMenu(page)
  await page.getByRole('menuitem', { name: /chosen time/ }).click()
  await page.getByRole('dialog').waitFor()
}

/** The menu of a snoozed conversation in another language, whose button to wake is long. */
const inLanguage = (locale: string, snooze: string, wake: string): State => ({
  by: 'Ana',
  locale,
  leaves: POPUP,
  async reach(page, stage) {
    await openConversation(page, stage, 'snoozed')
    await page.getByRole('button', { name: wake }).waitFor()
    await openMenu(page, snooze)
  },
})

export const SNOOZE_STATES = {
  'list of snoozed conversations': {
    by: 'Ana',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'mine' })
      await rows(page).last().getByText('snoozed').waitFor()
    },
  },
  'menu to snooze': inMine(
    async page => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: /Until tomorrow/ }).waitFor()
    },
    { leaves: POPUP },
  ),
  'menu to snooze, in de': inLanguage('de-DE', 'Zurückstellen', 'Wecken'),
  'menu to snooze, in fr': inLanguage('fr-FR', 'Mettre en veille', 'Réveiller'),
  'snoozing until a chosen time': inMine(choose),
  'snoozing until a time that has passed': inMine(async page => {
    await choose(page)
    await page.getByLabel('Date and time').fill('2020-01-06T09:00')
    await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click()
    await page.getByRole('dialog').locator('[aria-invalid=true]').waitFor()
  }),
  'snooze refused': inMine(
    async page => {
      await page.route(/\/snooze$/, route => route.fulfill({ status: 409, json: { code: 'handoff.not_yours' } }))
      await openMenu(page)
      await page.getByRole('menuitem', { name: /1 hour/ }).click()
      await control(page).getByText('That did not work.').waitFor()
    },
    { complaint: REFUSED },
  ),
} satisfies Record<SnoozeState, State>
