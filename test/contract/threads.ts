import { expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { agentNotes, anAddress, minutes, userIs, userSays } from '../builders.ts'
import type { Given } from './suite.ts'

const maria = anAddress({ userId: 'maria' })
const threadsOfMaria = ['t-1', 't-2', 't-3'].map(threadId => ({ ...maria, threadId }))

export function threadPromises(given: () => Given): void {
  const threads = async (who = maria, limit = 10) => await given().store.threads({ ...who, limit })

  it('names no conversation of a user who has none with a thread', async () => {
    const { world } = given()
    expect(await threads()).toEqual([])

    await world.does(maria, userSays('hello'))

    expect(await threads()).toEqual([])
  })

  it('names every conversation with a thread as soon as its first entry is acknowledged, the newest first', async () => {
    const { world } = given()
    const expected: string[] = []
    for (const thread of threadsOfMaria) {
      await world.does(thread, userSays('hello'))
      expected.unshift(sessionId(thread))
      expect(await threads()).toEqual(expected)
      world.clock.advance(minutes(1))
    }

    await world.does(threadsOfMaria[0]!, userSays('again'))

    expect(await threads()).toEqual(expected)
  })

  it('names at most as many as are asked for, the newest', async () => {
    const { world } = given()
    for (const thread of threadsOfMaria) {
      await world.does(thread, userSays('hello'))
      world.clock.advance(minutes(1))
    }

    expect(await threads(maria, 2)).toEqual([threadsOfMaria[2], threadsOfMaria[1]].map(thread => sessionId(thread!)))
    expect(await threads(maria, 0)).toEqual([])
  })

  it("keeps apart other users', channels' and bots' threads, whatever characters their names have", async () => {
    const { world } = given()
    const places = [
      { botId: 'shop', channel: 'web', userId: 'maria' },
      { botId: 'bank', channel: 'web', userId: 'maria' },
      { botId: 'shop', channel: 'sms', userId: 'maria' },
      { botId: 'shop', channel: 'web', userId: 'maria#x' },
      { botId: 'shop', channel: 'web#maria', userId: 'x' },
      { botId: 'shop', channel: 'web', userId: "'; DROP TABLE thread; --" },
      { botId: 'shop', channel: 'web', userId: 'müller/ü|1' },
    ]
    for (const place of places) await world.does({ ...place, threadId: 't' }, userSays('hello'))

    for (const place of places) expect(await threads(place)).toEqual([sessionId({ ...place, threadId: 't' })])
  })

  it('names a conversation that a socket opened, or that only got a name, with its first entry', async () => {
    const { world } = given()
    const [opened, named] = threadsOfMaria
    await world.watches(opened!, [{ connectionId: 'console', as: 'agent' }])
    await world.does(named!, userIs({ fullName: 'Maria' }))
    expect(await threads()).toEqual([])

    await world.does(opened!, agentNotes('who is this?'))
    await world.does(named!, agentNotes('and this?'))

    expect([...(await threads())].sort()).toEqual([sessionId(opened!), sessionId(named!)].sort())
  })

  it('names nothing of a commit that came too late', async () => {
    const { store, world } = given()
    const [thread] = threadsOfMaria
    const { decision } = await world.decides(thread!, userSays('hello'))

    expect(await store.commit(7, decision)).toBe(false)

    expect(await threads()).toEqual([])
  })
}
