import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aGraph, aMessengerPage } from '../../local/graph/test-graph.ts'
import { ROOT } from '../../local/web/sources.ts'
import { openChromium } from './chromium.ts'
import { findViolations, layOutAxe } from './pages/axe.ts'
import { walkByKeyboard } from './pages/keyboard.ts'
import { DESKTOP, PHONE } from './people.ts'

const PICTURES = join(ROOT, 'dist', 'screenshots')

let browser: Browser
let graph: Awaited<ReturnType<typeof aGraph>>
let site: Awaited<ReturnType<typeof aMessengerPage>>
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  browser = await openChromium()
  await mkdir(PICTURES, { recursive: true })
})
afterAll(() => browser.close())
beforeEach(async () => {
  graph = await aGraph({ now: Date.now })
  site = await aMessengerPage(graph)
  page = await (await browser.newContext({ viewport: DESKTOP })).newPage()
  complaints.length = 0
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  // Pictures of other sites come from here.
  await page.route('https://files.example.test/**', route =>
    route.fulfill({ contentType: 'image/svg+xml', body: SHOE }),
  )
})
afterEach(async () => {
  await page.context().close()
  await Promise.all([graph.end(), site.close()])
})

const SHOE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 16"><rect width="30" height="16" fill="#b33"/><circle cx="15" cy="8" r="5" fill="#fff"/></svg>'
const chat = () => page.getByRole('log', { name: 'Conversation in Messenger' })
const inbox = () => page.getByRole('log', { name: 'Conversation in the inbox' })
const said = () => graph.maria.thread.messages.map(({ text }) => text)

/** A conversation with everything that the page can show. */
const everything = async () => {
  graph.maria.says('hello')
  await graph.send({ text: 'Hi Maria, I am a bot.' })
  graph.maria.sendsFile('image', 'https://files.example.test/mine.svg')
  const card = (title: string, price: string) => ({
    title,
    subtitle: price,
    image_url: 'https://files.example.test/shoe.svg',
    buttons: [
      { type: 'postback', title: 'Buy', payload: title },
      { type: 'web_url', title: 'Look', url: 'https://shop.example.test' },
    ],
  })
  const elements = [card('Red shoe', '49 €'), card('Blue shoe', '59 €'), card('Green shoe', '69 €')]
  await graph.send({ attachment: { type: 'template', payload: { template_type: 'generic', elements } } })
  const quickReplies = ['Small', 'Large'].map(title => ({ content_type: 'text', title, payload: title }))
  const picture = 'https://files.example.test/ana.svg'
  const ana = await graph.call('POST', '/me/personas', { name: 'Ana Lopez', profile_picture_url: picture })
  const as = { persona_id: ana.body.id }
  await graph.send({ text: 'I am Ana. I looked for your size in both shops.' }, as)
  await graph.send({ text: 'Which size?', quick_replies: quickReplies }, as)
  await graph.call('POST', '/me/messages', { recipient: { id: graph.maria.psid }, sender_action: 'typing_on', ...as })
}

describe('the page of Messenger', () => {
  it('carries a conversation by keyboard, live and on both sides', async () => {
    await page.goto(`${site.url}/_messenger`)
    await page.getByRole('textbox', { name: 'Message of Maria' }).focus()
    await page.keyboard.type('hello')
    await page.keyboard.press('Enter')
    await chat().getByText('hello').waitFor()
    await inbox().getByText('hello').waitFor()
    const quickReplies = ['Red', 'Blue'].map(title => ({ content_type: 'text', title, payload: title }))
    await graph.send({ text: 'Which colour?', quick_replies: quickReplies })

    await page.getByRole('button', { name: 'Blue' }).focus()
    await page.keyboard.press('Enter')
    await chat().getByText('Blue').waitFor()
    await page.getByRole('textbox', { name: 'Answer of Shop' }).fill('A person here.')
    await page.keyboard.press('Enter')
    await chat().getByText('A person here.').waitFor()

    await inbox().getByText('Seen').last().waitFor()
    expect(said()).toEqual(['hello', 'Which colour?', 'Blue', 'A person here.'])
    expect(graph.maria.thread.messages[2]).toMatchObject({ quickReplyPayload: 'Blue' })
    expect(complaints).toEqual([])
  })

  it("shows a persona's name and picture, and the page that it represents, on both sides", async () => {
    await everything()
    await page.goto(`${site.url}/_messenger`)
    for (const log of [chat(), inbox()]) {
      const message = log.getByRole('listitem').filter({ hasText: 'Which size?' })
      await message.getByText('Ana Lopez from Shop').waitFor()
      const picture = message.locator('.persona img')
      await expect.poll(() => picture.evaluate(each => (each as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
    }
    expect(await chat().getByText('Ana Lopez').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  it('keeps words that are being written while messages arrive', async () => {
    graph.maria.says('hello')
    await page.goto(`${site.url}/_messenger`)
    const field = page.getByRole('textbox', { name: 'Message of Maria' })
    await field.fill('half a')
    const first = await chat().getByRole('listitem').first().elementHandle()
    await graph.send({ text: 'hi' })
    await chat().getByText('hi', { exact: true }).waitFor()

    expect(await field.inputValue()).toBe('half a')
    expect(await field.evaluate(each => each.matches(':focus'))).toBe(true)
    expect(await first!.evaluate(each => each.isConnected)).toBe(true)
  })

  it('makes a person, presses the button of a card, and sends a picture', async () => {
    await everything()
    await page.goto(`${site.url}/_messenger`)
    await chat()
      .getByRole('listitem')
      .filter({ hasText: 'Blue shoe' })
      .getByRole('button', { name: 'Buy' })
      .last()
      .click()
    await chat().getByText('Buy', { exact: true }).last().waitFor()
    await expect.poll(() => graph.maria.thread.messages.at(-1)).toMatchObject({ text: 'Buy' })

    await page.getByText('New person').click()
    await page.getByLabel('First name').fill('Jonas')
    await page.getByRole('button', { name: 'Make this person' }).click()
    await page.getByRole('heading', { name: 'Jonas writes to Shop' }).waitFor()
    await page.getByText('Picture or file').first().click()
    await page.getByLabel('Address').first().fill('https://files.example.test/a.svg')
    await page.getByRole('button', { name: 'Send' }).nth(1).click()
    await chat().getByRole('img', { name: 'Picture' }).waitFor()
    expect([...graph.world.threads.values()].at(-1)!.messages).toMatchObject([{ attachments: [{ type: 'image' }] }])
    expect(complaints).toEqual([])
  })

  it('has no axe violations and no overflow in light and dark, on a desktop and a phone', async () => {
    await everything()
    await page.goto(`${site.url}/_messenger`)
    await page.getByText('Ana Lopez is typing').waitFor()
    await layOutAxe(page)
    for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(size)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: join(PICTURES, `messenger, ${screen}, ${colorScheme}.png`), fullPage: true })
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        expect.soft({ isWide, violations: await findViolations(page, []) }, `${screen}, ${colorScheme}`).toEqual({
          isWide: false,
          violations: [],
        })
      }
    }
    await page.setViewportSize(DESKTOP)
    expect(await walkByKeyboard(page)).toEqual({ unreached: [], unseen: [] })
    expect(complaints).toEqual([])
  })
})
