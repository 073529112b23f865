import { describe, expect, it } from 'vitest'
import { testBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { waitingIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'

/** An agent who is silent for this long loses a waiting user. */
const IDLE_MS = 6_000

describe('a conversation whose agent fell silent', () => {
  const world = runningWorld('sqlite', { idleMs: IDLE_MS })
  const browsing = aBrowser(world)

  it('waits for any agent again, and its user sees that in the header and meets the next agent', async () => {
    const { url, botId, botKey } = world.dev
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
    const widget = await browsing.window()
    const failures: string[] = []
    widget.on('pageerror', error => failures.push(String(error)))
    await widget.goto(`${url}/widget/?bot=${botId}&mode=page`)
    const field = widget.getByRole('textbox')
    const say = async (text: string) => {
      await field.fill(text)
      await field.press('Enter')
    }
    await say('human please')
    await waitingIn(widget).waitFor()
    const kept = await widget.evaluate(id => localStorage.getItem(`interlude.token.${id}`), botId)
    const { session }: { session: string } = JSON.parse(kept ?? '{}')
    const answer = async (name: string) => {
      const token = await world.agentToken(botId, name)
      const text = `Hello, I am ${name}.`
      expect((await bot.post(`conversations/${session}/messages`, { id: name, text }, token)).status).toBe(200)
    }
    await answer('Ana')
    await widget.getByText('Ana has joined.').waitFor()
    await say('are you there?')
    await eventually('the end of her time', async () =>
      (await bot.transcript(session)).some(({ kind }) => kind === 'transferred'),
    )

    await waitingIn(widget).waitFor()
    expect(await widget.getByText('Ana is here').count()).toBe(0)

    const agent = await browsing.agent('Ben')
    await agent.goto(`${url}/console/${botId}/waiting/${session}`)
    await agent.getByText('Ana fell silent. Everybody is asked again.').waitFor()
    await agent.getByRole('region', { name: 'Control' }).getByText('Waiting for a person').waitFor()

    await say('hello?')
    await answer('Ben')
    await widget.getByText('Ben has joined.').waitFor()
    await widget.getByText('Ben is here').waitFor()
    await widget.reload()
    await widget.getByText('Hello, I am Ben.').waitFor()
    // Ben is silent too, so the bot may have it by now.
    expect((await widget.locator('.mark').allTextContents()).slice(0, 3)).toEqual([
      'The assistant has asked for a person. We are looking for somebody.',
      'Ana has joined. You are talking with a person now.',
      'Ben has joined. You are talking with a person now.',
    ])
    expect(failures).toEqual([])
  })
})
