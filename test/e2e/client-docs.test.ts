import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserEnvironment, type Client, createClient } from '../../lib/client/index.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'

interface Drawn {
  readonly lines: readonly unknown[]
  readonly holder: string
}

describe.each(ENGINES)('docs/client.md, over %s', engine => {
  const world = runningWorld(engine)
  let bot: TestBot

  beforeAll(async () => {
    const brain = await world.keep(aBot())
    bot = await world.bot('pasted', { connectorUrl: brain.url })
  }, 60_000)

  it('has an example of ten lines that chats as an end user', async () => {
    const code = /## Ten lines[\s\S]*?```js\n([\s\S]*?)```/.exec(readFileSync('docs/client.md', 'utf8'))?.[1] ?? ''
    expect(code.trim().split('\n')).toHaveLength(10)
    const drawn: Drawn[] = []
    const states: string[] = []
    const AsyncFunction = (async () => {}).constructor as new (
      ...args: string[]
    ) => (...given: unknown[]) => Promise<Client>
    const names = ['url', 'socketUrl', 'botId', 'createClient', 'browserEnvironment', 'draw', 'tell']
    const run = new AsyncFunction(...names, `${code}\nreturn client`)
    const client = await run(
      world.dev.url,
      world.dev.socketUrl,
      bot.botId,
      createClient,
      browserEnvironment,
      (lines: readonly unknown[], holder: string) => drawn.push({ lines, holder }),
      (status: string) => states.push(status),
    )
    try {
      const isAnswered = ({ lines }: Drawn) => JSON.stringify(lines).includes('"bot: Hello!"')
      const last = await eventually('the answer of the bot', () => drawn.find(isAnswered) ?? false)
      expect(last.lines).toMatchObject([
        { seq: 1, by: { type: 'user' }, text: 'Hello!' },
        { seq: 2, by: { type: 'bot' }, text: 'bot: Hello!' },
      ])
      expect(last.holder).toBe('with the bot')
      expect(states).toContain('online')
    } finally {
      client.close()
    }
  })
})
