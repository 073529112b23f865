import { expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { minutes, START, seconds } from '../support/clock.ts'
import { agentPauses, agentResumes, agentSays, botAnswers, userIs, userSays } from '../support/commands.ts'
import { addresses, anAddress, maria } from '../support/people.ts'
import { allPages, eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const mario = anAddress({ userId: 'mario' })
const farAway = START + minutes(100_000)

export function listPromises(underTest: () => UnderTest): void {
  it('lists conversations by the time of their last entry, newest first', async () => {
    const { world } = underTest()
    for (const who of addresses(3)) {
      await world.does(who, userSays('hello'))
      world.clock.advance(minutes(2))
    }
    await eventually(async () => expect(await world.users()).toEqual(['user-3', 'user-2', 'user-1']))

    await world.does(anAddress({ userId: 'user-1' }), userSays('again'))

    await eventually(async () => expect(await world.users()).toEqual(['user-1', 'user-3', 'user-2']))
  })

  it('lists the current sessions', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello', { user: { fullName: 'Maria' } }))
    await world.does(maria, botAnswers(1, 'good morning'))
    const { session } = await world.load(maria)

    await eventually(async () => {
      const { items } = await store.list({ botId: 'shop', status: 'all', limit: 10 })
      expect(items).toEqual([session])
    })
  })

  it('orders a page by the millisecond', async () => {
    const { world } = underTest()
    for (const who of addresses(5)) {
      await world.does(who, userSays('hello'))
      world.clock.advance(7)
    }

    await eventually(async () => {
      expect(await world.users()).toEqual(['user-5', 'user-4', 'user-3', 'user-2', 'user-1'])
    })
  })

  it.each(['all', 'paused'] as const)('pages through %s conversations, each once', async status => {
    const { store, world } = underTest()
    for (const who of addresses(7)) {
      await world.does(who, agentPauses())
      world.clock.advance(minutes(2))
    }
    const pagesOf = (limit: number) =>
      allPages(cursor => store.list({ botId: 'shop', status, limit, ...defined({ cursor }) }))

    await eventually(async () => {
      const pages = await pagesOf(3)
      expect(pages.flat().map(({ userId }) => userId)).toEqual([7, 6, 5, 4, 3, 2, 1].map(number => `user-${number}`))
      expect(Math.max(...pages.map(page => page.length))).toBeLessThanOrEqual(3)
      expect(pages[0]).toHaveLength(3)
    })
    expect((await pagesOf(7)).flat()).toHaveLength(7)
    expect((await pagesOf(100)).flat()).toHaveLength(7)
  })

  it('pages through conversations with the same time, each once', async () => {
    const { store, world } = underTest()
    for (const who of addresses(7)) await world.does(who, userSays('hello'))

    await eventually(async () => {
      const pages = await allPages(cursor =>
        store.list({ botId: 'shop', status: 'all', limit: 2, ...defined({ cursor }) }),
      )
      const users = pages.flat().map(({ userId }) => userId)
      expect(users.sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map(number => `user-${number}`))
    })
  })

  it('lists paused conversations by the time of their last entry', async () => {
    const { world } = underTest()
    const paused = () => world.users({ status: 'paused' })
    for (const who of addresses(3)) {
      await world.does(who, agentPauses())
      world.clock.advance(minutes(2))
    }
    await world.does(anAddress({ userId: 'free' }), userSays('hello'))
    world.clock.advance(minutes(2))
    await eventually(async () => expect(await paused()).toEqual(['user-3', 'user-2', 'user-1']))

    await world.does(anAddress({ userId: 'user-2' }), agentSays('I am still here'))
    await eventually(async () => expect(await paused()).toEqual(['user-2', 'user-3', 'user-1']))

    await world.does(anAddress({ userId: 'user-3' }), agentResumes())
    await eventually(async () => expect(await paused()).toEqual(['user-2', 'user-1']))
    expect(await world.users()).toHaveLength(4)

    world.clock.advance(minutes(2))
    await world.does(anAddress({ userId: 'user-3' }), agentPauses())
    await eventually(async () => expect(await paused()).toEqual(['user-3', 'user-2', 'user-1']))
  })

  it("lists no other bot's conversations", async () => {
    const { world } = underTest()
    await world.does(maria, agentPauses())
    await world.does({ ...mario, botId: 'bank' }, agentPauses())
    await world.does({ ...mario, botId: 'shop2' }, agentPauses())

    await eventually(async () => expect(await world.users({ botId: 'bank' })).toEqual(['mario']))
    await eventually(async () => expect(await world.users({ botId: 'shop' })).toEqual(['maria']))
    expect(await world.users({ botId: 'shop', status: 'paused' })).toEqual(['maria'])
    expect(await world.users({ botId: 'nobodys' })).toEqual([])
  })

  it('lists no conversation without entries', async () => {
    const { world } = underTest()
    await world.does(maria, userIs({ fullName: 'Maria' }))
    await world.does(mario, userSays('hello'))

    await eventually(async () => expect(await world.users()).toEqual(['mario']))
  })

  it('returns the conversations whose deadline has passed, and no others', async () => {
    const { store, world } = underTest()
    const id = sessionId(maria)
    await world.does(maria, userSays('hello', { leaseMs: seconds(10) }))
    const deadline = START + seconds(10) + defaultPolicy.turnGraceMs

    await eventually(async () => expect(await store.due(deadline, 10)).toEqual([id]))
    expect(await store.due(deadline - 1, 10)).toEqual([])

    await world.does(maria, botAnswers(1, 'good morning'))
    await eventually(async () => expect(await store.due(farAway, 10)).toEqual([]))
  })

  it('updates a deadline with the conversation', async () => {
    const { store, world } = underTest()
    const id = sessionId(maria)
    await world.does(maria, agentPauses())
    world.clock.advance(minutes(10))
    await world.does(maria, agentSays('still here'))
    const idle = START + minutes(10) + defaultPolicy.idleMs

    await eventually(async () => expect(await store.due(idle - 1, 10)).toEqual([]))
    await eventually(async () => expect(await store.due(idle, 10)).toEqual([id]))
  })

  it('keeps a deadline when a watcher is added', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))

    await world.watches(maria, [{ connectionId: 'console-1', as: 'agent' }])

    await eventually(async () => expect(await store.due(farAway, 10)).toEqual([sessionId(maria)]))
  })

  it('returns due conversations of all bots, up to a limit', async () => {
    const { store, world } = underTest()
    const people = [...addresses(4), ...addresses(4, { botId: 'bank' })]
    for (const who of people) await world.does(who, userSays('hello'))

    await eventually(async () => {
      expect(new Set(await store.due(farAway, 100))).toEqual(new Set(people.map(sessionId)))
    })
    const some = await store.due(farAway, 3)
    expect(new Set(some).size).toBe(3)
  })

  it("lists a bot's episodes with their addresses, newest first", async () => {
    const { store, world } = underTest()
    const thread = { ...mario, threadId: 't-1' }
    const handoffs = (limit: number) =>
      allPages(cursor => store.handoffs({ botId: 'shop', limit, ...defined({ cursor }) }))
    for (const who of [maria, thread, maria]) {
      await world.does(who, agentPauses({ reason: `for ${who.userId}` }))
      world.clock.advance(minutes(1))
      await world.does(who, agentResumes())
      world.clock.advance(minutes(1))
    }
    await world.does(thread, agentPauses())
    for (const botId of ['bank', 'shop2']) await world.does({ ...maria, botId }, agentPauses())

    await eventually(async () => {
      const pages = await handoffs(3)
      expect(pages.map(page => page.length)[0]).toBe(3)
      expect(pages.flat().map(({ userId, number, ended }) => [userId, number, ended !== undefined])).toEqual([
        ['mario', 2, false],
        ['maria', 2, true],
        ['mario', 1, true],
        ['maria', 1, true],
      ])
    })
    const all = (await handoffs(100)).flat()
    expect(all[2]).toMatchObject({ session: sessionId(thread), reason: 'for mario', ...thread })
    expect(all[3]).not.toHaveProperty('threadId')
    expect(all[3]).toEqual({
      ...(await store.episodes(sessionId(maria), { after: 0, limit: 1 }))[0],
      session: sessionId(maria),
      ...maria,
    })
  })

  it("lists a bot's episodes since a time, oldest first", async () => {
    const { store, world } = underTest()
    const started: number[] = []
    for (const who of [maria, mario, maria, mario]) {
      await world.does(who, agentPauses())
      started.push(world.clock.now())
      world.clock.advance(minutes(1))
      await world.does(who, agentResumes())
    }
    await world.does({ ...maria, botId: 'bank' }, agentPauses())
    const since = (since: number, limit: number) =>
      allPages(cursor => store.handoffs({ botId: 'shop', since, limit, ...defined({ cursor }) }))
    const numbered = [
      ['maria', 1],
      ['mario', 1],
      ['maria', 2],
      ['mario', 2],
    ]

    await eventually(async () => {
      const pages = await since(0, 3)
      expect(pages.map(({ length }) => length)).toEqual([3, 1])
      expect(pages.flat().map(({ userId, number }) => [userId, number])).toEqual(numbered)
    })
    for (const [index, at] of started.entries()) {
      expect((await since(at, 2)).flat().map(({ userId, number }) => [userId, number])).toEqual(numbered.slice(index))
      expect((await since(at + 1, 2)).flat()).toHaveLength(3 - index)
    }
  })
}
