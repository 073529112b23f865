import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { demoBot } from './console-page.ts'
import { aBrowser } from './people.ts'

describe('the page of reports', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  /** Plays a handoff of a user through the API: Ana answers, and gives the conversation back. */
  async function handoff(userId: string): Promise<void> {
    const bot = demoBot(world)
    const token = await world.agentToken(bot.botId, 'Ana')
    const { body } = await bot.receive(userId, { text: 'human please' })
    for (const [path, json] of [
      ['messages', { id: 'm1', text: 'Hello, I am Ana.' }],
      ['unpause', { id: 'u1', outcome: 'resolved' }],
    ] as const) {
      expect((await bot.post(`conversations/${body.session}/${path}`, json, token)).status).toBe(200)
    }
  }

  it('shows an admin what has ended, opens from the rail, keeps its period in the address, and saves a CSV', async () => {
    const { url, botId } = world.dev
    for (const userId of ['carla', 'bo']) await handoff(userId)
    const page = await browsing.agent('Admin')
    const failures: string[] = []
    page.on('pageerror', error => failures.push(String(error)))
    await page.goto(`${url}/console/${botId}/waiting`)

    await page.getByRole('link', { name: 'Reports' }).click()
    await page.getByRole('heading', { name: `Reports · ${botId}` }).waitFor()
    const row = page.getByRole('region', { name: 'Agents' }).getByRole('row', { name: /^Ana/ })
    await row.waitFor()
    expect((await row.getByRole('cell').first().textContent())?.trim()).toBe('2')
    const ends = page.getByRole('table', { name: 'How handoffs ended' }).getByRole('row', { name: /^Resolved/ })
    expect(await ends.getByRole('cell').allTextContents()).toEqual(expect.arrayContaining(['2', '100%']))

    await page.getByRole('combobox', { name: 'Period' }).selectOption('7 days')
    await expect.poll(() => new URL(page.url()).search).toBe('?days=7')
    await page.reload()
    await row.waitFor()
    expect(await page.getByRole('combobox', { name: 'Period' }).inputValue()).toBe('7')
    await page.getByText('Show as a table').first().click()
    const days = page.getByRole('figure', { name: 'Handoffs per day' }).getByRole('row')
    expect(await days.count()).toBe(8)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(
      new RegExp(`^${botId}-\\d{4}-\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d\\.csv$`),
    )
    const csv = await readFile(await download.path(), 'utf8')
    expect(csv).toMatch(/^\ufeffday,queue,agent_id,agent_name,handoffs,/)
    expect(csv).toContain(',Ana,2,2,0,')
    expect(failures).toEqual([])
  })

  it('is not for agents: the rail has no link, and the page says why', async () => {
    const { url, botId } = world.dev
    const page = await browsing.agent('Ana')
    await page.goto(`${url}/console/${botId}/waiting`)
    await page.getByRole('link', { name: 'Conversations', exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'Reports' }).count()).toBe(0)
    await page.goto(`${url}/console/${botId}/reports`)
    await page.getByText('Only supervisors and admins see reports.').waitFor()
  })

  it('prints on white paper, without controls, and as long as it is', async () => {
    const { url, botId } = world.dev
    await handoff('ulla')
    const page = await browsing.agent('Admin', { colorScheme: 'dark' })
    await page.goto(`${url}/console/${botId}/reports`)
    await page.getByRole('region', { name: 'Agents' }).waitFor()
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.getByRole('combobox', { name: 'Period' }).isVisible()).toBe(false)
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    const look = await page.evaluate(() => ({
      scheme: getComputedStyle(document.documentElement).colorScheme,
      isWhole: [...document.querySelectorAll('main, main *')].every(
        each => each.scrollHeight <= each.clientHeight + 1 || getComputedStyle(each).overflowY === 'visible',
      ),
    }))
    expect(look).toEqual({ scheme: 'light', isWhole: true })
  })
})
