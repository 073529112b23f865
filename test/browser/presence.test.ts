import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import { call, testBot } from '../e2e/client.ts'
import { type RunningWorld, runningWorld } from '../e2e/running-world.ts'
import { logOf } from './console-page.ts'
import { aBrowser } from './people.ts'

/** Short, so that a sleeping laptop is soon missed. */
const PRESENCE = { presenceMs: 3_000, graceMs: 2_000 }

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')
const status = (page: Page, name: RegExp) => page.getByRole('button', { name })

/** Chooses a status. Opens the menu again if it closes, as it may while the page loads. */
async function choose(page: Page, now: RegExp, next: RegExp): Promise<void> {
  const choice = page.getByRole('menuitemradio', { name: next })
  const isOpen = async () => {
    if (!(await choice.isVisible())) await status(page, now).click()
    return await choice.isVisible()
  }
  await expect.poll(isOpen, { timeout: 20_000, interval: 500 }).toBe(true)
  await choice.click()
}

/** Makes a page fall asleep with its connections open: no frame passes either way, and no new connection opens. */
async function aLaptop(page: Page): Promise<{ sleep(): void; wake(): void }> {
  let isAsleep = false
  await page.routeWebSocket(/./, socket => {
    if (isAsleep) return
    const server = socket.connectToServer()
    socket.onMessage(text => {
      if (!isAsleep) server.send(text)
    })
    server.onMessage(text => {
      if (!isAsleep) socket.send(text)
    })
  })
  return {
    sleep: () => {
      isAsleep = true
    },
    wake: () => {
      isAsleep = false
    },
  }
}

async function assignsByLoad({ dev }: RunningWorld, capacity: number): Promise<void> {
  const bot = `${dev.url}/api/v1/bots/${dev.botId}`
  const { body } = await call<BotConfig>(`${bot}/config`, { token: dev.adminToken })
  const handoffs = { assignment: 'least_loaded', capacity, queues: {} }
  const put = await call(bot, { method: 'PUT', token: dev.adminToken, json: { ...body, handoffs } })
  expect(put.status).toBe(200)
}

describe.each(ENGINES)('agents in their browsers, over %s', engine => {
  const world = runningWorld(engine, PRESENCE)
  const browsing = aBrowser(world)

  it('see that a sleeping laptop loses its conversation to a colleague, and its user misses no word', async () => {
    await assignsByLoad(world, 1)
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const ana = await browsing.agent('Ana')
    const laptop = await aLaptop(ana)
    await ana.goto(`${url}/console/${botId}/mine`)
    await status(ana, /Your status: Online/).waitFor()
    const { session } = (await bot.receive('maria', { text: 'human please', user: { fullName: 'Maria Silva' } })).body
    await ana.goto(`${url}/console/${botId}/mine/${session}`)
    await control(ana).getByText('You have this').waitFor()
    await field(ana).fill('I am here.')
    await field(ana).press('Enter')

    const ben = await browsing.agent('Ben')
    await ben.goto(`${url}/console/${botId}/all/${session}`)
    await control(ben).getByText('Ana has this').waitFor()
    laptop.sleep()
    await bot.receive('maria', { text: 'are you there?' })
    await control(ben).getByText('You have this').waitFor()
    await field(ben).fill('I take over.')
    await field(ben).press('Enter')
    await logOf(ben).getByText('I take over.').waitFor()

    laptop.wake()
    await ana.reload()
    await control(ana).getByText('Ben has this').waitFor()
    await logOf(ana).getByText('I take over.').waitFor()
    const said = messagesOf((await bot.log('maria')).entries).filter(
      ({ by }) => by.type !== 'bot' && by.type !== 'system',
    )
    expect(said.map(({ by, text }) => `${by.type}: ${text}`)).toEqual([
      'user: human please',
      'agent: I am here.',
      'user: are you there?',
      'agent: I take over.',
    ])
  })

  it('set themselves away, and get nothing until they are back', async () => {
    await assignsByLoad(world, 5)
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const ana = await browsing.agent('Sara')
    await ana.goto(`${url}/console/${botId}/waiting`)
    await choose(ana, /Your status: Online/, /Away/)
    await status(ana, /Your status: Away/).waitFor()
    await ana.reload()
    await status(ana, /Your status: Away/).waitFor()
    const { session } = (await bot.receive('jonas', { text: 'human please', user: { fullName: 'Jonas Berg' } })).body
    await ana.goto(`${url}/console/${botId}/waiting/${session}`)
    await control(ana).getByText('Waiting for a person').waitFor()
    await choose(ana, /Your status: Away/, /Online/)
    await control(ana).getByText('You have this').waitFor()
  })
})
