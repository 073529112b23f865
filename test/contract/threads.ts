import { expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { minutes } from '../support/clock.ts'
import { agentNotes, userIs, userSays } from '../support/commands.ts'
import { maria } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

const threadsOfMaria = ['t-1', 't-2', 't-3'].map(threadId => ({ ...maria, threadId }))

export function threadPromises(underTest: () => UnderTest): void {
  const threads = async (who = maria, limit = 10) => await underTest().store.threads({ ...who, limit })

  it('returns nothing for a user without threads', async () => {
    const { world } = underTest()
    expect(await threads()).toEqual([])

    await world.does(maria, userSays('hello'))

    expect(await threads()).toEqual([])
  })

  it('returns each conversation with a thread once its first entry is acknowledged, newest first', async () => {
    const { world } = underTest()
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

  it('returns at most `limit` conversations, the newest', async () => {
    const { world } = underTest()
    for (const thread of threadsOfMaria) {
      await world.does(thread, userSays('hello'))
      world.clock.advance(minutes(1))
    }

    expect(await threads(maria, 2)).toEqual([threadsOfMaria[2], threadsOfMaria[1]].map(thread => sessionId(thread!)))
    expect(await threads(maria, 0)).toEqual([])
  })

  it('separates the threads of other users, channels and bots, for ids of any characters', async () => {
    const { world } = underTest()
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

  it('returns a conversation that was only watched or named once it has an entry', async () => {
    const { world } = underTest()
    const [opened, named] = threadsOfMaria
    await world.watches(opened!, [{ connectionId: 'console', as: 'agent' }])
    await world.does(named!, userIs({ fullName: 'Maria' }))
    expect(await threads()).toEqual([])

    await world.does(opened!, agentNotes('who is this?'))
    await world.does(named!, agentNotes('and this?'))

    expect([...(await threads())].sort()).toEqual([sessionId(opened!), sessionId(named!)].sort())
  })

  it('returns nothing of a commit at a wrong version', async () => {
    const { store, world } = underTest()
    const [thread] = threadsOfMaria
    const { decision } = await world.decides(thread!, userSays('hello'))

    expect(await store.commit(7, decision)).toBe(false)

    expect(await threads()).toEqual([])
  })
}
