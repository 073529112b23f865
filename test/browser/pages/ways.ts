import type { Page } from 'playwright-core'
import { BASE, type Place, pathOf } from '../../../web/console/app/paths.ts'
import type { State } from '../states.ts'
import type { BotName, SessionName, Stage } from './stage.ts'

/** A popup is outside the page's landmarks, as its pattern permits: it is read when it gets the focus. */
export const POPUP = ['region']

/**
 * The guards of an open menu pass the focus on. Axe accepts them behind a modal. It looks for one at five points of the
 * screen, and on a phone the menu's own button may be at one of them.
 */
export const OPEN_MENU = [...POPUP, 'aria-hidden-focus']

/** A frame has its own header and main, which the rule compares with those of the page that embeds it. */
export const FRAMES = ['landmark-unique']

/** The browser's error for an error response, or for no response. */
export const REFUSED = /Failed to load resource/
/** The same, and the error for a closed socket. */
export const LOST = /Failed to load resource|WebSocket connection to/

export const inConsole = (stage: Stage, path: string) => `${stage.url}${BASE}${path}`

export const goTo = async (page: Page, stage: Stage, place: Exclude<Place, { page: 'unknown' }>) => {
  await page.goto(inConsole(stage, pathOf(place)))
}

export const rows = (page: Page) => page.getByRole('region', { name: 'Conversations' }).getByRole('listitem')
export const messages = (page: Page) => page.getByRole('region', { name: 'Messages' })
export const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')

/** Opens a conversation, without waiting for it. */
export const openConversation = (page: Page, stage: Stage, name: SessionName, of: BotName = 'demo') =>
  goTo(page, stage, { page: 'inbox', botId: stage[of].botId, view: 'all', session: stage.sessions[name] })

/** Opens the conversation that Ana has, and waits for its end on screen. */
export async function openMine(page: Page, stage: Stage): Promise<void> {
  await openConversation(page, stage, 'mine')
  await field(page).waitFor()
  await messages(page).getByText('I leave on Friday').last().waitFor()
}

/** A state of the conversation that Ana has. */
export const inMine = (show: State['reach'], extra: Partial<State> = {}): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await openMine(page, stage)
    await show(page, stage)
  },
  ...extra,
})
