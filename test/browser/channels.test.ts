import { describe, expect, it } from 'vitest'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { call } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

describe('the channels of a bot', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  /** The setup of the demo's bot, whose page is connected with Messenger's double. */
  const opened = async () => {
    const { url, botId, adminToken: token } = world.dev
    const bot = `${url}/api/v1/bots/${botId}`
    const config = async () => (await call<BotConfig>(`${bot}/config`, { token })).body
    const put = async (json: BotConfig) => expect((await call(bot, { method: 'PUT', token, json })).status).toBe(200)
    const page = await browsing.agent('Admin')
    await page.goto(`${url}/console/${botId}/setup`)
    await page.getByRole('tab', { name: 'Channels' }).click()
    const channels = page.getByRole('list', { name: 'Channels' })
    await channels.getByText('Works').waitFor()
    return { page, channels, config, put }
  }

  it('keep what two admins type at once', async () => {
    const { page, config, put } = await opened()
    await page.getByRole('button', { name: 'Edit messenger' }).click()
    await page.getByRole('radio', { name: /^Show them An/ }).check()
    const { channels, ...before } = await config()
    const { messenger } = channels
    if (messenger?.type !== 'messenger') throw new Error('the demo has no channel')
    await put({ ...before, name: 'Pip', channels: { ...channels, messenger: { ...messenger, elsewhere: 'log' } } })

    const save = page.getByRole('button', { name: 'Save the channel' })
    await save.click()
    await page.getByText('What you typed is kept.').waitFor()
    await page.getByText('Somebody else has changed this channel, too.').waitFor()
    expect(await page.getByRole('radio', { name: /^Show them An/ }).isChecked()).toBe(true)
    await page.getByRole('radio', { name: /^Only note it/ }).check()
    await save.click()
    await page.getByText('The channel is saved.').waitFor()

    expect(await config()).toMatchObject({
      name: 'Pip',
      channels: { messenger: { agentName: 'show', elsewhere: 'log', pageToken: '********' } },
    })
  })

  it('keep what is typed while another tab is shown, and leave the other changes of the configuration alone', async () => {
    const { page, config } = await opened()
    await page.getByRole('tab', { name: 'Configuration' }).click()
    await page.getByRole('textbox', { name: 'name', exact: true }).fill('Not saved yet')
    await page.getByRole('tab', { name: 'Channels' }).click()
    await page.getByRole('button', { name: 'Edit messenger' }).click()
    await page.getByRole('radio', { name: /^Hide them/ }).check()
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('tab', { name: 'Channels' }).click()
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await page.getByText('The channel is saved.').waitFor()
    expect(await config()).toMatchObject({ channels: { messenger: { agentName: 'hide' } } })

    await page.getByRole('tab', { name: 'Configuration' }).click()
    expect(await page.getByRole('textbox', { name: 'name', exact: true }).inputValue()).toBe('Not saved yet')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(await config()).toMatchObject({ name: 'Not saved yet', channels: { messenger: { agentName: 'hide' } } })
  })

  it('are checked against Meta, subscribed, and removed after a question', async () => {
    const { page, channels, config } = await opened()
    await page.getByRole('button', { name: 'Edit messenger' }).click()
    const checks = page.getByRole('list', { name: 'Checks' })
    await checks.getByText('The token does not expire.').waitFor()
    await page.getByRole('button', { name: 'Subscribe the app to the page' }).click()
    await checks.getByText("The app gets the page's events.").waitFor()
    await page.getByRole('textbox', { name: 'Token of the page' }).fill('EAA-of-nobody')
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await channels.getByText('1 thing is wrong').waitFor()
    await checks.getByText(/The token of the page is not valid/).waitFor()

    await page.getByRole('button', { name: 'Remove messenger' }).click()
    await page.getByRole('button', { name: 'Keep' }).click()
    expect((await config()).channels).toHaveProperty('messenger')
    await page.getByRole('button', { name: 'Remove messenger' }).click()
    await page.getByRole('alert').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('This bot has no channels yet.').waitFor()
    expect((await config()).channels).toEqual({})
  })

  it('are connected by an admin who follows the steps', async () => {
    const { url, botId } = world.dev
    const page = await browsing.agent('Admin')
    await page.goto(`${url}/console/${botId}/setup`)
    await page.getByRole('tab', { name: 'Channels' }).click()
    await page.getByRole('button', { name: 'Connect Messenger' }).click()
    await page.getByRole('button', { name: 'Make a new verify token' }).click()
    const pasted = async (label: string) => await page.getByRole('figure', { name: label }).locator('pre').innerText()
    const [callback, token] = [await pasted('Callback URL'), await pasted('Verify token')]
    const challenge = await fetch(`${callback}?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${token}`)
    expect(await challenge.text()).toBe('4711')

    await page.getByRole('textbox', { name: 'Page ID' }).fill(' 682498302938465 ')
    await page.getByRole('textbox', { name: 'Token of the page' }).fill('EAA-of-nobody')
    await page.getByRole('button', { name: 'Save the channel' }).click()
    await page.getByText('The channel is saved.').waitFor()
    await page.getByRole('button', { name: 'Edit messenger' }).waitFor()
    await page
      .getByRole('list', { name: 'Checks' })
      .getByText(/The token of the page is not valid/)
      .waitFor()
  })
})
