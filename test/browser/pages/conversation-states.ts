import type { Locator, Page } from 'playwright-core'
import type { OutboxItem } from '../../../lib/client/index.ts'
import type { AnswerWindow } from '../../../lib/protocol/conversation.ts'
import type { Entry, NoteRemark } from '../../../lib/protocol/entry.ts'
import type { ServerFrame } from '../../../lib/protocol/frames.ts'
import type { ShownKind } from '../../../lib/protocol/shown.ts'
import type { Answering } from '../../../web/console/conversation/answering.ts'
import type { Fate } from '../../../web/console/conversation/facts.ts'
import type { FoundState } from '../../../web/console/conversation/find/useFound.ts'
import type { Holding } from '../../../web/console/conversation/holding.ts'
import type { FactsState } from '../../../web/console/data/useConversationFacts.ts'
import type { State } from '../states.ts'
import { KINDS } from './contents.ts'
import { LEFT_ALONE } from './entries.ts'
import { type BotName, LAST_LINE, type SessionName, type Stage } from './stage.ts'
import { changeEntries, keepMessages, tell } from './tampering.ts'
import { field, goTo, inMine, messages, OPEN_MENU, openConversation, openMine, REFUSED } from './ways.ts'

/** The states of a conversation, and of an agent's actions in it. */
export type ConversationState =
  | `conversation ${SessionName}`
  | `conversation ${Exclude<FactsState['status'], 'ready'>}`
  | 'conversation of another bot'
  | 'conversation each content, its beginning'
  | 'conversation each remark'
  | 'entry of an unknown kind'
  | 'in company'
  | 'writing a note'
  | `answering ${Exclude<Answering['status'], 'open'>}`
  | 'answering over, with a draft'
  | 'writing too much'
  | 'asked before two answer'
  // An acknowledged message looks as before.
  | `message ${Exclude<OutboxItem['state']['status'], 'acknowledged'>}`
  | 'messages delivered and read'
  | 'menu to hand back'
  | 'handing back with a comment'
  | `finding, ${Exclude<FoundState['status'], 'nothing-sought' | 'looking'>}`
  | 'finding nothing'
  | 'profile'
  | 'profile with a rating'

/** The text of each kind of entry, in the conversation that has all kinds. */
const ENTRIES = {
  message: 'Do you hear me?',
  withheld: 'The bot wanted to say',
  paused: 'Bot asked for a person',
  tagged: 'Admin changed the tags',
  resumed: 'Admin gave the conversation back to the bot',
  rated: 'Rosa Lind rated it: 4 of 5 stars',
  assigned: 'Admin took it on',
  transferred: 'Ana fell silent. Everybody is asked again.',
  declined: 'Admin declined it',
  snoozed: 'Admin snoozed it until the user writes',
  woken: 'Admin ended the snooze',
  note: 'Refund is granted.',
  alerted: 'Agents were alerted',
  acknowledged: 'Admin knows of the alert',
  undeliverable: 'The channel did not take a message: answered 400',
  redelivery: 'Admin sent it again',
  proposed: 'Admin sent this reply of the bot',
  reviewed: 'Admin sent this reply of the bot',
  supervised: 'Admin supervises the bot: people approve what it says',
} as const satisfies Record<Entry['kind'], string>

/** The text of each delivery result, in the same conversation. */
const FATES = {
  undeliverable: ['Not delivered'],
  resent: ['Sent again'],
  withheld: ['The user did not get this.', 'It is not known whether the user got this.'],
} as const satisfies Record<Fate['status'], readonly string[]>

/** The text of each kind of remark about the first message. */
const REMARKS = {
  reaction: 'Rosa Lind reacted with ❤️ to “hello”',
  edited: 'Rosa Lind changed “hello”',
  deleted: 'Rosa Lind deleted a message',
  blocked: 'Rosa Lind blocked the account',
} as const satisfies Record<NoteRemark['type'], string>

/** Each kind of holder of a conversation, with the text of the control bar. */
const HOLDERS = {
  bot: { in: 'with the bot', words: 'The bot has this' },
  supervised: { in: 'supervised', words: 'The bot writes, people approve' },
  nobody: { in: 'waiting', words: 'Waiting for a person' },
  me: { in: 'mine', words: 'You have this' },
  other: { in: 'of another agent', words: 'Ben has this' },
} as const satisfies Record<Holding['by'], { readonly in: SessionName; readonly words: string }>

