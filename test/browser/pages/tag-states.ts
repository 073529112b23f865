import type { Page } from 'playwright-core'
import type { Language } from '../../../web/console/texts/languages.ts'
import type { State } from '../states.ts'
import type { Stage } from './stage.ts'
import { goTo, inMine, POPUP, REFUSED } from './ways.ts'

type Translated = Exclude<Language, 'en'>

/** The states of tags, macros, and actions on several conversations. */
export type TagState =
  | 'choosing a tag'
  | 'every tag given'
  | 'tag refused'
  | `choosing a tag, in ${Translated}`
  | 'menu of macros'
  | `menu of macros, in ${Translated}`
  | 'macro that can be undone'
  | `macro that can be undone, in ${Translated}`
  | 'macro undone'
  | 'macro refused'
  | 'macro without a value'
  | 'selected conversations'
  | `selected conversations, in ${Translated}`
  | 'actions on conversations under way'
  | 'actions on conversations refused'

const LOCALES = { de: 'de-DE', fr: 'fr-FR' } as const satisfies Record<Translated, string>
const ADD = { en: 'Add a tag', de: 'Schlagwort hinzufügen', fr: 'Ajouter une étiquette' } as const
const MENU = { en: 'Macros', de: 'Makros', fr: 'Macros' } as const

const toast = (page: Page) => page.locator('[data-toast=macro]')

const pickTag = async (page: Page, language: Language = 'en') => {
  await page.getByRole('button', { name: ADD[language] }).click()
  await page.getByRole('dialog').getByRole('option').first().waitFor()
}
const openMacros = async (page: Page, language: Language = 'en') => {
  await page.getByRole('button', { name: MENU[language], exact: true }).click()
  await page.getByRole('menu').waitFor()
}
/** Makes the page wait for ever where it waits for some seconds. */
const holdTimers = (page: Page) =>
  page.evaluate(() => {
    const real = window.setTimeout.bind(window)
    const held = [3_000, 5_000]
    Object.assign(window, {
      setTimeout: (run: () => void, ms?: number) => (ms !== undefined && held.includes(ms) ? 0 : real(run, ms)),
    })
  })

/** Chooses a macro, which can be undone for as long as the test looks. */
const chooseMacro = async (page: Page, language: Language = 'en') => {
  await openMacros(page, language)
  await holdTimers(page)
  await page.getByRole('menuitem').first().click()
  await toast(page).waitFor()
}

const refusedMacro = (json: unknown): State =>
  inMine(
    async page => {
      await page.route(/\/macros$/, route =>
        route.request().method() === 'POST' ? route.fulfill({ status: 409, json }) : route.continue(),
      )
      await page.clock.install()
      await openMacros(page)
      await page.getByRole('menuitem').first().click()
      await toast(page).waitFor()
      await page.clock.fastForward(6_000)
      await toast(page).getByText('did nothing').waitFor()
    },
    { complaint: REFUSED },
  )

/** Selects the first rows of all conversations. */
const select = async (page: Page, stage: Stage) => {
  await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all' })
  for (const at of [0, 1, 3]) await page.getByRole('listitem').nth(at).getByRole('checkbox').click()
  await page
    .locator('section', { has: page.locator('button') })
    .getByText(/^3 /)
    .first()
    .waitFor()
}

const selected = (show: State['reach'], extra: Partial<State> = {}): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await select(page, stage)
    await show(page, stage)
  },
  ...extra,
})

/** In another language, whose words are longer. */
const translated = (language: Translated, show: (page: Page, language: Translated) => Promise<void>): State => ({
  by: 'Ana',
  locale: LOCALES[language],
  leaves: POPUP,
  async reach(page, stage) {
    await openConversationIn(page, stage)
    await show(page, language)
  },
})
const openConversationIn = async (page: Page, stage: Stage) => {
  await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all', session: stage.sessions.mine })
  await page.getByText('I leave on Friday').last().waitFor()
}

const showMacro = async (page: Page, language: Translated) => chooseMacro(page, language)

export const TAG_STATES = {
  'choosing a tag': inMine(page => pickTag(page)),
  'every tag given': inMine(async page => {
    await page.route(/\/tags$/, route => route.fulfill({ json: { items: ['VIP', 'Refund'] } }))
    await page.reload()
    await page.locator('button:disabled', { hasText: ADD.en }).waitFor()
  }),
  'tag refused': inMine(
    async page => {
      await page.route(/\/tags$/, route =>
        route.request().method() === 'POST'
          ? route.fulfill({ status: 404, json: { code: 'tag.not_found', detail: 'gone' } })
          : route.continue(),
      )
      await pickTag(page)
      await page.getByRole('option').first().click()
      await page.getByText('The bot no longer has this tag.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'choosing a tag, in de': translated('de', pickTag),
  'choosing a tag, in fr': translated('fr', pickTag),
  'menu of macros': inMine(page => openMacros(page), { leaves: POPUP }),
  'menu of macros, in de': translated('de', openMacros),
  'menu of macros, in fr': translated('fr', openMacros),
  'macro that can be undone': inMine(page => chooseMacro(page), { leaves: POPUP }),
  'macro that can be undone, in de': translated('de', showMacro),
  'macro that can be undone, in fr': translated('fr', showMacro),
  'macro undone': inMine(
    async page => {
      await chooseMacro(page)
      await toast(page).getByRole('button', { name: 'Undo' }).click()
      await toast(page).getByText('Nothing was sent').waitFor()
    },
    { leaves: POPUP },
  ),
  'macro refused': refusedMacro({
    code: 'handoff.not_yours',
    detail: 'Ben has this conversation',
    holder: 'human',
    agent: { type: 'agent', id: 'ben', name: 'Ben' },
  }),
  'macro without a value': refusedMacro({
    code: 'macro.no_value',
    detail: 'no value and no fallback: {{user.attributes.order}}',
  }),
  'selected conversations': selected(async () => {}),
  'selected conversations, in de': selected(async () => {}, { locale: LOCALES.de }),
  'selected conversations, in fr': selected(async () => {}, { locale: LOCALES.fr }),
  'actions on conversations under way': selected(async page => {
    await page.route(/\/(claim|pause)$/, () => {})
    await page.getByRole('button', { name: 'Take on' }).click()
    await page.getByText('0 of 3 done').waitFor()
  }),
  'actions on conversations refused': selected(
    async page => {
      const agent = { type: 'agent', id: 'ben', name: 'Ben' }
      const json = { code: 'handoff.not_yours', detail: 'Ben has it', holder: 'human', agent }
      await page.route(/\/transfer$/, route => route.fulfill({ status: 409, json }))
      await page.getByRole('button', { name: 'Put back for everybody' }).click()
      await page.getByText('3 were refused and stay selected:').waitFor()
    },
    { complaint: REFUSED },
  ),
} satisfies Record<TagState, State>
