import { describe, expect, it } from 'vitest'
import { call } from '../e2e/client.ts'
import { ENGINES } from '../e2e/process.ts'
import { aWorld } from '../e2e/world.ts'
import { aBrowser } from './people.ts'

describe.each(ENGINES)('an agent at the console, over %s', engine => {
  const world = aWorld(engine)
  const browsing = aBrowser(world)

  it('finds who waits, answers, and gives the conversation back to the bot', async () => {
    const { url, botId, botKey } = world.dev
    const carla = `${url}/api/v1/bots/${botId}/channel/api/user/carla/messages`
    const says = (text: string) =>
      call(carla, { method: 'POST', token: botKey, json: { text, user: { fullName: 'Carla Ruiz' } } })
    await says('hello')
    await says('human please')

    const page = await browsing.agent('Ana')
    await page.getByRole('link', { name: /Carla Ruiz/ }).click()
    await page.getByText('human please').last().waitFor()

    await page.getByRole('textbox', { name: 'Write to Carla Ruiz' }).fill('Hello, I am Ana.')
    await page.keyboard.press('Enter')
    const log = page.getByRole('region', { name: 'Messages' })
    await log.locator('[data-kind=message]', { hasText: 'Hello, I am Ana.' }).waitFor()
    await page.getByRole('region', { name: 'Control' }).getByText('You have this').waitFor()

    await page.getByRole('button', { name: 'Hand back' }).click()
    await page.getByRole('menuitem', { name: /Resolved/ }).click()
    await page.getByRole('button', { name: 'Take over' }).waitFor()

    const { body } = await call<{ entries: { text?: string; kind: string }[] }>(carla, { token: botKey })
    expect(body.entries.map(({ text }) => text)).toContain('Hello, I am Ana.')
    expect(body.entries.filter(({ kind }) => kind === 'resumed')).toHaveLength(1)
  })
})
