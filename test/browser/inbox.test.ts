import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestBot, testBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

describe('the unread dot of a row', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot
  let carla: string

  beforeAll(async () => {
    const { url, botId, botKey } = world.dev
    bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    for (const name of ['Carla', 'Bo']) {
      const { body } = await bot.receive(name, { text: 'human please', user: { fullName: name } })
      if (name === 'Carla') carla = body.session
    }
  })

  const list = (page: Page) => page.getByRole('region', { name: 'Conversations' })
  const row = (page: Page, name: string) => list(page).getByRole('listitem').filter({ hasText: name })

  /** An agent who reads Carla's conversation. */
  const reader = async () => {
    const page = await browsing.agent('Ana')
    await page.goto(`${world.dev.url}/console/${bot.botId}/all/${carla}`)
    await page.getByRole('region', { name: 'Messages' }).getByText('human please').waitFor()
    return page
  }
  const unread = (page: Page, name: string) => row(page, name).getByText('unread', { exact: true })

  it('never appears for the open conversation, but for another one', async () => {
    const page = await reader()
    await list(page).evaluate(it => {
      const seen: string[] = []
      Object.assign(globalThis, { interludeUnread: seen })
      const look = () => {
        for (const each of it.querySelectorAll('[role=listitem]'))
          if (/unread/.test(each.textContent ?? '')) seen.push(each.textContent ?? '')
      }
      new MutationObserver(look).observe(it, { childList: true, characterData: true, subtree: true })
    })
    for (const text of ['one', 'two', 'three']) {
      await bot.receive('Carla', { text })
      await row(page, 'Carla').getByText(text, { exact: true }).waitFor()
    }
    await bot.receive('Bo', { text: 'me too' })
    await unread(page, 'Bo').waitFor({ state: 'attached' })
    const seen = await page.evaluate(() => (globalThis as unknown as { interludeUnread: string[] }).interludeUnread)
    expect(seen.filter(each => each.includes('Carla'))).toEqual([])
  })

  it('appears for the open conversation while its page is hidden, and disappears when the agent returns', async () => {
    const page = await reader()
    const hide = (isHidden: boolean) =>
      page.evaluate(hidden => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
        document.dispatchEvent(new Event('visibilitychange'))
      }, isHidden)
    await hide(true)
    await bot.receive('Carla', { text: 'anybody?' })
    await unread(page, 'Carla').waitFor({ state: 'attached' })
    await hide(false)
    await unread(page, 'Carla').waitFor({ state: 'detached' })
  })
})

describe('a bot without a conversation', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it('shows a command that sends the first message once a key is filled in', async () => {
    const bot = await world.bot('fresh', { mode: 'gate' })
    const page = await browsing.agent('Admin')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${world.dev.url}/console/${bot.botId}/waiting`)
    await page.getByText('There are no conversations yet.').waitFor()
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByRole('status').getByText('Copied').waitFor()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    const [, url, headers, body] =
      /^curl -sS "([^"]+)" ((?:-H "[^"]+" )+)-d '([^']+)'$/.exec(command.replaceAll(/\s*\\\n\s*/g, ' ')) ?? []
    const sent = [...(headers ?? '').matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name, value]) => [
      name ?? '',
      (value ?? '').replace('ilk_…', bot.key),
    ])
    const answer = await fetch(url ?? '', { method: 'POST', headers: Object.fromEntries(sent), body: body ?? '' })
    expect(answer.status).toBe(200)
    await page.getByRole('link', { name: 'All' }).click()
    await page.getByRole('region', { name: 'Conversations' }).getByRole('listitem').getByText('hello').waitFor()
    expect(await page.getByText('There are no conversations yet.').count()).toBe(0)
  })
})

describe('a list of conversations', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  /** More than one page of the list. */
  const MANY = 60

  it('is one tab stop, moves between rows with arrow keys, and exposes its length', async () => {
    const bot = testBot(`${world.dev.url}/api/v1/bots/${world.dev.botId}`, world.dev.botId, world.dev.botKey)
    for (let n = 1; n <= MANY; n++) {
      expect((await bot.receive(`user-${n}`, { text: 'hello', user: { fullName: `User ${n}.` } })).status).toBe(200)
    }
    const page = await browsing.agent('Ana')
    await page.goto(`${world.dev.url}/console/${bot.botId}/all`)
    const list = page.getByRole('region', { name: 'Conversations' }).getByRole('list')
    await list.getByRole('listitem').first().waitFor()
    const focused = () =>
      page.evaluate(() => {
        const item = document.activeElement?.closest('[role=listitem]')
        return item === null || item === undefined
          ? undefined
          : { at: item.getAttribute('aria-posinset'), of: item.getAttribute('aria-setsize') }
      })
    const press = (key: string) => page.keyboard.press(key)

    await page.getByRole('searchbox').first().focus()
    await press('Tab')
    expect(await focused()).toEqual({ at: '1', of: '-1' })
    await press('Tab')
    expect(await focused()).toBeUndefined()
    await press('Shift+Tab')
    await press('ArrowDown')
    await press('ArrowDown')
    await expect.poll(focused).toEqual({ at: '3', of: '-1' })
    // The next page loads when the end of this one is near.
    await press('End')
    await expect.poll(async () => (await focused())?.of).toBe(`${MANY}`)
    await press('End')
    await expect.poll(focused).toEqual({ at: `${MANY}`, of: `${MANY}` })
    await press('Enter')
    await page.getByRole('heading', { name: 'User 1.' }).first().waitFor()
    await press('Home')
    await expect.poll(focused).toEqual({ at: '1', of: `${MANY}` })
    await press('ArrowUp')
    expect(await focused()).toEqual({ at: '1', of: `${MANY}` })
  })

  it('keeps a row that left the view while the pointer is in the list, and names the agent who has the conversation', async () => {
    const bot = testBot(`${world.dev.url}/api/v1/bots/${world.dev.botId}`, world.dev.botId, world.dev.botKey)
    const sessions: string[] = []
    for (const name of ['Carla', 'Bo', 'Dana']) {
      const { body } = await bot.receive(name, { text: 'human please', user: { fullName: name } })
      await bot.pauseUser(name)
      sessions.push(body.session)
    }
    const [admin, ana] = [await browsing.agent('Admin'), await browsing.agent('Ana')]
    await admin.goto(`${world.dev.url}/console/${bot.botId}/waiting`)
    const list = admin.getByRole('region', { name: 'Conversations' }).getByRole('list')
    const names = async () =>
      (await list.getByRole('listitem').allTextContents()).map(text => /Carla|Bo|Dana/.exec(text)?.[0])
    await expect.poll(names).toEqual(['Carla', 'Bo', 'Dana'])
    await list.getByRole('listitem').nth(2).hover()
    await ana.goto(`${world.dev.url}/console/${bot.botId}/all/${sessions[1]}`)
    await ana.getByRole('form', { name: 'Answer' }).getByRole('textbox').fill('I am Ana')
    await ana.keyboard.press('Enter')
    await list.getByRole('listitem').nth(1).getByText('Ana', { exact: false }).first().waitFor()
    expect(await names()).toEqual(['Carla', 'Bo', 'Dana'])
    await admin.mouse.move(1, 1)
    await expect.poll(names).toEqual(['Carla', 'Dana'])
  })
})
