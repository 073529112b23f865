import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { call, testBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

const NOBODY = 'http://127.0.0.1:9/bot'

describe('the first steps', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  const link = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'First steps' })
  const step = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title }).first()
  const isDone = (page: Page, title: string) =>
    step(page, title).getByText('Done', { exact: true }).waitFor({ timeout: 20_000 })
  /** A bot of its own, which answers signed calls only. */
  const aBotWith = async (secret: () => string) => {
    const trials: unknown[] = []
    const server = createServer((req, res) => {
      let text = ''
      req.on('data', chunk => {
        text += chunk
      })
      req.on('end', () => {
        try {
          trials.push(new Webhook(secret()).verify(text, req.headers as Record<string, string>))
          res
            .writeHead(200, { 'content-type': 'application/json' })
            .end('{"replies":[{"type":"text","text":"Hello!"}]}')
        } catch {
          res.writeHead(401).end()
        }
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    await world.keep({ close: () => void server.close() })
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, trials }
  }

  it('lead from a fresh start to a bot that answers, an agent and alerts, and tick themselves', async () => {
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/`)
    await link(page).click()
    await page.getByRole('heading', { name: 'First steps · demo' }).waitFor()
    await isDone(page, '2. Connect the bot')

    await page.getByRole('button', { name: 'Show: 1. Make a bot' }).click()
    const id = page.getByRole('textbox', { name: 'Id of the new bot' })
    await id.fill('my shop')
    await page.getByRole('button', { name: 'Make the bot' }).click()
    await page.getByText('Use letters, digits').waitFor()
    await id.fill('demo')
    await page.getByRole('button', { name: 'Make the bot' }).click()
    await page.getByText('There is a bot with this id already.').waitFor()
    await id.fill('mine')
    await page.getByRole('textbox', { name: 'Name that users see' }).fill('Mine')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'First steps · mine' }).waitFor()
    await page.getByText('1 of 5 steps are done.').waitFor()

    await page.getByRole('radio', { name: /Interlude asks my bot/ }).check()
    const url = page.getByRole('textbox', { name: 'Address of the bot' })
    await url.fill('no address')
    await page.getByRole('button', { name: 'Save and try it' }).click()
    await step(page, '2. Connect').getByText('Invalid URL').waitFor()
    await url.fill(NOBODY)
    await page.getByRole('button', { name: 'Save and try it' }).click()
    await page.getByText(`The bot at ${NOBODY} does not answer: the host refused the connection.`).waitFor()
    const secret = (await page.getByRole('figure', { name: 'Secret of the bot' }).locator('pre').textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    const bot = await aBotWith(() => secret)
    await url.fill(bot.url)
    await page.getByRole('button', { name: 'Save and try it' }).click()
    await page.getByText(/The bot answered a trial message in \d+ ms/).waitFor()
    expect(bot.trials).toContainEqual(expect.objectContaining({ type: 'message', trial: true }))
    await isDone(page, '2. Connect the bot')

    const chat = page.frameLocator('iframe').getByRole('textbox')
    await chat.fill('Is anybody there?')
    await chat.press('Enter')
    await isDone(page, '3. Embed the widget')

    const copied = await page.getByRole('figure', { name: 'Role of an agent' }).locator('pre').textContent()
    expect(copied).toBe('mine:agent')
    await world.agent(testBot(`${world.dev.url}/api/v1/bots/mine`, 'mine', ''), 'Ben')
    await isDone(page, '4. Invite agents')

    await page.getByRole('button', { name: 'Add an address' }).click()
    await page.getByRole('radio', { name: 'Text message' }).check()
    await page.getByRole('textbox', { name: 'Phone number' }).fill('+491701234567')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await isDone(page, '5. Get alerts')
    await page.getByText('All steps are done.').waitFor()
    await page.getByText('No other fault was found.').waitFor()

    const { body } = await call<BotConfig>(`${world.dev.url}/api/v1/bots/mine/config`, { token: world.dev.adminToken })
    expect(body).toMatchObject({ mode: 'ask', name: 'Mine', connector: { url: bot.url, timeoutMs: 10_000 } })
    await page.goto(`${world.dev.url}/console/mine/waiting`)
    await page.getByRole('link', { name: 'Setup of the bot' }).waitFor()
    await expect.poll(() => link(page).count()).toBe(0)
  }, 90_000)

  it('are hidden from the navigation, and found again in the setup', async () => {
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/demo/waiting`)
    await link(page).click()
    await page.getByRole('button', { name: 'Hide these steps' }).click()
    await page.getByText('The steps are hidden from the navigation.').waitFor()
    await page.goto(`${world.dev.url}/console/demo/setup`)
    await expect.poll(() => link(page).count()).toBe(0)
    await page.getByRole('main').getByRole('link', { name: 'First steps' }).click()
    await page.getByRole('button', { name: 'Show them in the navigation' }).click()
    await page.goto(`${world.dev.url}/console/demo/waiting`)
    await link(page).waitFor()
  })

  it('begin with the first bot on the start page of an admin who has none', async () => {
    const page = await browsing.agent('Admin')
    let isMade = false as boolean
    await page.route('**/api/v1/me', async route => {
      const response = await route.fetch()
      const me = await response.json()
      await route.fulfill({ response, json: isMade ? me : { ...me, bots: [] } })
    })
    await page.goto(`${world.dev.url}/console/`)
    await page.getByRole('textbox', { name: 'Id of the new bot' }).fill('first')
    isMade = true
    await page.getByRole('button', { name: 'Make the bot' }).click()
    await page.getByRole('heading', { name: 'First steps · first' }).waitFor()
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByText('Copy this key now.').waitFor()
    await isDone(page, '2. Connect the bot')
  })
})
