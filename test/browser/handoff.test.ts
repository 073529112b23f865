import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { ENGINES } from '../../local/options.ts'

import { call } from '../e2e/client.ts'
import { type RunningWorld, runningWorld } from '../e2e/running-world.ts'
import { demoBot, field, logOf, openConversation } from './console-page.ts'
import { aBrowser } from './people.ts'

const control = (page: Page) => page.getByRole('region', { name: 'Control' })
const dialog = (page: Page) => page.getByRole('dialog')
/** Waits for a mark in the log, and for the words of the agent who acted. */
const marked = async (page: Page, sentence: string, reason: string) => {
  await logOf(page).getByText(sentence).last().waitFor()
  await logOf(page).getByText(`“${reason}”`).last().waitFor()
}
/** Chooses one of the actions in the menu of the control bar. */
const choose = async (page: Page, action: RegExp) => {
  await control(page).getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await dialog(page).waitFor()
}

/** Withholds a page's claims from the server until the returned function is called. */
async function delayClaims(page: Page): Promise<() => void> {
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>()
  await page.routeWebSocket(/./, socket => {
    const server = socket.connectToServer()
    socket.onMessage(text => {
      if (JSON.parse(`${text}`).type === 'claim') void allowed.then(() => server.send(text))
      else server.send(text)
    })
  })
  return allow
}

async function addQueues({ dev }: RunningWorld): Promise<void> {
  const bot = `${dev.url}/api/v1/bots/${dev.botId}`
  const { body } = await call<BotConfig>(`${bot}/config`, { token: dev.adminToken })
  const queues = { billing: { name: 'Billing' }, vip: { name: 'VIP' } }
  const put = await call(bot, { method: 'PUT', token: dev.adminToken, json: { ...body, handoffs: { queues } } })
  expect(put.status).toBe(200)
}

