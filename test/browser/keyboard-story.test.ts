import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { frameIn, waitingIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'

/** More than the tab stops of any page in this test, twice: parts that load meanwhile may move the focus. */
const MAX_STOPS = 160

/** Presses Tab until a control has the focus, then `key`. */
async function tabTo(page: Page, control: Locator, key?: 'Enter'): Promise<void> {
  await control.waitFor()
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    if (await control.evaluate(each => each.matches(':focus') && document.hasFocus())) {
      if (key !== undefined) await page.keyboard.press(key)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${control}`)
}

describe('without a mouse', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it('a user asks for a person, who answers, hands back and takes over', async () => {
    const shopper = await browsing.window()
    await shopper.goto(`${world.dev.url}/demo/`)
    await tabTo(shopper, shopper.locator('interlude-widget').getByRole('button'), 'Enter')
    const widget = frameIn(shopper)
    const write = async (text: string) => {
      await tabTo(shopper, widget.getByRole('textbox'))
      await shopper.keyboard.type(text)
      await shopper.keyboard.press('Enter')
    }
    await write('human please')
    await waitingIn(widget).waitFor()

    const ana = await browsing.window()
    await ana.goto(`${world.dev.url}/console/`)
    await tabTo(ana, ana.getByRole('button', { name: /^sign in$/i }), 'Enter')
    await tabTo(ana, ana.getByRole('button', { name: 'Ana' }), 'Enter')
    await ana.getByRole('link', { name: /human please|I will get somebody/ }).waitFor()
    await ana.keyboard.press('j')
    const control = ana.getByRole('region', { name: 'Control' })
    await control.getByText('Waiting for a person').waitFor()
    await tabTo(ana, ana.getByRole('form', { name: 'Answer' }).getByRole('textbox'))
    await ana.keyboard.type('Hello, I am Ana.')
    await ana.keyboard.press('Enter')
    await widget.getByText('Hello, I am Ana.').waitFor()
    await control.getByText('You have this').waitFor()

    await write('My stove is broken.')
    await ana.getByRole('region', { name: 'Messages' }).getByText('My stove is broken.').waitFor()
    await ana.keyboard.press('Escape')
    await ana.keyboard.press('h')
    const outcome = ana.getByRole('menuitem', { name: /Resolved/ })
    await outcome.waitFor()
    for (let stop = 0; stop < 5 && !(await outcome.evaluate(each => each.matches(':focus'))); stop++) {
      await ana.keyboard.press('ArrowDown')
    }
    await ana.keyboard.press('Enter')
    await control.getByText('The bot has this').waitFor()
    // The fence would stop words of the bot that come after she took over.
    await widget.getByText('I am back (a person sent 1 message).').waitFor()
    await ana.keyboard.press('t')
    await control.getByText('You have this').waitFor()

    await shopper.keyboard.press('Escape')
    await shopper.locator('interlude-widget').getByRole('button').waitFor()
    await expect.poll(() => shopper.locator('interlude-widget').evaluate(each => each.matches(':focus'))).toBe(true)
  })
})
