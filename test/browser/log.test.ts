import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TestBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { demoBot, logOf, openConversation, row } from './console-page.ts'
import { beginReading, LOG, type Read, turned } from './log-reader.ts'
import { aBrowser, DESKTOP } from './people.ts'

/** The tolerance for positions of rows, which browsers round. */
const ROUNDING_PX = 1
/** Less than a screen, so that some lines stay on it after a turn. */
const WHEEL_PX = 400
/** How long the wheel rests. */
const STILL_MS = 300
/** Longer than an idle log takes to drop its beginning. */
const REST_MS = 3_000
/** Replies of one request. */
const REPLIES = 50

/** How far the log is from its end. */
const fromEnd = (page: Page) =>
  logOf(page).evaluate(log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight))
const heightOf = (page: Page) => logOf(page).evaluate(log => log.scrollHeight)
/** The first line on the screen, and its position. */
const placeOf = (page: Page) =>
  logOf(page).evaluate(log => {
    const top = log.getBoundingClientRect().top
    const first = [...log.querySelectorAll('li')].find(li => li.getBoundingClientRect().bottom > top)
    return { seq: first?.dataset.seq, top: first?.getBoundingClientRect().top ?? Number.NaN }
  })
/** The place of one row: rounding may bring another one to the top. */
const topOf = (page: Page, seq = '') =>
  logOf(page).evaluate(
    (log, row) => log.querySelector(`li[data-seq="${row}"]`)?.getBoundingClientRect().top ?? Number.NaN,
    seq,
  )
const isAtEnd = (page: Page) => eventually('the log at its end', async () => (await fromEnd(page)) <= ROUNDING_PX)

