import { beforeAll, describe, expect, it } from 'vitest'
import type { TestBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBot } from '../e2e/servers.ts'
import { aBrowser } from './people.ts'
import { listenTo } from './spoken.ts'

/** How often each text was read out. */
const countsOf = (heard: readonly string[], words: readonly string[]) =>
  Object.fromEntries(words.map(each => [each, heard.filter(text => text.includes(each)).length]))

describe('the widget', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  let bot: TestBot

  beforeAll(async () => {
    const brain = await world.keep(
      aBot(({ message }) =>
        message.text === 'human'
          ? { replies: [{ type: 'text', text: 'One moment.' }], handoff: { reason: 'asked', priority: 'normal' } }
          : { replies: [{ type: 'text', text: `See the **${message.text}** [here](https://shop.example)` }] },
      ),
    )
    bot = await world.bot('aloud', { connectorUrl: brain.url, name: 'Pip' })
  })

  it('reads out each new message and each change of control once, but not the history', async () => {
    const page = await browsing.window()
    await page.goto(`${world.dev.url}/widget/?bot=${bot.botId}&mode=page`)
    const field = page.getByRole('textbox')
    await field.waitFor()
    const heard = await listenTo(page.getByRole('log'))
    const say = async (text: string, answer: string) => {
      await field.fill(text)
      await field.press('Enter')
      await page.getByText(answer).last().waitFor()
    }
    // The first answer with marks arrives before the page has loaded the code that parses them.
    await say('stove', 'here')
    await say('tent', 'the tent')
    await say('human', 'We are looking for somebody.')
    const kept = await page.evaluate(id => localStorage.getItem(`interlude.token.${id}`), bot.botId)
    const { session }: { session: string } = JSON.parse(kept ?? '{}')
    const ana = await world.agentToken(bot.botId, 'Ana')
    await bot.post(`conversations/${session}/messages`, { id: 'a', text: 'Hello, I am Ana.' }, ana)
    await page.getByText('Hello, I am Ana.').waitFor()
    await say('my number is 4711', 'my number is 4711')
    await bot.post(`conversations/${session}/unpause`, { id: 'u', outcome: 'resolved' }, ana)
    await page.getByText('The assistant is answering again.').waitFor()
    const words = [
      'You: stove',
      'the stove',
      'You: tent',
      'the tent',
      'You: human',
      'One moment.',
      'We are looking for somebody.',
      'Ana has joined.',
      'Hello, I am Ana.',
      'You: my number is 4711',
      'The assistant is answering again.',
    ]
    // Marks are never read out.
    const marks = ['**stove**', '**tent**']
    expect(countsOf(await heard(), [...words, ...marks])).toEqual({
      ...Object.fromEntries(words.map(each => [each, 1])),
      ...Object.fromEntries(marks.map(each => [each, 0])),
    })

    await page.reload()
    await page.getByText('Hello, I am Ana.').waitFor()
    const heardAfter = await listenTo(page.getByRole('log'))
    await say('and now?', 'the and now?')
    expect(countsOf(await heardAfter(), ['You: and now?', 'the and now?', 'Hello, I am Ana.'])).toEqual({
      'You: and now?': 1,
      'the and now?': 1,
      'Hello, I am Ana.': 0,
    })
  })
})
