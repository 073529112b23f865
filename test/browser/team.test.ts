import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { pathOf } from '../../web/console/app/paths.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { demoBot, field, logOf, openConversation } from './console-page.ts'
import { aBrowser } from './people.ts'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const dialog = (page: Page) => page.getByRole('dialog')
const agents = (page: Page) => page.getByRole('region', { name: 'Agents' })
const waiting = (page: Page) => page.getByRole('region', { name: 'Waiting' })

describe.each(ENGINES)('a supervisor and agents in their browsers, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)

  it('whisper, take from an agent and give to an agent, and see each other do so', async () => {
    const bot = demoBot(world)
    const { body } = await bot.receive('nadia', { text: 'human please', user: { fullName: 'Nadia Haddad' } })
    const [ana, ben, sara] = [await browsing.agent('Ana'), await browsing.agent('Ben'), await browsing.agent('Sara')]
    for (const page of [ana, ben]) await openConversation(page, world, bot, body.session)
    await sara.goto(`${world.dev.url}/console${pathOf({ page: 'team', botId: bot.botId })}`)

    // The page follows: Nadia waits, and then Ana has her conversation.
    await waiting(sara).getByText('Nadia Haddad').waitFor()
    await control(ana).getByRole('button', { name: 'Take it on' }).click()
    await control(ana).getByText('You have this').waitFor()
    await waiting(sara).getByText('Nobody waits').waitFor()
    const ofAna = agents(sara).getByRole('button', { name: /^Ana/ })
    await ofAna.getByText('1 conversation', { exact: true }).waitFor()
    await ofAna.click()

    // The whisper reaches Ana alone.
    await agents(sara).getByRole('button', { name: 'Whisper …: Nadia Haddad' }).click()
    await dialog(sara).getByText('Whisper to Ana').waitFor()
    await dialog(sara).getByRole('textbox').fill('Offer her the refund')
    await dialog(sara).getByRole('button', { name: 'Send' }).click()
    await sara.getByRole('status').getByText('Ana has your whisper.').waitFor()
    await ana.getByRole('status').getByText('Offer her the refund').waitFor()
    await ana.getByText('Sara whispers').waitFor()
    await field(ana).fill('You get your money back.')
    await field(ana).press('Enter')
    await logOf(ben).getByText('You get your money back.').waitFor()
    for (const page of [ana, ben]) expect(await logOf(page).getByText('refund').count()).toBe(0)
    await ben.getByRole('button', { name: /notification/i }).click()
    await dialog(ben).waitFor()
    expect(await ben.getByText('Offer her the refund').count()).toBe(0)
    await ben.keyboard.press('Escape')
    expect(JSON.stringify(await bot.transcript(body.session))).not.toContain('refund')
    await ana.getByRole('button', { name: 'Got it' }).click()
    await expect.poll(() => ana.getByText('Offer her the refund').count()).toBe(0)

    // Sara takes the conversation from Ana, and gives it to Ben.
    await agents(sara).getByRole('button', { name: 'Take: Nadia Haddad' }).click()
    await control(ana).getByText('Sara has this').waitFor()
    await agents(sara).getByRole('button', { name: /^Sara/ }).click()
    await agents(sara).getByRole('button', { name: 'Give to …: Nadia Haddad' }).click()
    await dialog(sara).getByRole('radio', { name: 'Ben' }).check()
    await dialog(sara).getByRole('button', { name: 'Pass on' }).click()
    await control(ben).getByText('You have this').waitFor()
    await logOf(ana).getByText('Sara gave it to Ben').waitFor()
    await agents(sara).getByRole('button', { name: /^Ben/ }).getByText('1 conversation', { exact: true }).waitFor()

    // From the conversation itself, as well.
    await agents(sara).getByRole('button', { name: /^Ben/ }).click()
    await agents(sara).getByRole('link', { name: 'Listen in: Nadia Haddad' }).click()
    await control(sara).getByText('Ben has this').waitFor()
    await control(sara).getByRole('button', { name: 'More actions' }).click()
    await sara.getByRole('menuitem', { name: 'Take', exact: true }).click()
    await control(sara).getByText('You have this').waitFor()
    await control(ben).getByText('Sara has this').waitFor()
  })
})
