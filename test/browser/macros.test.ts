import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Macro } from '../../lib/protocol/macros.ts'
import { configure, type TestBot, testBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { logOf } from './console-page.ts'
import { aBrowser } from './people.ts'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const tags = (page: Page) => page.getByRole('region', { name: 'Tags', exact: true })
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' })

const MACRO = {
  name: 'Refund',
  text: 'Hello {{user.fullName|there}}, your refund is on its way.',
  tags: ['refund'],
  handBack: 'resolved',
} satisfies Macro

/** The time (ms) after which a chosen macro is on its way for certain. */
const LONGER_THAN_UNDO_MS = 6_000

describe('an agent with macros in a browser', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot

  beforeAll(async () => {
    const { url, botId, botKey } = world.dev
    bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    await configure(world.dev, { tags: ['VIP', 'refund'], macros: [MACRO] })
  })

  /** A conversation that Ana has open and has taken on. Counts the requests for macros. */
  async function withMine(userId: string, fullName: string) {
    const { session } = (await bot.receive(userId, { text: 'human please', user: { fullName } })).body
    const page = await browsing.agent('Ana')
    await page.clock.install()
    const sent: string[] = []
    page.on('request', request => {
      if (request.method() === 'POST' && request.url().endsWith('/macros')) sent.push(request.url())
    })
    await page.goto(`${world.dev.url}/console/${bot.botId}/all/${session}`)
    await page.getByRole('button', { name: 'Take it on' }).click()
    await control(page).getByText('You have this').waitFor()
    return { page, session, sent }
  }
  const choose = async (page: Page) => {
    await page.getByRole('button', { name: 'Macros' }).click()
    await page.getByRole('menuitem', { name: /^Refund/ }).click()
    await undo(page).waitFor()
    // The menu takes keys while it closes.
    await page.getByRole('menu').waitFor({ state: 'detached' })
  }
  const kinds = async (session: string) => (await bot.transcript(session)).map(({ kind }) => kind)

  it('tags, answers and hands back with one action', async () => {
    const { page, session, sent } = await withMine('one', 'Maria Silva')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('refund')
    await page.keyboard.press('Enter')
    await undo(page).waitFor()
    expect(sent).toEqual([])
    await page.clock.fastForward(LONGER_THAN_UNDO_MS)
    await control(page).getByText('The bot has this').waitFor()
    await logOf(page).getByText('Hello Maria Silva, your refund is on its way.').waitFor()
    await tags(page).getByText('refund').waitFor()
    const all = await kinds(session)
    const end = all.indexOf('resumed') + 1
    expect(all.slice(end - 3, end)).toEqual(['tagged', 'message', 'resumed'])
    expect(sent).toHaveLength(1)
    expect(await undo(page).count()).toBe(0)
  })

  it('undoes it with the button or a key, and then nothing was sent at all', async () => {
    const { page, session, sent } = await withMine('two', 'Jonas Berg')
    const before = await kinds(session)
    await choose(page)
    await undo(page).click()
    await page.locator('[data-toast=macro]').getByText('Nothing was sent').waitFor()
    await choose(page)
    await page.keyboard.press('z')
    await page.locator('[data-toast=macro]').getByText('Nothing was sent').waitFor()
    await page.clock.fastForward(LONGER_THAN_UNDO_MS)
    await control(page).getByText('You have this').waitFor()
    expect(sent).toEqual([])
    expect(await kinds(session)).toEqual(before)
  })

  it('carries it out at once when the page is left', async () => {
    const { page, session } = await withMine('three', 'Nora Lind')
    await choose(page)
    await page.goto('about:blank')
    await eventually('the end of the macro', async () => (await kinds(session)).includes('resumed') || undefined)
  })

  it('is told who has the conversation if it is no longer theirs, and nothing happens', async () => {
    const { page, session } = await withMine('four', 'Otto Frank')
    await choose(page)
    const ben = await world.agentToken(bot.botId, 'Ben')
    await bot.post(`conversations/${session}/unpause`, {})
    await bot.post(`conversations/${session}/pause`, {}, ben)
    await control(page).getByText('Ben has this').waitFor()
    await page.clock.fastForward(LONGER_THAN_UNDO_MS)
    const toast = page.locator('[data-toast=macro]')
    await toast.getByText('Macro “Refund” did nothing. Ben has the conversation by now.').waitFor()
    const entries = await bot.transcript(session)
    expect(entries.filter(({ kind }) => kind === 'tagged')).toEqual([])
    expect(entries.filter(entry => entry.kind === 'message' && entry.by.type === 'agent')).toEqual([])
  })

  it('adds a tag by the keyboard, and removes it', async () => {
    const { page, session } = await withMine('five', 'Pia Wolf')
    await tags(page).getByRole('button', { name: 'Add a tag' }).waitFor()
    await page.keyboard.press('l')
    await page.getByRole('combobox').fill('vi')
    await page.keyboard.press('Enter')
    await tags(page).getByText('VIP').waitFor()
    await tags(page).getByRole('button', { name: 'Remove the tag VIP' }).click()
    await tags(page).getByText('VIP').waitFor({ state: 'detached' })
    expect((await kinds(session)).slice(-2)).toEqual(['tagged', 'tagged'])
  })
})
