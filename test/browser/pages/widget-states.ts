import type { FrameLocator, Page } from 'playwright-core'
import type { Closed } from '../../../web/widget/frame/chat/load-bot.ts'
import type { MessageState } from '../../../web/widget/frame/log/rows.ts'
import type { RatingStatus } from '../../../web/widget/frame/rating/asking.ts'
import type { Language } from '../../../web/widget/frame/texts/catalogue.ts'
import type { Holder } from '../../../web/widget/messages.ts'
import { forbidStorage } from '../forbid-storage.ts'
import type { State } from '../states.ts'
import { KINDS } from './contents.ts'
import { frameIn, type Stage } from './stage.ts'
import { changeEntries, keepMessages } from './tampering.ts'
import { FRAMES, LOST, REFUSED } from './ways.ts'

/**
 * The states that the widget and its demo are designed for. A new one, or a new member of a union, needs an entry
 * below.
 */
export type WidgetState =
  | 'demo'
  | 'demo, opened'
  | 'demo, signed in'
  | `widget closed, ${'strict policy' | 'right to left'}`
  | `widget opened, ${'strict policy' | 'right to left'}`
  | 'widget, first opening'
  | 'widget loading'
  | `widget held by ${Holder['holder']}`
  | 'widget handed back'
  | 'widget handed back, since nobody came'
  | `widget, message ${Exclude<MessageState['status'], 'logged'>}`
  | `widget rating, ${Exclude<RatingStatus, 'given'> | 'in German'}`
  | 'widget rated'
  | 'widget offline'
  | 'widget, storage forbidden'
  | 'widget with each content'
  | 'widget with each content, its beginning'
  | 'widget with hostile content'
  | 'widget with a long log'
  | 'widget menu'
  | 'widget asking to end'
  | `widget, language ${Exclude<Language, 'en'>}`
  | `widget, ${Closed}`

type Frame = Page | FrameLocator

const button = (page: Page) => page.locator('interlude-widget').getByRole('button')
const fieldOf = (frame: Frame) => frame.getByRole('textbox')

async function say(frame: Frame, text: string, answer: string | RegExp) {
  await fieldOf(frame).fill(text)
  await fieldOf(frame).press('Enter')
  await frame.getByText(answer).last().waitFor()
}

/** The widget as a page of its own. */
const alone = async (page: Page, stage: Stage, botId = stage.shop.botId) => {
  await page.goto(`${stage.url}/widget/?bot=${botId}&mode=page`)
}

const widget = (reach: State['reach'], extra: Partial<State> = {}): State => ({
  by: 'nobody',
  async reach(page, stage) {
    await alone(page, stage)
    await fieldOf(page).waitFor()
    await reach(page, stage)
  },
  ...extra,
})

const inPage = (path: string, reach: State['reach']): State => ({
  by: 'nobody',
  leaves: FRAMES,
  async reach(page, stage) {
    await page.goto(stage.hostUrl + path)
    await button(page).waitFor()
    await reach(page, stage)
  },
})

const open = async (page: Page) => {
  await button(page).click()
  await fieldOf(frameIn(page)).waitFor()
}

const inDemo = (reach: State['reach']): State => ({
  by: 'nobody',
  leaves: FRAMES,
  async reach(page, stage) {
    await page.goto(`${stage.url}/demo/`)
    await button(page).waitFor()
    await reach(page, stage)
  },
})

const ENGLISH = { waiting: 'We are looking for somebody', back: 'The assistant is answering again.' }
const GERMAN = { waiting: 'Wir suchen jemanden', back: 'Der Assistent antwortet wieder.' }

const toPerson = async (page: Page, stage: Stage, { waiting } = ENGLISH): Promise<string> => {
  await say(page, 'human', waiting)
  const kept = await page.evaluate(id => localStorage.getItem(`interlude.token.${id}`), stage.shop.botId)
  const { session }: { session: string } = JSON.parse(kept ?? '{}')
  await stage.asAna(stage.shop, `conversations/${session}/messages`, {
    id: 'a',
    text: 'Hello, I am Ana. How can I help?',
  })
  await page.getByText('How can I help?').waitFor()
  return session
}

