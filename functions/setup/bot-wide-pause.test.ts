import { expect, it } from 'vitest'
import { converse } from '../../lib/bots/converse.ts'
import { openMemoryStore } from '../../lib/memory/store.ts'
import type { Store } from '../../lib/ports/store.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken, anApp, putBot } from '../../test/support/app.ts'
import { httpEvent } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { setupRoutes } from './routes.ts'

/**
 * Found by the explorer ("a bot paused as a whole"): the reply reads that the bot is not paused · the operator pauses it, and
 * has the answer · the reply is committed. A single process has to wait, too.
 */
it('a bot-wide pause is acknowledged only after replies that read the bot before it are committed or refused', async () => {
  const told: string[] = []
  const plain = openMemoryStore()
  let letGo = () => {}
  const store: Store = {
    ...plain,
    async commit(version, decision) {
      const isReply = decision.entries.some(entry => 'by' in entry && entry.by.type === 'bot')
      // The reply has read the configuration, and its commit is under way.
      if (isReply) await new Promise<void>(go => (letGo = go))
      return await plain.commit(version, decision)
    },
  }
  const app = anApp(store)
  await putBot(app)
  app.answer = () => ({ status: 'ok', body: { replies: [{ text: 'hello' }] } })
  const slept: number[] = []
  const { sleep } = app.clock
  app.clock.sleep = async ms => {
    slept.push(ms)
    letGo()
    await talking
    await sleep(ms)
  }
  const talking = converse(app, maria, { id: 'm1', type: 'text', text: 'hi' }).then(() => told.push('the reply is out'))
  await untilIdle()

  const stored = (await plain.bot('shop'))!
  const put = setupRoutes.find(({ spec }) => spec === routes.putBot)!
  const secret = `whsec_${'0'.repeat(32)}`
  const body = { ...stored.config, connector: { ...stored.config.connector, secret }, paused: true }
  await put.handle(httpEvent(routes.putBot, { botId: 'shop' }, { token: agentToken('ana', ['admin']), body }), app)
  told.push('the pause is acknowledged')

  expect(told).toEqual(['the reply is out', 'the pause is acknowledged'])
  expect(slept[0]).toBeGreaterThanOrEqual(3_000)
  expect(await plain.entries(sessionId(maria), { after: 0, limit: 10 })).toHaveLength(2)
})

async function untilIdle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
}
