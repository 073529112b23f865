import { expect, it } from 'vitest'
import { execute } from '../lib/conversations/execute.ts'
import type { ChangeFeed } from '../lib/ports/feed.ts'
import { appWorld } from '../test/support/app-world.ts'
import { userAsksForPerson } from '../test/support/commands.ts'
import { addresses, ana, maria } from '../test/support/people.ts'
import { anAgentSocket } from '../test/support/stored.ts'
import { feedLoop } from './feed-loop.ts'

const turnOfTheEventLoop = () => new Promise(resolve => setImmediate(resolve))

/** Found by the overload part of the proof: without room and with more to read, the loop never yielded, and nothing else ran. */
it('feedLoop yields while it has no room, and serves the rest once there is room', async () => {
  const { app, store } = await appWorld()
  const alerts = Promise.withResolvers<void>()
  let alerted = 0
  app.notifier.publish = async () => {
    await alerts.promise
    alerted++
    return undefined
  }
  let waits = 0
  const feed: ChangeFeed = {
    ...store.feed,
    async wait(ms) {
      // Throwing stops a loop that never yields.
      if (++waits > 100) throw new Error('it waits again and again')
      await store.feed.wait(ms)
    },
  }
  // One bot each, since the alerts of one bot share a notice.
  const [first, second, ...others] = addresses(6).map((who, index) => ({ ...who, botId: `shop-${index}` }))
  for (const who of [first!, second!]) await execute(app, who, userAsksForPerson())

  const serving = feedLoop(app, feed, 2)
  await turnOfTheEventLoop()
  for (const who of others) await execute(app, who, userAsksForPerson())
  for (let turns = 0; turns < 50; turns++) await turnOfTheEventLoop()

  expect(waits).toBeLessThan(100)
  expect(alerted).toBe(0)

  alerts.resolve()
  while (alerted < 6) await turnOfTheEventLoop()
  await serving.stop()
})

it('feedLoop makes the events of a handoff again if it could not read them, before those of later changes', async () => {
  const { app, store, framesTo } = await appWorld({ mode: 'gate' })
  await store.putSocket(anAgentSocket('panel', { subscription: 'inbox', shape: 'hitlnext' }))
  const { entries } = store
  let reads = 0
  store.entries = async (id, range) => {
    if (++reads <= 2) throw new Error('the table cannot be reached')
    return await entries(id, range)
  }
  await execute(app, maria, userAsksForPerson())
  const serving = feedLoop(app, store.feed)
  const statuses: string[] = []
  const look = () => {
    for (const frame of framesTo('panel')) {
      if (frame.type !== 'hitlnext') continue
      statuses.push(...frame.events.flatMap(({ resource, payload }) => (resource === 'handoff' ? payload.status : [])))
    }
  }
  await execute(app, maria, { verb: 'claim', by: ana })
  while (!statuses.includes('assigned')) {
    await turnOfTheEventLoop()
    look()
  }
  expect(statuses).toEqual(['pending', 'assigned'])
  await serving.stop()
})

it('feedLoop carries out and acknowledges changes that it could not show', async () => {
  const { app, store } = await appWorld()
  store.agentSockets = () => Promise.reject(new Error('the sockets cannot be read'))
  let alerted = 0
  app.notifier.publish = async () => {
    alerted++
    return undefined
  }
  await execute(app, maria, userAsksForPerson())
  const acknowledged: string[] = []
  const feed: ChangeFeed = {
    ...store.feed,
    async acknowledge(position) {
      acknowledged.push(position)
      await store.feed.acknowledge(position)
    },
  }
  const serving = feedLoop(app, feed)
  while (alerted === 0) await turnOfTheEventLoop()
  await serving.stop()

  expect(acknowledged).not.toEqual([])
})