describe.each(ENGINES)('agents in their browsers, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)

  it('claim at the same time: one gets the conversation, and the other sees who has it', async () => {
    const bot = demoBot(world)
    const { body } = await bot.receive('wanted', { text: 'human please', user: { fullName: 'Wanted' } })
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben')]
    const allow = await delayClaims(ben)
    for (const page of [ana, ben]) await openConversation(page, world, bot, body.session)
    await control(ben).getByRole('button', { name: 'Take it on' }).click()
    await control(ben).getByText('Taking it on …').waitFor()
    await control(ana).getByRole('button', { name: 'Take it on' }).click()
    await control(ana).getByText('You have this').waitFor()
    allow()
    await ben.getByRole('alert').getByText('Ana has the conversation by now.').waitFor()
    await control(ben).getByText('Ana has this').waitFor()
    await control(ana).getByText('You have this').waitFor()
    await ben.getByRole('alert').getByRole('button', { name: 'Discard' }).click()
    await ben.getByRole('alert').waitFor({ state: 'detached' })
    expect(await control(ben).getByRole('button', { name: 'More actions' }).count()).toBe(0)
  })

  it('pass a conversation on, put it back and decline it, and see each reason', async () => {
    const bot = demoBot(world)
    const { body } = await bot.receive('passed', { text: 'human please', user: { fullName: 'Passed On' } })
    const [ana, ben, sara] = [await browsing.agent('Ana'), await browsing.agent('Ben'), await browsing.agent('Sara')]
    for (const page of [ana, ben, sara]) await openConversation(page, world, bot, body.session)

    // Passed on by Ana.
    await control(ana).getByRole('button', { name: 'Take it on' }).click()
    await control(ana).getByText('You have this').waitFor()
    await choose(ana, /Pass on/)
    await dialog(ana).getByRole('radio', { name: 'Sara' }).waitFor()
    expect(await dialog(ana).getByRole('radio', { name: 'Ana' }).count()).toBe(0)
    await dialog(ana).getByRole('radio', { name: 'Ben' }).check()
    await dialog(ana).getByRole('textbox').fill('knows invoices')
    await dialog(ana).getByRole('button', { name: 'Pass on' }).click()
    await control(ana).getByText('Ben has this').waitFor()
    await expect.poll(() => logOf(ana).evaluate(log => log.contains(document.activeElement))).toBe(true)
    await control(ben).getByText('You have this').waitFor()
    await marked(ben, 'Ana gave it to Ben', 'knows invoices')

    // Put back by Ben, with the keyboard.
    await field(ben).press('Escape')
    await ben.keyboard.press('b')
    await dialog(ben).getByRole('textbox').fill('needs a supervisor')
    await dialog(ben).getByRole('button', { name: 'Put back' }).click()
    await control(ana).getByText('Waiting for a person').waitFor()
    await marked(ana, 'Ben put it back for everybody', 'needs a supervisor')

    // Declined by Ana, which takes a reason.
    await field(ana).press('Escape')
    await ana.keyboard.press('d')
    const decline = dialog(ana).getByRole('button', { name: 'Decline' })
    await decline.waitFor()
    expect(await decline.isDisabled()).toBe(true)
    await dialog(ana).getByRole('textbox').fill('I speak no Spanish')
    await decline.click()
    await marked(ben, 'Ana declined it', 'I speak no Spanish')
    await control(ben).getByText('Waiting for a person').waitFor()

    // Taken from Ben by the supervisor.
    await control(ben).getByRole('button', { name: 'Take it on' }).click()
    await control(sara).getByText('Ben has this').waitFor()
    await choose(sara, /Pass on/)
    await dialog(sara).getByRole('radio', { name: 'Ana' }).check()
    expect(await dialog(sara).getByRole('radio').count()).toBe(1)
    await dialog(sara).getByRole('button', { name: 'Pass on' }).click()
    await control(ana).getByText('You have this').waitFor()
    await logOf(ben).getByText('Sara gave it to Ana').waitFor()
  })

  it('snooze a conversation, which wakes when the user writes or the agent says so', async () => {
    const bot = demoBot(world)
    const { body } = await bot.receive('sleeper', { text: 'human please', user: { fullName: 'Sleeper' } })
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben')]
    for (const page of [ana, ben]) await openConversation(page, world, bot, body.session)
    await control(ana).getByRole('button', { name: 'Take it on' }).click()
    await control(ana).getByText('You have this').waitFor()

    // Until the user writes, by keyboard. The button loads with the first conversation that an agent has.
    await control(ana).getByRole('button', { name: 'Snooze' }).waitFor()
    await field(ana).press('Escape')
    await ana.keyboard.press('z')
    await ana.getByRole('menuitem', { name: /Until they write/ }).press('Enter')
    await control(ana).getByText('Snoozed until they write').waitFor()
    await control(ben).getByText('Ana snoozed this until they write').waitFor()
    expect(await control(ben).getByRole('button', { name: 'Wake now' }).count()).toBe(0)
    await bot.receive('sleeper', { text: 'here is the photo' })
    await logOf(ana).getByText('Sleeper ended the snooze').waitFor()
    await control(ana).getByText('You have this').waitFor()

    // Until a time, and no longer.
    await control(ana).getByRole('button', { name: 'Snooze' }).click()
    await ana.getByRole('menuitem', { name: /1 hour/ }).click()
    await control(ana)
      .getByText(/Snoozed until \d/)
      .waitFor()
    await control(ana).getByRole('button', { name: 'Wake now' }).click()
    await logOf(ben).getByText('Ana ended the snooze').waitFor()
    await control(ana).getByText('You have this').waitFor()
    expect(await logOf(ana).evaluate(log => log.contains(document.activeElement))).toBe(true)
  })

  it('move a conversation to a queue, and list those who wait in it', async () => {
    await addQueues(world)
    const bot = demoBot(world)
    const { body } = await bot.receive('moved', { text: 'human please', user: { fullName: 'Moved' } })
    await bot.receive('other', { text: 'human please', user: { fullName: 'Other' } })
    const [ana, ben] = [await browsing.agent('Ana'), await browsing.agent('Ben')]
    await openConversation(ana, world, bot, body.session)
    await choose(ana, /Pass on/)
    await dialog(ana)
      .getByRole('radio', { name: /Billing/ })
      .check()
    await dialog(ana).getByRole('textbox').fill('asks for an invoice')
    await dialog(ana).getByRole('button', { name: 'Pass on' }).click()
    await marked(ana, 'Ana moved it to the queue billing', 'asks for an invoice')

    await ben.goto(`${world.dev.url}/console/${bot.botId}/waiting`)
    const list = ben.getByRole('region', { name: 'Conversations' })
    await list.getByRole('link', { name: /Moved.*Billing/ }).waitFor()
    await list.getByRole('link', { name: /Other/ }).waitFor()
    await list.getByRole('combobox', { name: 'Queue' }).selectOption({ label: 'Billing (1)' })
    await list.getByRole('link', { name: /Other/ }).waitFor({ state: 'detached' })
    await list.getByRole('link', { name: /Moved/ }).waitFor()
    // A conversation that leaves the queue leaves the list.
    await choose(ana, /Pass on/)
    await dialog(ana).getByRole('radio', { name: /VIP/ }).check()
    await dialog(ana).getByRole('button', { name: 'Pass on' }).click()
    await list.getByRole('link', { name: /Moved/ }).waitFor({ state: 'detached' })
    expect(new URL(ben.url()).search).toBe('?queue=billing')
  })
})
