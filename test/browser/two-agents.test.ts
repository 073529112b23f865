import type { FrameLocator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testBot } from '../e2e/client.ts'
import { ENGINES } from '../e2e/process.ts'
import { aWorld } from '../e2e/world.ts'
import { frameIn } from './pages/stage.ts'
import { aBrowser, PHONE } from './people.ts'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const log = (page: Page) => page.getByRole('region', { name: 'Messages' })
const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')

async function say(frame: FrameLocator, text: string) {
  await frame.getByRole('textbox').fill(text)
  await frame.getByRole('textbox').press('Enter')
}

describe.each(ENGINES)('agents and a user in their browsers, over %s', engine => {
  const world = aWorld(engine)
  const browsing = aBrowser(world)

  it('lead a user of the demo from the bot to a person and back', async () => {
    const shopper = await browsing.window({ size: PHONE })
    const ana = await browsing.agent('Ana')
    await shopper.goto(`${world.dev.url}/demo/`)
    await shopper.locator('interlude-widget').getByRole('button').click()
    const widget = frameIn(shopper)
    await say(widget, 'hello')
    await widget.getByText('I am the demo bot.').waitFor()
    await say(widget, 'human please')
    await widget.getByText('We are looking for somebody', { exact: true }).waitFor()

    await ana.getByRole('link', { name: /human please|I will get somebody/ }).click()
    await field(ana).fill('Hello, I am Ana.')
    await field(ana).press('Enter')
    await widget.getByText('Ana is here').waitFor()
    await widget.getByText('Hello, I am Ana.').waitFor()
    await say(widget, 'My stove is broken.')
    await log(ana).getByText('My stove is broken.').waitFor()
    await field(ana).fill('A new one is on its way.')
    await field(ana).press('Enter')
    await widget.getByText('A new one is on its way.').waitFor()

    await ana.getByRole('button', { name: 'Hand back' }).click()
    await ana.getByRole('menuitem', { name: /Resolved/ }).click()
    await widget.getByText('I am back (a person sent 2 messages).').waitFor()
    await control(ana).getByText('The bot has this').waitFor()
  })

  it('see at once who of them has a conversation', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const { body } = await bot.receive('both', { text: 'human please', user: { fullName: 'Both Want' } })
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben', { size: PHONE })]
    for (const page of [ana, ben]) {
      await page.goto(`${url}/console/${botId}/all/${body.session}`)
      await field(page).waitFor()
    }
    await ana.getByText('Ben also looks at this').waitFor({ state: 'attached' })
    await field(ben).pressSequentially('I am wri')
    await ana.getByText('Ben is typing …').waitFor()
    await field(ana).fill('I have it.')
    await field(ana).press('Enter')
    await control(ben).getByText('Ana has this').waitFor()

    await ben.reload()
    await control(ben).getByText('Ana has this').waitFor()
    expect(await field(ben).inputValue()).toBe('I am wri')
    await field(ben).press('Enter')
    await ben.getByRole('alert').getByText('Ana has this. Answer anyway?').waitFor()
    expect((await bot.log('both')).entries.map(entry => ('text' in entry ? entry.text : ''))).not.toContain('I am wri')
  })

  it('write French and from right to left', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const { body } = await bot.receive('layla', { text: 'أريد التحدث إلى human', user: { fullName: 'ليلى حداد' } })
    await bot.pauseUser('layla')
    const ana = await browsing.agent('Ana')
    await ana.goto(`${url}/console/${botId}/all/${body.session}`)
    const words = log(ana).getByText('أريد التحدث').last()
    expect(await words.evaluate(each => getComputedStyle(each.closest('[dir]') ?? each).direction)).toBe('rtl')
    await ana.evaluate(() => localStorage.setItem('interlude.settings', JSON.stringify({ language: 'fr' })))
    await ana.reload()
    await ana.getByRole('button', { name: /Rendre/ }).waitFor()
    expect(await ana.locator('html').getAttribute('lang')).toBe('fr')
  })
})
