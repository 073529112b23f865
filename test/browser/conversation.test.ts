import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TestBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBot, aChannel, WEBHOOK_SECRET } from '../e2e/servers.ts'
import { demoBot, field, logOf, openConversation, row } from './console-page.ts'
import { aLine } from './line.ts'
import { aBrowser } from './people.ts'
import { listenTo } from './spoken.ts'

const modes = (page: Page) => page.getByRole('group', { name: 'Answer or note' })
const control = (page: Page) => page.getByRole('region', { name: 'Control' })

describe('a conversation in the console', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot

  beforeAll(() => {
    bot = demoBot(world)
  })

  /** A paused conversation. */
  const paused = async (userId: string, fullName = userId, of = bot) => {
    const { body } = await of.receive(userId, { text: 'human please', user: { fullName } })
    await of.pauseUser(userId)
    return body.session
  }
  const open = (page: Page, session: string, of = bot) => openConversation(page, world, of, session)

  it('keeps separate drafts of answers and notes across reloads and conversations', async () => {
    const [first, second] = [await paused('drafts-1', 'First'), await paused('drafts-2', 'Second')]
    const page = await browsing.agent('Ana')
    await open(page, first)
    await field(page).fill('half a sent')
    await modes(page).getByRole('button', { name: 'Note' }).click()
    expect(await field(page).inputValue()).toBe('')
    await field(page).fill('half a note')
    await open(page, second)
    expect(await field(page).inputValue()).toBe('')
    await open(page, first)
    expect(await field(page).inputValue()).toBe('half a sent')
    await page.reload()
    await field(page).waitFor()
    expect(await field(page).inputValue()).toBe('half a sent')
    await modes(page).getByRole('button', { name: 'Note' }).click()
    expect(await field(page).inputValue()).toBe('half a note')
    await page.getByRole('button', { name: 'Add note' }).click()
    await logOf(page).locator('[data-kind=note]', { hasText: 'half a note' }).waitFor()
    await modes(page).getByRole('button', { name: 'Reply' }).click()
    expect(await field(page).inputValue()).toBe('half a sent')
    const log = await bot.log('drafts-1')
    expect(JSON.stringify(log.entries)).not.toContain('half a note')
  })

  it('sends with Enter, breaks the line with Shift+Enter, and leaves the field with Escape', async () => {
    const session = await paused('keys')
    const page = await browsing.agent('Ana')
    await open(page, session)
    await field(page).click()
    await page.keyboard.type('two')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('lines')
    await page.keyboard.press('Enter')
    await logOf(page).locator('[data-kind=message]', { hasText: 'lines' }).waitFor()
    expect(await field(page).inputValue()).toBe('')
    expect((await bot.log('keys')).entries.at(-1)).toMatchObject({ text: 'two\nlines' })

    await page.keyboard.press('Escape')
    expect(await logOf(page).evaluate(it => it.matches(':focus'))).toBe(true)
    await page.keyboard.press('h')
    await page.getByRole('menuitem', { name: /Rejected/ }).click()
    await control(page).getByText('The bot has this').waitFor()
    await page.keyboard.press('t')
    await control(page).getByText('You have this').waitFor()
  })

  it('warns that sending takes over from the bot, and takes over with the answer', async () => {
    const { body } = await bot.receive('answered', { text: 'hello', user: { fullName: 'Answered' } })
    const page = await browsing.agent('Ana')
    await open(page, body.session)
    await control(page).getByText('The bot has this').waitFor()
    await field(page).fill('A person answers.')
    await page.getByText('Sending takes over from the bot.').waitFor()
    await page.keyboard.press('Enter')
    await logOf(page).locator('[data-kind=message]', { hasText: 'A person answers.' }).waitFor()
    await control(page).getByText('You have this').waitFor()
    expect((await bot.transcript(body.session)).slice(2).map(({ kind }) => kind)).toEqual(['paused', 'message'])
  })

  it("logs an agent's comment on a hand-back", async () => {
    const session = await paused('comment')
    const page = await browsing.agent('Ana')
    await open(page, session)
    await page.getByRole('button', { name: 'Hand back' }).click()
    await page.getByRole('menuitem', { name: /comment/ }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('refund sent')
    await page.getByRole('dialog').getByRole('button', { name: 'Hand back' }).click()
    await logOf(page).getByText('refund sent').waitFor()
    const resumed = (await bot.transcript(session)).filter(({ kind }) => kind === 'resumed')
    expect(resumed).toMatchObject([{ outcome: 'resolved', comment: 'refund sent' }])
  })

  it("shows who else watches and types, hides a note's typing from the user, and asks once before two agents answer", async () => {
    const { socket: user, session, token } = await world.user(bot)
    user.send({ type: 'pause', id: 'p', session, reason: 'help' })
    await user.next(frame => frame.type === 'ok' && frame.replyTo === 'p')
    expect(token).toBeTruthy()
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben')]
    await open(ana, session)
    await field(ana).fill('I am here.')
    await ana.keyboard.press('Enter')
    await control(ana).getByText('You have this').waitFor()
    await open(ben, session)
    await control(ben).getByText('Ana has this').waitFor()
    await ana.getByText('Ben also looks at this').waitFor({ state: 'attached' })

    await modes(ben).getByRole('button', { name: 'Note' }).click()
    await field(ben).pressSequentially('hm')
    await ana.getByText('Ben is writing a note …').waitFor()
    await modes(ben).getByRole('button', { name: 'Reply' }).click()
    await field(ben).pressSequentially('Me too.')
    await ana.getByText('Ben is typing …').waitFor()
    await ben.keyboard.press('Enter')
    await ben.getByRole('alert').getByText('Ana has this. Answer anyway?').waitFor()
    expect(
      await ben
        .getByRole('alert')
        .getByRole('button', { name: 'Answer' })
        .evaluate(it => it.matches(':focus')),
    ).toBe(true)
    await ben.keyboard.press('Enter')
    await row(ben, 'Me too.').waitFor()
    await field(ben).fill('And again.')
    await ben.keyboard.press('Enter')
    await row(ben, 'And again.').waitFor()
    expect(await ben.getByText('Answer anyway?').count()).toBe(0)

    const typed = user.frames.filter(frame => frame.type === 'typing')
    expect(typed.length).toBeGreaterThan(0)
    expect(typed.filter(frame => 'in' in frame || 'agent' in frame)).toEqual([])
  })

  it('offers the bot’s withheld reply as a draft, and remembers its dismissal', async () => {
    const session = await paused('withheld')
    const { body } = await bot.post('channel/api/user/withheld/replies', {
      id: 'late',
      epoch: 0,
      replies: [{ text: 'The parcel comes **tomorrow**.' }],
    })
    expect(body).toMatchObject({ code: 'reply.withheld' })
    const page = await browsing.agent('Ana')
    await open(page, session)
    const draft = logOf(page).locator('[data-kind=withheld]')
    await draft.getByText('The bot wanted to say').waitFor()
    await draft.getByRole('button', { name: 'Use' }).click()
    expect(await field(page).inputValue()).toBe('The parcel comes **tomorrow**.')
    expect(await field(page).evaluate(it => it.matches(':focus'))).toBe(true)
    await draft.getByRole('button', { name: 'Dismiss' }).click()
    await draft.getByText('Draft dismissed').waitFor()
    await page.reload()
    await draft.getByText('Draft dismissed').waitFor()
    await draft.getByRole('button', { name: 'Undo' }).click()
    await draft.getByText('The bot wanted to say').waitFor()
  })

  it('shows that a channel refused a message, and sends it again', async () => {
    let status = 400
    const channel = await world.keep(aChannel(() => status))
    const server = await world.keep(aBot())
    const shop = await world.bot('refuse', {
      connectorUrl: server.url,
      channels: { api: { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } },
    })
    const session = await paused('refused', 'Refused', shop)
    const page = await browsing.agent('Admin')
    await open(page, session, shop)
    await field(page).fill('Do you hear me?')
    await page.keyboard.press('Enter')
    const message = logOf(page).locator('[data-kind=message]', { hasText: 'Do you hear me?' })
    await message.getByText('Not delivered').waitFor()
    await logOf(page).locator('[data-kind=mark]', { hasText: 'The channel did not take a message' }).waitFor()
    // The failure is shown once, at the message.
    expect(
      await logOf(page)
        .getByText(/Not delivered/)
        .count(),
    ).toBe(1)
    expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(1)
    status = 200
    await message.getByRole('button', { name: 'Send again' }).click()
    await message.getByText('Sent again').waitFor()
    await eventually(
      'the delivery',
      () => channel.calls.filter(({ body }) => body.message.text === 'Do you hear me?').length > 1,
    )
  })

  it('reads out each new message once, but not the history', async () => {
    const session = await paused('aloud', 'Carla Ruiz')
    const line = await world.keep(aLine())
    const page = await browsing.agent('Ana', { line })
    await open(page, session)
    const spoken = await listenTo(page.locator('[role=log][aria-live=polite]'))
    for (let n = 0; n < 8; n++) await bot.receive('aloud', { text: `news ${n}` })
    await row(page, 'news 7').waitFor()
    await field(page).fill('my own words')
    await page.keyboard.press('Enter')
    await logOf(page).locator('[data-kind=message]', { hasText: 'my own words' }).waitFor()
    // After a cut, all missing entries arrive at once.
    const lost = line.lose('down')
    for (let n = 8; n < 20; n++) await bot.receive('aloud', { text: `news ${n}` })
    await lost
    await line.cut('reset')
    await row(page, 'news 19').waitFor()
    expect(await spoken()).toEqual(Array.from({ length: 20 }, (_, n) => `Carla Ruiz: news ${n}`))
  })

  it('runs no script, keeps no unsafe link and does not overflow with hostile content of a user', async () => {
    const script = '<script>globalThis.hacked=1</script><img src=x onerror="globalThis.hacked=1">'
    const { body } = await bot.receive('evil', {
      text: 'human please',
      user: {
        fullName: `\u202e${script}`,
        language: script,
        attributes: { [script]: script, a: 'javascript:hacked=1' },
      },
    })
    await bot.pauseUser('evil')
    for (const message of [
      { text: script },
      { text: '[click](javascript:hacked=1) javascript:hacked=1 data:text/html,<script>1</script>' },
      { text: 'W'.repeat(3_000) },
      { text: '😀'.repeat(5_000) },
      { text: '\u202eevil\u202c' },
      { text: 'ä'.repeat(30_000) },
      { type: 'image', text: script, payload: { url: 'javascript:hacked=1', alt: script } },
      { type: 'image', payload: { url: 'https://127.0.0.1:9/"><script>hacked=1</script>', alt: script } },
      { type: 'file', payload: { url: 'https://127.0.0.1:9/%00%ff.exe', name: `../../${script}\u202egnp.exe` } },
      { type: 'custom', payload: { type: 'card', title: null, buttons: 'x' } },
      {
        type: 'custom',
        payload: {
          type: 'card',
          title: script,
          subtitle: script,
          buttons: [{ type: 'url', title: script, url: 'javascript:hacked=1' }],
        },
      },
      { type: 'custom', payload: { type: script } },
      { type: 'location', payload: { latitude: 1, longitude: 2, title: script } },
      { text: 'Choose', payload: { quickReplies: [{ title: script, payload: script }] } },
      { type: 'quick_reply', text: script, payload: { payload: script } },
    ]) {
      expect((await bot.receive('evil', message)).status).toBe(200)
    }
    const page = await browsing.agent('Ana')
    const failures: string[] = []
    page.on('pageerror', error => failures.push(String(error)))
    page.on('dialog', dialog => failures.push(dialog.message()))
    await open(page, body.session)
    await row(page, 'Choose').waitFor()
    await logOf(page).hover()
    await eventually('the first message', async () => {
      await page.mouse.wheel(0, -800)
      return await logOf(page).evaluate(log => log.scrollTop === 0)
    })
    await row(page, 'human please').waitFor()
    expect(await page.evaluate(() => Object.hasOwn(globalThis, 'hacked'))).toBe(false)
    expect(await page.locator('main script, aside script').count()).toBe(0)
    const links = await page
      .locator('main a, aside a')
      .evaluateAll(all => all.map(a => (a as HTMLAnchorElement).protocol))
    expect(links.filter(protocol => !['https:', 'http:', 'mailto:', 'tel:'].includes(protocol))).toEqual([])
    expect(await page.locator('html').evaluate(it => it.scrollWidth > it.clientWidth)).toBe(false)
    expect(failures).toEqual([])
    const heading = await page.getByRole('main').getByRole('heading', { level: 2 }).textContent()
    expect(heading).not.toContain('\u202e')
  })

  it('says that a conversation is unknown, also if it is of another bot', async () => {
    const page = await browsing.agent('Ana')
    const server = await world.keep(aBot())
    const session = await paused('elsewhere', 'Elsewhere', await world.bot('elsewhere', { connectorUrl: server.url }))
    for (const path of ['demo/all/ses_AAAAAAAAAAAAAAAAAAAAAA', `demo/all/${session}`]) {
      await page.goto(`${world.dev.url}/console/${path}`)
      await page.getByText('This bot has no such conversation.').waitFor()
    }
  })

  it('shows the configured attributes, in a sheet if the window is narrow', async () => {
    const server = await world.keep(aBot())
    const shop = await world.bot('profile', {
      connectorUrl: server.url,
      attributes: [
        { label: 'Plan', attributePath: 'plan' },
        { label: 'Since', attributePath: 'since', formatter: 'moment:YYYY' },
      ],
    })
    const { body } = await shop.receive('known', {
      text: 'hello',
      user: {
        fullName: 'Known',
        language: 'fr',
        attributes: { plan: 'gold', since: '2019-07-01T12:00:00Z', x: 'hidden' },
      },
    })
    const page = await browsing.agent('Admin', { size: { width: 1000, height: 800 } })
    await open(page, body.session, shop)
    await page.getByRole('button', { name: 'Show the profile' }).click()
    const sheet = page.getByRole('dialog', { name: 'Profile' })
    for (const text of ['gold', '2019', 'French']) await sheet.getByText(text, { exact: true }).waitFor()
    expect(await sheet.getByText('hidden').count()).toBe(0)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Show the profile' }).evaluate(it => it.matches(':focus'))).toBe(true)
  })

  it.each(['light', 'dark'] as const)('has no axe violations in a %s page', async colorScheme => {
    const session = await paused(`axe-${colorScheme}`)
    await bot.receive(`axe-${colorScheme}`, { type: 'location', text: 'Here', payload: { latitude: 1, longitude: 2 } })
    await bot.post(`channel/api/user/axe-${colorScheme}/replies`, { id: 'l', epoch: 0, replies: [{ text: 'late' }] })
    const page = await browsing.agent('Ana', { colorScheme })
    await open(page, session)
    await modes(page).getByRole('button', { name: 'Note' }).click()
    await field(page).fill('a note')
    await page.getByRole('button', { name: 'Add note' }).click()
    await logOf(page).locator('[data-kind=note]').waitFor()
    const { violations } = await new AxeBuilder({ page }).include('main').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})
