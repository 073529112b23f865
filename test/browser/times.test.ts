import { beforeAll, describe, expect, it } from 'vitest'
import { type TestBot, testBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { type HostPages, hostPages } from './host-page.ts'
import { aBrowser } from './people.ts'

/** The format of the time of day, by region. */
const CLOCKS = { 'en-GB': /^\d\d?:\d\d$/, 'en-US': /^\d\d?:\d\d\s[AP]M$/ } as const
type Region = keyof typeof CLOCKS

const REGIONS = ['en-GB', 'en-US'] as const satisfies readonly Region[]

describe('times', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot
  let session: string
  let shop: HostPages

  beforeAll(async () => {
    const { url, botId, botKey } = world.dev
    bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    session = (await bot.receive('carla', { text: 'hello', user: { fullName: 'Carla Ruiz' } })).body.session
    const body = `<script async src="${url}/widget.js" data-bot="${botId}"></script>`
    shop = await world.keep(hostPages({ '/': { body } }))
  })

  it.each(REGIONS)('in the console have the format of the agent’s region, %s', async locale => {
    const page = await browsing.agent('Ana', { locale })
    await page.goto(`${world.dev.url}/console/${bot.botId}/all/${session}`)
    const said = page.getByRole('region', { name: 'Messages' }).locator('li[data-kind=message] time').first()
    expect(await said.locator('[aria-hidden]').textContent()).toMatch(CLOCKS[locale])
    const row = page.getByRole('region', { name: 'Conversations' }).getByRole('listitem').first()
    expect(await row.locator('time').textContent()).toMatch(CLOCKS[locale])
  })

  it.each(REGIONS)(
    'in the widget have the format of the user’s region, %s, whatever the language of the page',
    async locale => {
      const page = await browsing.window({ locale })
      await page.goto(shop.url)
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
      await page.locator('interlude-widget').getByRole('button').click()
      const frame = page.frameLocator('interlude-widget iframe')
      await frame.getByRole('textbox').fill('hello')
      await frame.getByRole('textbox').press('Enter')
      expect(await frame.locator('.turn time').first().textContent()).toMatch(CLOCKS[locale])
    },
  )
})
