import { describe, expect, it } from 'vitest'
import { call } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { frameIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'
import { aTalk } from './talk.ts'

describe('a rating', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it('is given in the widget by keyboard, once, and the agent sees it in the log and in the profile', async () => {
    const { url, botId, adminToken } = world.dev
    const bot = `${url}/api/v1/bots/${botId}`
    const { body: config } = await call<object>(`${bot}/config`, { token: adminToken })
    const json = { ...config, handoffs: { rating: true } }
    expect((await call(bot, { method: 'PUT', token: adminToken, json })).status).toBe(200)
    const talk = await aTalk(world, browsing, { agent: await browsing.window(), user: await browsing.window() })
    const { agent, user } = talk
    const widget = frameIn(user.page)
    await agent.say('Hello, I am Ana.')
    await widget.getByText('Hello, I am Ana.').waitFor()
    expect(await widget.getByRole('radio').count()).toBe(0)

    await agent.page.getByRole('button', { name: 'Hand back' }).click()
    await agent.page.getByRole('menuitem', { name: /Resolved/ }).click()
    const stars = widget.getByRole('group', { name: 'How well did we help you?' }).getByRole('radio')
    await stars.first().focus()
    await user.page.keyboard.press('Space')
    for (let times = 0; times < 3; times++) await user.page.keyboard.press('ArrowRight')
    expect(await widget.getByRole('radio', { name: '4 of 5' }).isChecked()).toBe(true)
    await user.page.keyboard.press('Tab')
    await user.page.keyboard.insertText('Ana found my parcel.')
    await user.page.keyboard.press('Tab')
    await user.page.keyboard.press('Enter')
    await widget.getByText('You gave 4 of 5 stars. Thank you!').waitFor()
    await stars.first().waitFor({ state: 'detached' })
    expect(await user.log.evaluate(each => each.matches(':focus'))).toBe(true)

    await agent.log.getByText(/rated it: 4 of 5 stars/).waitFor()
    await agent.log.getByText('“Ana found my parcel.”').waitFor()
    const profile = agent.page.getByRole('complementary', { name: 'Profile' })
    await profile.getByText('4 of 5 stars', { exact: true }).waitFor()

    await user.page.reload()
    await widget.getByText('You gave 4 of 5 stars. Thank you!').waitFor()
    expect(await widget.getByRole('radio').count()).toBe(0)
  })
})
