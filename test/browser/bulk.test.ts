import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { configure, testBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

const inbox = (page: Page) => page.getByRole('region', { name: 'Conversations' })
const bar = (page: Page) => page.getByRole('region', { name: 'Selected conversations' })
const box = (page: Page, name: string) => inbox(page).getByRole('checkbox', { name: `Select ${name}` })

describe('an agent who selects several conversations in a browser', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  const names = ['Five 1', 'Five 2', 'Five 3', 'Five 4', 'Five 5'] as const

  it('takes them on together, is told who has the one that is refused, and tags the rest by the keyboard', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    await configure(world.dev, { tags: ['VIP', 'refund'] })
    const sessions: string[] = []
    for (const [n, fullName] of names.entries()) {
      sessions.push((await bot.receive(`five-${n}`, { text: 'human please', user: { fullName } })).body.session)
    }
    // Each alert is an event, and moves its conversation to the front of the list.
    for (const id of sessions) {
      await eventually('its alert', async () => (await bot.transcript(id)).some(({ kind }) => kind === 'alerted'))
    }
    const ana = await browsing.agent('Ana')
    await ana.goto(`${url}/console/${botId}/all`)
    await box(ana, 'Five 1').waitFor()
    await box(ana, 'Five 5').click()
    await bar(ana).getByText('1 selected').waitFor()
    await box(ana, 'Five 1').click({ modifiers: ['Shift'] })
    await bar(ana).getByText('5 selected').waitFor()
    const ben = await world.agentToken(botId, 'Ben')
    await bot.post(`conversations/${sessions[2]}/claim`, {}, ben)

    let atOnce = 0
    let most = 0
    await ana.route(/\/claim$/, async route => {
      atOnce += 1
      most = Math.max(most, atOnce)
      const response = await route.fetch()
      atOnce -= 1
      await route.fulfill({ response })
    })
    await bar(ana).getByRole('button', { name: 'Take on' }).click()
    await bar(ana).getByText('4 conversations done.').waitFor()
    await bar(ana).getByText('1 was refused and stays selected:').waitFor()
    await bar(ana).getByText('Five 3: Ben has the conversation by now.').waitFor()
    await bar(ana).getByText('1 selected').waitFor()
    expect(await box(ana, 'Five 3').isChecked()).toBe(true)
    expect(most).toBeLessThanOrEqual(4)
    const holders = await Promise.all(
      sessions.map(async id => (await bot.get<{ control: unknown }>(`conversations/${id}`)).body.control),
    )
    const holder = (name: string) => ({ handoff: { status: 'assigned', agent: { name } } })
    expect(holders).toMatchObject(['Ana', 'Ana', 'Ben', 'Ana', 'Ana'].map(holder))

    await ana.keyboard.press('Escape')
    const row = (at: number) => inbox(ana).getByRole('listitem').nth(at)
    await row(0).getByRole('link').focus()
    await ana.keyboard.press('x')
    await bar(ana).getByText('1 selected').waitFor()
    await ana.keyboard.press('ArrowDown')
    await expect
      .poll(() =>
        row(1)
          .getByRole('link')
          .evaluate(link => link === document.activeElement),
      )
      .toBe(true)
    await ana.keyboard.press('x')
    await bar(ana).getByText('2 selected').waitFor()
    await bar(ana).getByRole('button', { name: 'Tag …' }).click()
    await ana.getByRole('combobox').fill('VIP')
    await ana.keyboard.press('Enter')
    await bar(ana).getByText('2 conversations done.').waitFor()
    expect(await inbox(ana).getByRole('listitem').filter({ hasText: 'VIP' }).count()).toBe(2)
  })
})
