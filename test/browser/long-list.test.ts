import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'
import { ROWS, scrollListTo } from './scroll-list.ts'

/** Slightly more than eight pages. */
const CONVERSATIONS = 410
/** Concurrent requests, so that several conversations have the same millisecond. */
const AT_ONCE = 41
const BUDGET_MS = 60_000
/** The rows of a screen, and those that are ready beyond its edges. */
const MOST_ROWS = 60

describe('a long list of conversations', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it('shows each conversation once and in order, while the pointer is in it', async () => {
    const bot = await world.bot('many', { mode: 'gate' })
    for (let from = 0; from < CONVERSATIONS; from += AT_ONCE) {
      const users = Array.from({ length: AT_ONCE }, (_, index) => `user-${from + index}`)
      await Promise.all(users.map(userId => bot.receive(userId, { text: 'hello' })))
    }
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/${bot.botId}/all`)
    await page.locator(ROWS).first().hover()
    const { seen, isEnd, mostRows } = await page.evaluate(scrollListTo, {
      rows: ROWS,
      upTo: Number.POSITIVE_INFINITY,
      budgetMs: BUDGET_MS,
    })
    expect(isEnd).toBe(true)
    expect(seen.map(([position]) => position)).toEqual(Array.from({ length: CONVERSATIONS }, (_, index) => index + 1))
    expect(new Set(seen.map(([, id]) => id)).size).toBe(CONVERSATIONS)
    expect(mostRows).toBeLessThan(MOST_ROWS)
    expect(await page.getByRole('button', { name: /new/ }).count()).toBe(0)
  })
})