describe('the log of a conversation', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot

  beforeAll(() => {
    bot = demoBot(world)
  })

  /** A conversation with `entries` replies of the bot. */
  const said = async (userId: string, entries: number) => {
    const { body } = await bot.receive(userId, { text: 'hello', user: { fullName: userId } })
    for (let n = 0; n < entries; n += REPLIES) {
      const replies = Array.from({ length: REPLIES }, (_, index) => ({
        text: `number ${n + index}. ${'many words '.repeat(((n + index) * 7) % 40)}`,
      }))
      const posted = await bot.post(`channel/api/user/${userId}/replies`, { id: `${n}`, epoch: 0, replies })
      expect(posted.status).toBe(200)
    }
    return body.session
  }
  const open = (page: Page, session: string) => openConversation(page, world, bot, session)

  /** Turns the wheel until `isThere`. Returns the jumps. */
  const read = async (page: Page, towards: 'beginning' | 'end', isThere: (read: Read) => boolean) => {
    await page.evaluate(beginReading, { log: LOG, jumpPx: ROUNDING_PX, towards })
    const jumps: string[] = []
    let compared = 0
    for (let isDone = false; !isDone; ) {
      await page.mouse.wheel(0, towards === 'beginning' ? -WHEEL_PX : WHEEL_PX)
      const seen = await page.evaluate(turned, WHEEL_PX)
      isDone = isThere(seen)
      compared += seen.compared
      jumps.push(...seen.jumps)
    }
    return { jumps, compared }
  }

  it('marks the newest message that was read, and the newest that arrived, and moves nothing', async () => {
    const session = await said('receipts', 0)
    const replies = Array.from({ length: 30 }, (_, n) => ({ text: `line ${n}. ${'many words '.repeat((n * 7) % 40)}` }))
    await bot.post('channel/api/user/receipts/replies', { id: 'lines', epoch: 0, replies })
    const page = await browsing.agent('Ana')
    await open(page, session)
    await row(page, 'line 29').waitFor()
    await isAtEnd(page)
    const placesOf = () =>
      logOf(page).evaluate(log =>
        [...log.querySelectorAll('li')].map(
          li => [li.dataset.seq, `${li.getBoundingClientRect().top} ${li.clientHeight}`] as const,
        ),
      )
    const before = { places: new Map(await placesOf()), height: await heightOf(page) }
    /** The log may have rows out of view that it had not before. */
    const nothingMoved = async () => {
      const still = (await placesOf()).filter(([seq]) => before.places.has(seq))
      expect(still.length).toBeGreaterThan(2)
      expect(still).toEqual(still.map(([seq]) => [seq, before.places.get(seq)]))
      expect(await heightOf(page)).toBe(before.height)
    }
    const revision = (await bot.transcript(session)).at(-1)?.seq ?? 0
    const mark = (text: string, words: string) => row(page, text).getByText(words, { exact: true })

    for (const [type, upTo] of [
      ['read', revision - 2],
      ['delivery', revision],
    ] as const) {
      await bot.receive('receipts', { type, payload: { upTo } })
    }
    await mark('line 27', 'Read').waitFor({ state: 'attached' })
    await mark('line 29', 'Delivered').waitFor({ state: 'attached' })
    await nothingMoved()

    await bot.receive('receipts', { type: 'read' })
    await mark('line 29', 'Read').waitFor({ state: 'attached' })
    expect(
      await logOf(page)
        .getByText(/^(Read|Delivered)$/)
        .count(),
    ).toBe(1)
    await nothingMoved()
  })

  it('stays at its end as messages arrive, and counts new ones while the agent reads further up', async () => {
    const session = await said('stays', 0)
    await bot.pauseUser('stays')
    for (let n = 0; n < 40; n++) await bot.receive('stays', { text: `line ${n}` })
    const page = await browsing.agent('Ana')
    await open(page, session)
    await row(page, 'line 39').waitFor()
    await isAtEnd(page)
    await bot.receive('stays', { text: 'a longer one. '.repeat(60) })
    await row(page, 'a longer one').waitFor()
    await isAtEnd(page)

    await logOf(page).hover()
    await page.mouse.wheel(0, -600)
    await page.getByRole('button', { name: 'To the newest message' }).waitFor()
    const before = await fromEnd(page)
    await bot.receive('stays', { text: 'first news' })
    await bot.receive('stays', { text: 'second news' })
    await page.getByRole('button', { name: '2 new messages' }).waitFor()
    expect(await fromEnd(page)).toBeGreaterThan(before)
    await page.getByRole('button', { name: '2 new messages' }).click()
    await isAtEnd(page)
    expect(await page.getByRole('button', { name: '2 new messages' }).count()).toBe(0)
  })

  it('stays where the wheel leaves it right after it opened, while its rows are measured', async () => {
    const session = await said('hasty', 300)
    const last = (await bot.transcript(session)).at(-1)?.seq
    const page = await browsing.agent('Ana')
    await page.goto(`${world.dev.url}/console/${bot.botId}/all`)
    await page.locator(`a[href$="/${session}"]`).click()
    await page.mouse.move(DESKTOP.width / 2, DESKTOP.height / 2)
    await page.waitForFunction(isOnScreen, `${LOG} li[data-seq="${last}"]`)
    const came: number[] = []
    for (let before = await fromEnd(page); came.length < 10; ) {
      await page.mouse.wheel(0, -WHEEL_PX)
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const now = await fromEnd(page)
      came.push(now - before)
      before = now
    }
    expect(came.filter(px => px < 0)).toEqual([])
    expect(came.reduce((sum, px) => sum + px)).toBeGreaterThan(9 * WHEEL_PX)
  })

  it('keeps its place to the pixel as earlier pages load, up to the first of some 2,000 entries', async () => {
    const session = await said('thousands', 2_050)
    const page = await browsing.agent('Ana')
    await open(page, session)
    await isAtEnd(page)
    await logOf(page).hover()
    const { jumps, compared } = await read(page, 'beginning', ({ first }) => first === 1)
    await row(page, 'hello').waitFor()
    expect(jumps).toEqual([])
    expect(compared).toBeGreaterThan(500)
    // The wheel rests here.
    const before = await placeOf(page)
    await sleep(REST_MS)
    expect(await placeOf(page)).toEqual(before)
    const entries = await bot.transcript(session)
    expect(await logOf(page).locator('li[data-seq="1"]').getAttribute('aria-setsize')).toBe(String(entries.length))
  })

  it('jumps far back with one request, reads on to the end to the pixel, and drops its beginning at rest', async () => {
    const session = await said('far', 1_700)
    const last = (await bot.transcript(session)).at(-1)?.seq ?? 0
    const page = await browsing.agent('Ana')
    await open(page, session)
    await isAtEnd(page)
    const asked: string[] = []
    page.on('request', request => {
      const [, query] = request.url().split('/entries?')
      if (query !== undefined) asked.push(query)
    })
    await page.keyboard.press('Control+f')
    await page.getByLabel('Go to a day').fill('2020-01-01')
    await logOf(page).locator('li[data-seq="1"]', { hasText: 'hello' }).waitFor()
    expect(asked[0]).toMatch(/^around=1&/)
    await page.keyboard.press('Escape')
    await logOf(page).hover()
    const most = await read(page, 'end', ({ last: seen }) => seen > 1_400)
    expect(most.jumps).toEqual([])
    expect(most.compared).toBeGreaterThan(500)
    const before = await placeOf(page)
    const height = await heightOf(page)
    await eventually('a log that lets its beginning go', async () => (await heightOf(page)) < height)
    await sleep(STILL_MS)
    expect(Math.abs((await topOf(page, before.seq)) - before.top)).toBeLessThanOrEqual(ROUNDING_PX)
    const rest = await read(page, 'end', ({ last: seen }) => seen === last)
    expect(rest.jumps).toEqual([])
    expect(asked.every(query => !query.includes('before='))).toBe(true)
    await bot.receive('far', { text: 'the very last words' })
    await row(page, 'the very last words').waitFor()
    await isAtEnd(page)
  })

  it('does not move while a page loads', async () => {
    const session = await said('still', 300)
    const page = await browsing.agent('Ana')
    let release: () => void = () => undefined
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    let held = 0
    await page.route(/entries\?before=/, async route => {
      held += 1
      await released
      await route.continue()
    })
    await open(page, session)
    await isAtEnd(page)
    await logOf(page).hover()
    await eventually('a page that is asked for', async () => {
      await page.mouse.wheel(0, -900)
      return held > 0 && (await logOf(page).evaluate(log => log.scrollTop === 0))
    })
    const before = await placeOf(page)
    const height = await heightOf(page)
    release()
    await eventually('the page', async () => (await heightOf(page)) > height)
    expect(Math.abs((await topOf(page, before.seq)) - before.top)).toBeLessThanOrEqual(ROUNDING_PX)
  })

  it('finds words in the whole log, and scrolls to their entry and to a day', async () => {
    const userId = 'find'
    const { body } = await bot.receive(userId, { text: 'the purple umbrella is broken', user: { fullName: 'Finder' } })
    await said(userId, 350)
    const page = await browsing.agent('Ana')
    await open(page, body.session)
    await isAtEnd(page)
    await page.keyboard.press('Control+f')
    const search = page.getByRole('search')
    await search.getByRole('searchbox').fill('umbrella')
    await search.getByRole('button', { name: /purple umbrella/ }).click()
    await logOf(page).locator('li[data-seq="1"]', { hasText: 'purple umbrella' }).waitFor()
    // The pages around an entry in the middle load while the log scrolls there.
    await search.getByRole('searchbox').fill('number 150')
    await search.getByRole('button', { name: /number 150/ }).click()
    await row(page, 'number 150.').waitFor()
    await sleep(REST_MS)
    const middle = await logOf(page).evaluate(log => log.getBoundingClientRect().top + log.clientHeight / 2)
    const at = await row(page, 'number 150.').evaluate(line => line.getBoundingClientRect())
    expect(at.top).toBeLessThan(middle + ROUNDING_PX)
    expect(at.bottom).toBeGreaterThan(middle - ROUNDING_PX)
    await page.getByRole('button', { name: 'To the newest message' }).click()
    await isAtEnd(page)

    await search.getByLabel('Go to a day').fill('2020-01-01')
    await eventually('the first entry', () => logOf(page).evaluate(log => log.scrollTop < log.clientHeight))
    await search.getByLabel('Go to a day').fill('2100-01-01')
    await search.getByText('Nothing was said since then.').waitFor()
    await page.keyboard.press('Escape')
    await search.waitFor({ state: 'detached' })
  })
})

/** In the page: whether an element is on the screen. */
function isOnScreen(selector: string): boolean {
  const box = document.querySelector(selector)?.getBoundingClientRect()
  return box !== undefined && box.height > 0 && box.top < innerHeight
}
