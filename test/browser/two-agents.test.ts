import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { testBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser, PHONE } from './people.ts'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')

/**
 * The limit of one second counts from the click that takes over. The fastest take-over must keep it: a stalled machine
 * slows one of them, while a console that polls or waits slows all.
 */
const TAKEOVERS = 3

describe.each(ENGINES)('two agents in their browsers, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)

  it('see at once which of them has a conversation, and the other must confirm an answer', async () => {
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

  it('are asked before their answer crosses one that a colleague has just sent', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const { session } = (await bot.receive('crossed', { text: 'human please', user: { fullName: 'Crossed' } })).body
    const ana = await browsing.agent('Ana')
    await ana.goto(`${url}/console/${botId}/all/${session}`)
    await ana.getByRole('button', { name: 'Take it on' }).click()
    await control(ana).getByText('You have this').waitFor()
    await field(ana).fill('It comes on Monday.')
    await bot.post(
      `conversations/${session}/messages`,
      { text: 'It comes on Friday.' },
      await world.agentToken(botId, 'Ben'),
    )
    await ana.getByRole('region', { name: 'Messages' }).getByText('It comes on Friday.').waitFor()
    await field(ana).press('Enter')
    const question = ana.getByRole('alert')
    await question.getByText('Ben has just answered. Send yours anyway?').waitFor()
    const said = async () => (await bot.log('crossed')).entries.map(entry => ('text' in entry ? entry.text : ''))
    expect(await said()).not.toContain('It comes on Monday.')
    await question.getByRole('button', { name: 'Answer' }).click()
    await eventually('the answer', async () => (await said()).includes('It comes on Monday.') || undefined)
    await field(ana).fill('By noon.')
    await field(ana).press('Enter')
    await eventually('the next answer', async () => (await said()).includes('By noon.') || undefined)
  })

  it('see a take-over within a second', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const { body } = await bot.receive('taken', { text: 'hello', user: { fullName: 'Taken Over' } })
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben')]
    for (const page of [ana, ben]) {
      await page.goto(`${url}/console/${botId}/all/${body.session}`)
      await control(page).getByText('The bot has this').waitFor()
    }
    await ana.getByText('Ben also looks at this').waitFor({ state: 'attached' })
    const delaysMs: number[] = []
    for (let time = 0; time < TAKEOVERS; time++) {
      const clicked = await noteTime(ana.locator('html'), { of: 'click' })
      const seen = await noteTime(control(ben), { text: 'Ana has this' })
      await ana.getByRole('button', { name: 'Take over' }).click()
      delaysMs.push((await seen()) - (await clicked()))
      await ana.getByRole('button', { name: 'Hand back' }).click()
      await ana.getByRole('menuitem', { name: /Returned/ }).click()
      for (const page of [ana, ben]) await control(page).getByText('The bot has this').waitFor()
    }
    expect(Math.min(...delaysMs), `${delaysMs} ms`).toBeLessThan(1_000)
  })
})

/**
 * Records, inside the page, when a text first appears in an element or an event reaches it. Both pages read the same
 * clock, and the delay until the test looks does not count.
 */
async function noteTime(element: Locator, awaited: { text: string } | { of: 'click' }): Promise<() => Promise<number>> {
  const noted = await element.evaluateHandle((it, awaited) => {
    const note: { at?: number } = {}
    if ('of' in awaited) {
      it.addEventListener(awaited.of, () => (note.at ??= Date.now()), { capture: true, once: true })
    } else {
      const look = () => {
        if (it.textContent?.includes(awaited.text)) note.at ??= Date.now()
      }
      new MutationObserver(look).observe(it, { childList: true, characterData: true, subtree: true })
    }
    return note
  }, awaited)
  return () => eventually('a time', () => noted.evaluate(note => note.at))
}