/** Opens a conversation with its whole end on screen. `last`: text of its last line. */
const conversation = (
  name: SessionName,
  last: string | RegExp,
  of: BotName = 'demo',
  by: State['by'] = 'Ana',
): State => ({
  by,
  async reach(page, stage) {
    await openConversation(page, stage, name, of)
    await field(page).waitFor()
    await messages(page).getByText(last).last().waitFor()
    for (const holder of Object.values(HOLDERS)) {
      if (holder.in === name) await page.getByRole('region', { name: 'Control' }).getByText(holder.words).waitFor()
    }
  },
})

/** Scrolls the log to its beginning and back: a virtual log has only the rows near the viewport. */
async function kindsInSight(page: Page): Promise<ReadonlySet<string>> {
  const log = messages(page)
  const kinds = new Set<string>()
  for (let isMore = true; isMore; ) {
    const seen = await log
      .locator('[data-content]')
      .evaluateAll(all => all.map(each => `${each.getAttribute('data-content')}`))
    for (const kind of seen) kinds.add(kind)
    isMore = await log.evaluate(async it => {
      const before = it.scrollTop
      // Acts as a person: a log that has just opened stays at its end despite other scrolling.
      it.dispatchEvent(new Event('wheel'))
      it.scrollTop -= it.clientHeight
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return it.scrollTop < before
    })
  }
  return kinds
}

async function showsEachContent(page: Page): Promise<void> {
  const kinds = await kindsInSight(page)
  const missing = KINDS.filter((kind: ShownKind) => !kinds.has(kind))
  if (missing.length > 0) throw new Error(`no message shows ${missing.join(', ')}`)
}

/** Searches a conversation of thousands of entries for a text. */
async function seek(page: Page, stage: Stage, words: string): Promise<Locator> {
  await conversation('long log', LAST_LINE).reach(page, stage)
  await page.keyboard.press('Control+f')
  await page.getByRole('search').getByRole('searchbox').fill(words)
  return page.getByRole('search')
}

const say = async (page: Page, words: string) => {
  await field(page).fill(words)
  await field(page).press('Enter')
}

const HOUR_MS = 3_600_000

/** The conversation that Ana has, on a channel whose platform takes answers for a limited time, from now on in ms. */
const limited = (
  limits: Readonly<Partial<Record<keyof AnswerWindow, number>>>,
  show: (page: Page) => Promise<void>,
): State => ({
  by: 'Ana',
  async reach(page, stage) {
    const times = Object.entries(limits).map(([name, ms]) => [name, new Date(Date.now() + ms).toISOString()] as const)
    await page.route(/\/conversations\/ses_[^/]*$/, async route => {
      const answer = await route.fetch()
      await route.fulfill({ json: { ...(await answer.json()), ...Object.fromEntries(times) } })
    })
    await openConversation(page, stage, 'mine')
    await messages(page)
      .getByText(/I leave on Friday/)
      .last()
      .waitFor()
    await show(page)
  },
})