/** The route that takes ratings. */
const RATING = /\/rating\?/

/** The user is asked for a rating, after an agent has given the conversation back. */
const asked = async (page: Page, stage: Stage, words = ENGLISH) => {
  const session = await toPerson(page, stage, words)
  await stage.asAna(stage.shop, `conversations/${session}/unpause`, { id: 'u', outcome: 'resolved' })
  await page.getByText(words.back).waitFor()
}

const rate = async (page: Page, stage: Stage) => {
  await asked(page, stage)
  await page.getByRole('radio', { name: '4 of 5' }).check()
  await page.getByRole('textbox', { name: 'Comment' }).fill('Ana found my parcel at once.')
  await page.getByRole('button', { name: 'Send rating' }).click()
}

async function showEachContent(page: Page): Promise<void> {
  await say(page, 'everything', 'Or?')
  for (const kind of KINDS) await page.locator(`[data-kind="${kind}"]`).first().waitFor()
}

export const WIDGET_STATES = {
  demo: inDemo(async () => {}),
  'demo, opened': inDemo(async page => {
    await open(page)
    await say(frameIn(page), 'Show me your gear', 'Ember stove')
  }),
  'demo, signed in': inDemo(async page => {
    await page.getByRole('button', { name: 'Sign in as Ida' }).first().click()
    await page.getByText('Ida Larsen').waitFor()
  }),
  'widget closed, strict policy': inPage('/strict', async () => {}),
  'widget opened, strict policy': inPage('/strict', open),
  'widget closed, right to left': inPage('/right-to-left', async () => {}),
  'widget opened, right to left': inPage('/right-to-left', async page => {
    await open(page)
    await say(frameIn(page), 'שלום, האם האוהל עמיד למים?', 'You said שלום')
  }),
  'widget, first opening': widget(async page => {
    await page.getByText('Hi, I am Pip.').waitFor()
  }),
  'widget loading': {
    by: 'nobody',
    async reach(page, stage) {
      await page.route('**/public', () => {})
      await alone(page, stage)
      await page.getByText('Opening the chat…').waitFor({ state: 'attached' })
    },
  },
  'widget held by bot': widget(async page => {
    await say(page, 'Do you have tents?', 'You said Do you have tents?.')
  }),
  'widget held by waiting': widget(async page => {
    await say(page, 'human', / in line/)
  }),
  'widget held by person': widget(async (page, stage) => {
    await toPerson(page, stage)
    await say(page, 'My number is 4711.', 'My number is 4711.')
  }),
  'widget handed back': widget(async (page, stage) => {
    const session = await toPerson(page, stage)
    await stage.asAna(stage.shop, `conversations/${session}/unpause`, { id: 'u', outcome: 'resolved' })
    await page.getByText('The assistant is answering again.').waitFor()
  }),
  'widget handed back, since nobody came': widget(async (page, stage) => {
    // A real expiry takes twenty minutes.
    await changeEntries(page, entry => (entry.kind === 'resumed' ? { ...entry, outcome: 'expired' } : entry))
    await page.reload()
    const session = await toPerson(page, stage)
    await stage.asAna(stage.shop, `conversations/${session}/unpause`, { id: 'u', outcome: 'resolved' })
    await page.getByText('Nobody was free. The assistant is answering again.').waitFor()
  }),
  'widget rating, asked': widget(async (page, stage) => {
    await asked(page, stage)
    await page.getByRole('radio').first().waitFor()
  }),
  'widget rating, sending': widget(async (page, stage) => {
    await page.route(RATING, () => {})
    await rate(page, stage)
    await page.getByRole('button', { name: 'Sending…' }).waitFor()
  }),
  'widget rating, failed': widget(
    async (page, stage) => {
      await page.route(RATING, route => route.fulfill({ status: 503, json: { code: 'service.overloaded' } }))
      await rate(page, stage)
      await page.getByText('Your rating was not sent.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'widget rating, over': widget(
    async (page, stage) => {
      await page.route(RATING, route => route.fulfill({ status: 409, json: { code: 'rating.not_open' } }))
      await rate(page, stage)
      await page.getByText('can no longer be rated').waitFor()
    },
    { complaint: REFUSED },
  ),
  'widget rating, in German': widget(
    async (page, stage) => {
      await asked(page, stage, GERMAN)
      await page.getByRole('radio', { name: '3 von 5' }).check()
      await page.getByRole('button', { name: 'Bewertung senden' }).waitFor()
    },
    { locale: 'de-DE' },
  ),
  'widget rated': widget(async (page, stage) => {
    await rate(page, stage)
    await page.getByText('You gave 4 of 5 stars. Thank you!').waitFor()
    await page.getByRole('radio').first().waitFor({ state: 'detached' })
  }),
  'widget, message sending': widget(async page => {
    await keepMessages(page, () => undefined)
    await page.reload()
    await say(page, 'Do you have tents?', 'Sending…')
  }),
  'widget, message failed': widget(async page => {
    await keepMessages(page, ({ id }) => ({ type: 'error', replyTo: id, code: 'auth.forbidden', detail: '' }))
    await page.reload()
    await say(page, 'Do you have tents?', 'Not sent')
  }),
  'widget offline': widget(
    async page => {
      await say(page, 'Do you have tents?', 'You said Do you have tents?.')
      await page.context().setOffline(true)
      await page.getByText('No connection.').waitFor()
    },
    { complaint: LOST },
  ),
  'widget, storage forbidden': {
    by: 'nobody',
    async reach(page, stage) {
      await forbidStorage(page)
      await alone(page, stage)
      await page.getByText('This chat lasts only while the page is open').waitFor()
    },
  },
  'widget with each content': widget(async page => {
    await showEachContent(page)
  }),
  'widget with each content, its beginning': widget(async page => {
    await showEachContent(page)
    await page.getByRole('region', { name: 'Messages' }).evaluate(it => it.scrollTo({ top: 0 }))
  }),
  'widget with hostile content': widget(
    async page => {
      await say(page, 'hostile', 'Choose')
    },
    { complaint: REFUSED },
  ),
  'widget with a long log': widget(async page => {
    for (let at = 1; at <= 20; at++) await say(page, `message ${at}`, `You said message ${at}.`)
  }),
  'widget menu': widget(async page => {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem').first().waitFor()
  }),
  'widget asking to end': widget(async page => {
    await say(page, 'hello', 'You said hello.')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'End this chat' }).click()
    await page.getByRole('button', { name: 'End chat' }).waitFor()
  }),
  'widget, language de': widget(
    async page => {
      await say(page, 'human', /Sie sind .* (dran|Warteschlange)/)
    },
    { locale: 'de-DE' },
  ),
  'widget, language fr': widget(
    async page => {
      await say(page, 'human', /Vous êtes (en tête de|numéro \d+ dans) la file/)
    },
    { locale: 'fr-FR' },
  ),
  'widget, unknown-bot': {
    by: 'nobody',
    complaint: REFUSED,
    async reach(page, stage) {
      await alone(page, stage, 'nobody')
      await page.getByText('This chat does not exist').waitFor()
    },
  },
  'widget, forbidden': {
    by: 'nobody',
    leaves: FRAMES,
    async reach(page, stage) {
      await page.goto(`${stage.hostUrl}/walled`)
      await page.getByRole('button', { name: 'Chat' }).click()
      await frameIn(page).getByText('This chat is not available here').waitFor()
    },
  },
  'widget, expired': {
    by: 'nobody',
    complaint: LOST,
    async reach(page, stage) {
      await alone(page, stage)
      await say(page, 'hello', 'You said hello.')
      await page.evaluate(id => {
        const key = `interlude.token.${id}`
        const kept = JSON.parse(localStorage.getItem(key) ?? '{}')
        localStorage.setItem(key, JSON.stringify({ ...kept, token: `${kept.token}x` }))
      }, stage.shop.botId)
      await page.reload()
      await page.getByText('Your session has ended').waitFor()
    },
  },
  'widget, failed': {
    by: 'nobody',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route('**/public', route => route.fulfill({ status: 500, json: {} }))
      await alone(page, stage)
      await page.getByText('The chat did not open').waitFor()
    },
  },
} satisfies Record<WidgetState, State>
