import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import { call, type TestBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBot, type TestServer, WEBHOOK_SECRET } from '../e2e/servers.ts'
import { demoBot, field, logOf, openConversation } from './console-page.ts'
import { aBrowser } from './people.ts'

/** The bot's words for a message. None of them may reach the user before a decision. */
const draftFor = (text: string) => `draft for ${text}`

/** The last reply of the bot in a console's log: what it says, and the buttons to decide. */
const proposal = (page: Page) => logOf(page).locator('article', { hasText: 'The bot wants to say' }).last()
const decided = (page: Page, sentence: string) => logOf(page).getByText(sentence, { exact: true }).waitFor()
const alertIn = (page: Page) => page.getByRole('alert')

/** Writes an answer in place of what the field holds. */
async function answer(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

/** Withholds a page's approvals from the server until the returned function is called. */
async function delayApprovals(page: Page): Promise<() => void> {
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>()
  await page.routeWebSocket(/./, socket => {
    const server = socket.connectToServer()
    socket.onMessage(text => {
      if (JSON.parse(`${text}`).type === 'approve') void allowed.then(() => server.send(text))
      else server.send(text)
    })
  })
  return allow
}

/** Records what a page receives by its sockets, and every text that it ever shows. */
async function recordAll(page: Page): Promise<{ heard(): string; shown(): Promise<string> }> {
  const frames: string[] = []
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => frames.push(String(payload))))
  await page.addInitScript(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    new MutationObserver(() => shown.push(document.body?.textContent ?? '')).observe(document, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return {
    heard: () => frames.join('\n'),
    shown: () => page.evaluate(() => (window as unknown as { shown: string[] }).shown.join('\n')),
  }
}

describe.each(ENGINES)('the replies of a supervised bot, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot

  beforeAll(async () => {
    brain = await world.keep(
      aBot(({ message }) => ({ replies: [{ type: 'text', text: draftFor(message.text ?? '') }] })),
    )
    bot = demoBot(world)
    const token = world.dev.adminToken
    const { body: config } = await call<BotConfig>(`${bot.url}/config`, { token })
    const connector = { type: 'http', url: brain.url, secret: WEBHOOK_SECRET, timeoutMs: 10_000 }
    const json = { ...config, connector, handoffs: { approveWithinSeconds: 600, queues: {} } }
    expect((await call(bot.url, { method: 'PUT', token, json })).status).toBe(200)
  })

  let [ana, ben, widget] = [] as unknown as [Page, Page, Page]
  let session = ''
  let recorded: Awaited<ReturnType<typeof recordAll>>
  let allowBen: () => void

  const userSays = async (text: string) => {
    await widget.getByRole('textbox').fill(text)
    await widget.getByRole('textbox').press('Enter')
  }
  /** The messages that the widget shows. */
  const read = () => widget.locator('.message:not(.beginning *) .words').allTextContents()
  const userReads = async (...texts: string[]) => {
    await expect.poll(read).toEqual(texts)
  }
  const turnOn = (text: string) =>
    eventually(
      `the turn of "${text}"`,
      () =>
        brain.calls.flatMap(({ body }) =>
          body.type === 'message' && body.session.id === session && body.message.text === text ? [body] : [],
        )[0],
    )
  const bothSee = async (text: string) => {
    for (const page of [ana, ben]) await proposal(page).getByText(draftFor(text), { exact: true }).waitFor()
  }

  beforeEach(async () => {
    widget = await browsing.window()
    recorded = await recordAll(widget)
    await widget.goto(`${world.dev.url}/widget/?bot=${bot.botId}&mode=page`)
    await userSays('hello')
    await userReads('hello', draftFor('hello'))
    const kept = await widget.evaluate(id => localStorage.getItem(`interlude.token.${id}`), bot.botId)
    session = (JSON.parse(kept ?? '{}') as { session: string }).session
    ana = await browsing.agent('Ana')
    ben = await browsing.agent('Ben')
    allowBen = await delayApprovals(ben)
    for (const page of [ana, ben]) await openConversation(page, world, bot, session)
    await ana.getByRole('button', { name: 'More actions' }).click()
    await ana.getByRole('menuitem', { name: 'Supervise' }).click()
    for (const page of [ana, ben]) await page.getByText('The bot writes, people approve').waitFor()
  })

  it('reach the user once, as the first of two agents decides, and the bot hears of the user’s messages', async () => {
    // Ana edits the first reply, while Ben's approval of it is on its way.
    await userSays('one')
    await bothSee('one')
    await proposal(ben).getByRole('button', { name: 'Send' }).click()
    await proposal(ben).getByRole('button', { name: 'Sending …' }).waitFor()
    await proposal(ana).getByRole('button', { name: 'Edit' }).click()
    expect(await field(ana).inputValue()).toBe(draftFor('one'))
    await answer(ana, 'Ana’s words')
    const first = ['hello', draftFor('hello'), 'one', 'Ana’s words']
    await userReads(...first)
    await decided(ben, 'Ana sent other words in place of this')
    allowBen()
    await alertIn(ben).getByText('The reply was not sent. Somebody else decided about this reply before.').waitFor()
    await alertIn(ben).getByRole('button', { name: 'Discard' }).click()
    await alertIn(ben).waitFor({ state: 'detached' })

    // Ben sends the second one as it is.
    await userSays('two')
    await bothSee('two')
    await proposal(ben).getByRole('button', { name: 'Send' }).click()
    const second = [...first, 'two', draftFor('two')]
    await userReads(...second)
    await decided(ana, 'Ben sent this reply of the bot')

    // Ana answers in place of the third one.
    await userSays('three')
    await bothSee('three')
    await answer(ana, 'Ana’s own answer')
    const third = [...second, 'three', 'Ana’s own answer']
    await userReads(...third)
    await decided(ben, 'Ana answered in place of this')
    await userSays('four')
    await bothSee('four')

    const told = async (text: string) =>
      (await turnOn(text)).reviews?.map(({ outcome, by, replies }) => [outcome, by.id, replies.map(each => each.text)])
    expect(await told('one')).toBeUndefined()
    expect(await told('two')).toEqual([['edited', 'ana', ['Ana’s words']]])
    expect(await told('three')).toEqual([['sent', 'ben', [draftFor('two')]]])
    expect(await told('four')).toEqual([['answered', 'ana', ['Ana’s own answer']]])
    await onlyApprovedWords([...third, 'four'], ['one', 'three', 'four'])
  })

  it('reach the user once if both agents edit one, and the words of the second are refused and kept', async () => {
    await userSays('one')
    await bothSee('one')
    for (const page of [ana, ben]) await proposal(page).getByRole('button', { name: 'Edit' }).click()
    await field(ben).fill('Ben’s words')
    await answer(ana, 'Ana’s words')
    const first = ['hello', draftFor('hello'), 'one', 'Ana’s words']
    await userReads(...first)
    await decided(ben, 'Ana sent other words in place of this')

    // The next reply waits by then. Ben's words were not meant for it.
    await userSays('two')
    await bothSee('two')
    await field(ben).press('Enter')
    await alertIn(ben).getByText('Not sent. Somebody else decided about this reply before.').waitFor()
    await logOf(ben).getByText('Ben’s words', { exact: true }).waitFor()
    await alertIn(ben).getByRole('button', { name: 'Discard' }).click()
    await alertIn(ben).waitFor({ state: 'detached' })

    // Both decide at the same time.
    await proposal(ben).getByRole('button', { name: 'Edit' }).click()
    await answer(ben, 'Ben’s other words')
    await proposal(ben).getByRole('button', { name: 'Sending …' }).waitFor()
    await proposal(ana).getByRole('button', { name: 'Send' }).click()
    const second = [...first, 'two', draftFor('two')]
    await userReads(...second)
    allowBen()
    await alertIn(ben).getByText('The reply was not sent. Somebody else decided about this reply before.').waitFor()
    await logOf(ben).getByText('Ben’s other words', { exact: true }).waitFor()
    await onlyApprovedWords(second, ['one'], ['Ben’s words', 'Ben’s other words'])
  })

  /** Checks the messages of the log and of the widget, and that the widget never had the bot's words for `unapproved`. */
  async function onlyApprovedWords(messages: string[], unapproved: string[], others: string[] = []): Promise<void> {
    expect(messagesOf(await bot.transcript(session)).map(({ text }) => text)).toEqual(messages)
    const [heard, shown] = [recorded.heard(), await recorded.shown()]
    for (const text of messages) expect(shown).toContain(text)
    expect(heard).toContain(messages.at(-1))
    await widget.reload()
    await userReads(...messages)
    for (const text of [...unapproved.map(draftFor), ...others]) {
      expect(heard).not.toContain(text)
      expect(shown).not.toContain(text)
      expect(recorded.heard()).not.toContain(text)
      expect(await recorded.shown()).not.toContain(text)
    }
  }
})