export const CONVERSATION_STATES = {
  'conversation with the bot': conversation('with the bot', /Monday to Friday/),
  'conversation snoozed': conversation('snoozed', /Ana snoozed it until/),
  'conversation snoozed by another agent': conversation(
    'snoozed by another agent',
    /Ben snoozed it until the user writes/,
  ),
  'conversation waiting': conversation('waiting', /I will get somebody/),
  'conversation supervised': conversation('supervised', 'The bot wants to say', 'watched', 'Admin'),
  'conversation mine': conversation('mine', /I leave on Friday/),
  'conversation of another agent': conversation('of another agent', /I am Ben/),
  'conversation long name': conversation('long name', /demo bot/),
  'conversation no name': conversation('no name', /demo bot/),
  'conversation right to left': conversation('right to left', /did not understand/),
  'conversation each entry': {
    by: 'Admin',
    async reach(page, stage) {
      await changeEntries(page, entry =>
        entry.kind === 'note' && entry.text === LEFT_ALONE
          ? { ...entry, kind: 'transferred', by: { type: 'system' }, from: ANA, reason: 'idle', episode: 1 }
          : entry,
      )
      await conversation('each entry', ENTRIES.rated, 'single', 'Admin').reach(page, stage)
      for (const words of [...Object.values(ENTRIES), ...Object.values(FATES).flat()]) {
        await messages(page).getByText(words).first().waitFor()
      }
    },
  },
  'conversation each content': {
    by: 'Ana',
    async reach(page, stage) {
      await conversation('each content', /hologram/).reach(page, stage)
      await showsEachContent(page)
      await messages(page).evaluate(it => it.scrollTo({ top: it.scrollHeight }))
      await messages(page)
        .getByText(/hologram/)
        .waitFor()
    },
  },
  'conversation each content, its beginning': {
    by: 'Ana',
    async reach(page, stage) {
      await conversation('each content', /hologram/).reach(page, stage)
      await showsEachContent(page)
      await messages(page).getByText('See').first().waitFor()
    },
  },
  'conversation hostile': conversation('hostile', 'Choose'),
  'conversation long log': conversation('long log', LAST_LINE),
  'conversation of a paused bot': conversation('of a paused bot', 'hello?', 'stopped', 'Admin'),
  'conversation loading': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(/\/conversations\/ses_/, () => {})
      await openConversation(page, stage, 'mine')
      await page.getByRole('status', { name: 'Opening the conversation …' }).waitFor()
    },
  },
  'conversation failed': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(/\/conversations\/ses_[^/]*$/, route =>
        route.fulfill({ status: 400, json: { code: 'request.invalid', detail: 'path id: is too long' } }),
      )
      await openConversation(page, stage, 'mine')
      await page.getByText('The server refused this: “path id: is too long”').waitFor()
    },
  },
  'conversation unknown': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      const session = 'ses_AAAAAAAAAAAAAAAAAAAAAA'
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all', session })
      await page.getByText('This bot has no such conversation.').waitFor()
    },
  },
  'conversation of another bot': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await openConversation(page, stage, 'each entry')
      await page.getByText('This bot has no such conversation.').waitFor()
    },
  },
  'conversation each remark': {
    by: 'Admin',
    async reach(page, stage) {
      const remarks: Partial<Record<Entry['kind'], NoteRemark>> = {
        alerted: { type: 'reaction', of: 1, emoji: '❤️' },
        note: { type: 'edited', of: 1 },
        redelivery: { type: 'deleted', of: 'm_1' },
        undeliverable: { type: 'blocked' },
      }
      await changeEntries(page, entry => {
        const remark = remarks[entry.kind]
        const { seq, at, epoch } = entry
        return remark ? { seq, at, epoch, kind: 'note', by: { type: 'user' }, text: 'hello, Ana', remark } : entry
      })
      await openConversation(page, stage, 'each entry', 'single')
      for (const words of Object.values(REMARKS)) await messages(page).getByText(words).first().waitFor()
    },
  },
  'entry of an unknown kind': {
    by: 'Admin',
    async reach(page, stage) {
      await changeEntries(page, entry => (entry.kind === 'note' ? { ...entry, kind: 'poll' } : entry))
      await openConversation(page, stage, 'each entry', 'single')
      await page
        .getByText(/does not know: poll/)
        .first()
        .waitFor()
    },
  },
  'in company': {
    by: 'Ana',
    async reach(page, stage) {
      const session = stage.sessions.mine
      const ben = { id: 'ben', name: 'Ben' }
      const frames = [
        { type: 'presence', session, agents: [ben, { id: 'sara', name: 'Sara' }], version: 1_000_000 },
        { type: 'typing', session, from: 'user', on: true },
        { type: 'typing', session, from: 'agent', on: true, in: 'note', agent: ben },
      ] as const satisfies readonly ServerFrame[]
      await tell(page, frames)
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await page.getByText('Ben is writing a note …').waitFor()
    },
  },
  'writing a note': inMine(async page => {
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    await field(page).fill('She was promised a refund on Monday.')
  }),
  'answering late': limited({ answersUntil: -HOUR_MS, agentAnswersUntil: 100 * HOUR_MS }, async page => {
    await field(page).fill('The parcel is on its way.')
    await page.getByText('leaves with a mark').waitFor()
  }),
  'answering over': limited({ answersUntil: -HOUR_MS, agentAnswersUntil: -HOUR_MS }, async page => {
    await page.getByText('takes no answer until they write again').waitFor()
  }),
  'answering over, with a draft': {
    by: 'Ana',
    async reach(page, stage) {
      await openMine(page, stage)
      await field(page).fill('The parcel is on its way.')
      await limited({ answersUntil: -HOUR_MS }, async () => {
        await page.getByText('takes no answer until they write again').waitFor()
        await field(page).getByText('The parcel').waitFor()
      }).reach(page, stage)
      await page.evaluate(() => localStorage.clear())
    },
  },
  'writing too much': inMine(async page => {
    await field(page).fill('The parcel is on its way. '.repeat(2_000))
    await page.getByText(/bytes too long/).waitFor()
  }),
  'asked before two answer': {
    by: 'Ana',
    async reach(page, stage) {
      await conversation('of another agent', /I am Ben/).reach(page, stage)
      await say(page, 'Hello Emil, I am Ana.')
      await page.getByRole('alert').getByText('Ben has this. Answer anyway?').waitFor()
    },
  },
  'message waiting': {
    by: 'Ana',
    async reach(page, stage) {
      await keepMessages(page, () => undefined)
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await say(page, 'It comes on Thursday.')
      await messages(page).getByText('Sending …').waitFor({ state: 'attached' })
    },
  },
  'message failed': {
    by: 'Ana',
    async reach(page, stage) {
      await keepMessages(page, ({ id }) => ({ type: 'error', replyTo: id, code: 'auth.forbidden', detail: '' }))
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await say(page, 'It comes on Thursday.')
      await messages(page).getByRole('alert').getByText('You may not do this.').waitFor()
    },
  },
  'messages delivered and read': {
    by: 'Ana',
    async reach(page, stage) {
      const receipts = {
        type: 'receipts',
        session: stage.sessions.mine,
        deliveredUpTo: 1_000,
        readUpTo: BOT_SAID,
      } as const
      await tell(page, [receipts])
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      for (const words of ['Delivered', 'Read']) {
        await messages(page).getByText(words, { exact: true }).waitFor({ state: 'attached' })
      }
    },
  },
  'menu to hand back': inMine(
    async page => {
      await page.getByRole('button', { name: 'Hand back' }).click()
      await page.getByRole('menuitem', { name: /Resolved/ }).waitFor()
    },
    { leaves: OPEN_MENU },
  ),
  'handing back with a comment': inMine(async page => {
    await page.getByRole('button', { name: 'Hand back' }).click()
    await page.getByRole('menuitem', { name: /With a comment/ }).click()
    await page.getByRole('dialog').waitFor()
  }),
  'finding, ready': {
    by: 'Ana',
    async reach(page, stage) {
      const search = await seek(page, stage, 'line')
      await search.getByRole('button', { name: LAST_LINE }).waitFor()
    },
  },
  'finding, failed': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(/\/search\?/, route => route.fulfill({ status: 400, json: { code: 'request.invalid' } }))
      const search = await seek(page, stage, 'line')
      await search.getByText('The search did not work.').waitFor()
    },
  },
  'finding nothing': {
    by: 'Ana',
    async reach(page, stage) {
      const search = await seek(page, stage, 'Zaphod')
      await search.getByText('Nothing is found.').waitFor()
    },
  },
  profile: inMine(
    async page => {
      await page.getByRole('button', { name: 'Show the profile' }).click()
      await page.getByText('First seen').waitFor()
    },
    { only: 'phone' },
  ),
  'profile with a rating': {
    by: 'Admin',
    async reach(page, stage) {
      await openConversation(page, stage, 'each entry', 'single')
      await messages(page).getByText(ENTRIES.rated).waitFor()
      const shows = page.getByRole('button', { name: 'Show the profile' })
      if (await shows.isVisible()) await shows.click()
      await page.getByText('4 of 5 stars', { exact: true }).waitFor()
    },
    only: 'phone',
  },
} satisfies Record<ConversationState, State>

const ANA = { type: 'agent', name: 'Ana' } as const
/** The bot's answer to Dana is one of the first entries; Ana's messages follow after these. */
const BOT_SAID = 3
