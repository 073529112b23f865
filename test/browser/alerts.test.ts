import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { AlertSubscription } from '../../lib/protocol/subscription.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { call } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

const ANA = 'ana@northfold.example'

describe('the addresses for alerts', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  const stored = async (botId: string) => {
    const { url, adminToken: token } = world.dev
    const { body } = await call<{ items: AlertSubscription[] }>(`${url}/api/v1/bots/${botId}/subscriptions`, { token })
    return body.items
  }
  const letters = async () => {
    const { body } = await call<Letter[]>(`${world.dev.url}/_outbox.json`)
    return body.filter(({ to }) => to === ANA)
  }
  /** Presses Tab until the control of this name has the focus. */
  const tabTo = async (page: Page, name: string) => {
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement
        const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : at?.textContent
        return (at?.getAttribute('aria-label') ?? label ?? '').trim()
      })
    for (let stops = 0; stops < 60; stops++) {
      if ((await focused()) === name) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not reach ${name}`)
  }

  it('are added, confirmed, given another filter and removed by keyboard alone', async () => {
    const { botId } = await world.bot('alerts', { mode: 'gate' })
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/${botId}/setup`)
    await page.getByRole('tab', { name: 'Configuration' }).waitFor()
    await tabTo(page, 'Configuration')
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
    await page.getByText('No address gets the alerts of this bot yet.').waitFor()

    await tabTo(page, 'Add an address')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, 'E-mail address')
    await page.keyboard.type('ana')
    await page.keyboard.press('Enter')
    await page.getByText('Enter an e-mail address.').waitFor()
    await page.keyboard.type('@northfold.example')
    for (const priority of ['high', 'urgent']) {
      await tabTo(page, priority)
      await page.keyboard.press('Space')
    }
    await page.keyboard.press('Enter')
    await page.getByText(`${ANA} has been asked to confirm.`).waitFor()
    expect(await stored(botId)).toMatchObject([
      { protocol: 'email', endpoint: ANA, status: 'pending', filter: { priority: ['high', 'urgent'] } },
    ])
    const list = page.getByRole('list', { name: 'Addresses for alerts' })
    await list.getByText('Priority: high, urgent').waitFor()
    await list.getByText('Not confirmed yet').waitFor()

    await tabTo(page, `Ask again: ${ANA}`)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await letters()).length).toBe(2)
    const asked = (await letters()).at(-1)
    expect((await fetch(/http\S+Action\S+/.exec(asked?.body ?? '')?.[0] ?? '')).status).toBe(200)
    await list.getByText('Confirmed', { exact: true }).waitFor()

    await tabTo(page, `Change the filter of ${ANA}`)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, 'high')
    await page.keyboard.press('Space')
    await tabTo(page, 'Channel')
    await page.keyboard.type('web, api')
    await page.keyboard.press('Enter')
    await page.getByText('The filter is changed.').waitFor()
    await list.getByText('Priority: urgent · Channel: web, api').waitFor()

    await tabTo(page, `Remove ${ANA}`)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText(`Remove ${ANA}?`).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(await stored(botId)).toHaveLength(1)
    await tabTo(page, `Remove ${ANA}`)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText(`${ANA} is removed.`).waitFor()
    expect(await stored(botId)).toEqual([])
  })

  it('say why an address is refused, and keep what is typed', async () => {
    const [shop, bank] = [await world.bot('shop', { mode: 'gate' }), await world.bot('bank', { mode: 'gate' })]
    const json = { protocol: 'sms', endpoint: '+491701234567' }
    const { status } = await call(`${shop.url}/subscriptions`, { method: 'POST', token: world.dev.adminToken, json })
    expect(status).toBe(201)
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/${bank.botId}/setup`)
    await page.getByRole('tab', { name: 'Alerts' }).click()
    await page.getByRole('button', { name: 'Add an address' }).click()
    await page.getByRole('radio', { name: 'Text message' }).check()
    const number = page.getByRole('textbox', { name: 'Phone number' })
    await number.fill('+49 170 123 45 67')
    await page.getByRole('checkbox', { name: 'urgent' }).check()
    const add = page.getByRole('button', { name: 'Add', exact: true })
    await add.click()
    await page.getByText('This address is subscribed already').waitFor()
    expect(await number.evaluate(each => each.matches(':focus'))).toBe(true)

    await number.fill('+49 170 765 43 21')
    await add.click()
    await page.getByText('+491707654321 gets alerts from now on.').waitFor()
    expect(await stored(bank.botId)).toMatchObject([{ endpoint: '+491707654321', filter: { priority: ['urgent'] } }])
  })
})
