import { expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { minutes } from '../support/clock.ts'
import { agentPauses, agentResumes, agentSays, userAsksForPerson, userSays } from '../support/commands.ts'
import { addresses, anAddress, ana } from '../support/people.ts'
import { allPages, eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const ben: Actor = { type: 'agent', id: 'ben | 名前 #1', name: 'Ben' }
const mine = (agent: Actor) => ({ status: 'assigned', agentId: agent.id ?? '' }) as const
const [one, two, three] = ['user-1', 'user-2', 'user-3'].map(userId => anAddress({ userId })) as [
  ReturnType<typeof anAddress>,
  ReturnType<typeof anAddress>,
  ReturnType<typeof anAddress>,
]

/** Waiting conversations, an agent's conversations, and their counts. */
export function heldPromises(underTest: () => UnderTest): void {
  it('lists waiting conversations, the longest wait first, and keeps that order after messages and alerts', async () => {
    const { world } = underTest()
    const waiting = () => world.users({ status: 'pending' })
    for (const who of [one, two, three]) {
      await world.does(who, userAsksForPerson())
      world.clock.advance(7)
    }
    await eventually(async () => expect(await waiting()).toEqual(['user-1', 'user-2', 'user-3']))

    world.clock.advance(minutes(3))
    await world.does(one, userSays('hello?'))
    world.clock.advance(7)
    for (const [who, status] of [
      [two, 'sent'],
      [one, 'failed'],
    ] as const) {
      await world.does(who, { verb: 'beginAlert', episode: 1, alerts: 0 })
      await world.does(who, { verb: 'recordAlert', episode: 1, alerts: 1, result: { status } })
    }

    await eventually(async () => expect(await world.users()).toEqual(['user-2', 'user-1', 'user-3']))
    expect(await waiting()).toEqual(['user-1', 'user-2', 'user-3'])
  })

  it('lists waiting conversations from the start of a wait on, page by page', async () => {
    const { world, store } = underTest()
    const starts: number[] = []
    for (const who of [one, two, three]) {
      starts.push(world.clock.now())
      await world.does(who, userAsksForPerson())
      world.clock.advance(7)
    }
    await eventually(async () => expect(await world.users({ status: 'pending' })).toHaveLength(3))
    const page = async (more: { waitsFrom?: number; cursor?: string }) =>
      await store.list({ botId: one.botId, status: 'pending', limit: 1, ...more })
    const [, waitsFrom = 0, last = 0] = starts
    const first = await page({ waitsFrom })
    expect(first.items.map(({ userId }) => userId)).toEqual(['user-2'])
    const second = await page({ waitsFrom, cursor: first.next ?? '' })
    expect(second.items.map(({ userId }) => userId)).toEqual(['user-3'])
    expect(second.next).toBeUndefined()
    expect((await page({ waitsFrom: last + 1 })).items).toEqual([])
  })

  it('lists as waiting no conversation that an agent or the bot has', async () => {
    const { world } = underTest()
    await world.does(one, userAsksForPerson())
    await world.does(two, userAsksForPerson())
    await world.does(three, userSays('just the bot'))
    await world.does(anAddress({ userId: 'taken at once' }), agentPauses())
    await world.does(anAddress({ userId: 'of another bot', botId: 'bank' }), userAsksForPerson())
    await world.does(one, agentSays('I take it'))

    await eventually(async () => expect(await world.users({ status: 'pending' })).toEqual(['user-2']))
    await world.does(two, agentResumes())
    await eventually(async () => expect(await world.users({ status: 'pending' })).toEqual([]))
  })

  it('lists and counts the waiting conversations of each queue, and those without one', async () => {
    const { world, store } = underTest()
    for (const [who, queue] of [
      [one, 'sales'],
      [two, undefined],
      [three, 'sales'],
    ] as const) {
      await world.does(who, userAsksForPerson(defined({ queue })))
      world.clock.advance(7)
    }
    const listed = async (queue?: string | null) => await world.users({ status: 'pending', ...defined({ queue }) })
    await eventually(async () => expect(await listed()).toEqual(['user-1', 'user-2', 'user-3']))
    await eventually(async () => expect(await listed('sales')).toEqual(['user-1', 'user-3']))
    expect(await listed(null)).toEqual(['user-2'])
    expect(await listed('support')).toEqual([])
    expect(await store.count({ botId: 'shop', status: 'pending', queue: 'sales', most: 10 })).toBe(2)

    await world.does(two, { verb: 'transfer', by: ana, queue: 'sales', ofOthers: false })
    await world.does(one, agentSays('I take it'))
    await eventually(async () => expect(await listed('sales')).toEqual(['user-3', 'user-2']))
    await eventually(async () => expect(await listed(null)).toEqual([]))
  })

  it('lists a conversation by the start of its new wait after its agent fell silent', async () => {
    const { world } = underTest()
    await world.does(one, agentPauses())
    await world.does(one, userSays('are you there?'))
    world.clock.advance(minutes(1))
    await world.does(two, userAsksForPerson())
    world.clock.advance(defaultPolicy.idleMs)
    await world.does(one, { verb: 'tick' })

    await eventually(async () => expect(await world.users({ status: 'pending' })).toEqual(['user-2', 'user-1']))
    expect(await world.users(mine(ana))).toEqual([])
  })

  it("lists an agent's conversations, the newest event first, and no others", async () => {
    const { world } = underTest()
    for (const who of [one, two]) {
      await world.does(who, agentPauses())
      world.clock.advance(minutes(2))
    }
    await world.does(three, agentPauses({ by: ben }))
    await world.does(anAddress({ botId: 'bank' }), agentPauses())
    await eventually(async () => expect(await world.users(mine(ana))).toEqual(['user-2', 'user-1']))
    await eventually(async () => expect(await world.users(mine(ben))).toEqual(['user-3']))

    world.clock.advance(minutes(2))
    await world.does(one, userSays('one more thing'))
    await eventually(async () => expect(await world.users(mine(ana))).toEqual(['user-1', 'user-2']))

    await world.does(one, agentResumes())
    await eventually(async () => expect(await world.users(mine(ana))).toEqual(['user-2']))
    expect(await world.users({ status: 'assigned', agentId: 'nobody' })).toEqual([])
  })

  it.each([{ status: 'pending' } as const, mine(ben)])(
    'pages through $status conversations, each once',
    async listed => {
      const { store, world } = underTest()
      for (const who of addresses(7)) {
        await world.does(who, listed.status === 'pending' ? userAsksForPerson() : agentPauses({ by: ben }))
        if (who.userId !== 'user-3') world.clock.advance(minutes(11))
      }
      const pagesOf = (limit: number) =>
        allPages(cursor => store.list({ botId: 'shop', ...listed, limit, ...defined({ cursor }) }))

      await eventually(async () => {
        const pages = await pagesOf(2)
        expect(pages.map(page => page.length)).toEqual([2, 2, 2, 1])
        const numbers = pages.flat().map(({ userId }) => Number(userId.slice('user-'.length)))
        expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7])
        // User 3 and user 4 have the same time.
        const inOrder = numbers.filter(number => number !== 4)
        expect(listed.status === 'pending' ? inOrder : inOrder.reverse()).toEqual([1, 2, 3, 5, 6, 7])
      })
      expect((await pagesOf(7)).flat()).toHaveLength(7)
      expect((await pagesOf(100)).flat()).toHaveLength(7)
    },
  )

  it('counts each list up to a limit', async () => {
    const { store, world } = underTest()
    for (const who of addresses(6)) await world.does(who, userAsksForPerson())
    for (const who of [one, two]) await world.does(who, agentSays('I take it'))
    await world.does(anAddress({ userId: 'free' }), userSays('hello'))
    await world.does(anAddress({ botId: 'bank' }), userAsksForPerson())
    const counts = async (most: number) =>
      await Promise.all(
        [{ status: 'pending' } as const, mine(ana), { status: 'paused' } as const, { status: 'all' } as const].map(
          listed => store.count({ botId: 'shop', most, ...listed }),
        ),
      )

    await eventually(async () => expect(await counts(100)).toEqual([4, 2, 6, 7]))
    expect(await counts(3)).toEqual([3, 2, 3, 3])
    expect(await counts(6)).toEqual([4, 2, 6, 6])
    expect(await store.count({ botId: 'nobodys', most: 100, status: 'all' })).toBe(0)
  })

  it('counts the waits that began before a time, in a queue and in all', async () => {
    const { store, world } = underTest()
    const starts: number[] = []
    for (const [who, queue] of [
      [one, 'sales'],
      [two, undefined],
      [three, 'sales'],
    ] as const) {
      starts.push(world.clock.now())
      await world.does(who, userAsksForPerson(defined({ queue })))
      world.clock.advance(7)
    }
    const before = async (waitsBefore: number, queue?: string | null) =>
      await store.count({ botId: one.botId, status: 'pending', most: 10, waitsBefore, ...defined({ queue }) })
    const [first = 0, second = 0, third = 0] = starts

    await eventually(async () => expect(await before(third + 1)).toBe(3))
    expect(await Promise.all([first, second, third].map(at => before(at)))).toEqual([0, 1, 2])
    expect(await Promise.all([first, third, third + 1].map(at => before(at, 'sales')))).toEqual([0, 1, 2])
    expect(await before(third, null)).toBe(1)
    expect(await store.count({ botId: one.botId, status: 'paused', most: 10, waitsBefore: first })).toBe(3)
  })

  it('lists exactly the conversations with events since a time', async () => {
    const { store, world } = underTest()
    for (const who of addresses(5)) {
      await world.does(who, agentPauses())
      world.clock.advance(minutes(2))
    }
    const since = world.clock.now() - minutes(6)
    const users = async (listed: Parameters<typeof world.users>[0]) => await world.users({ ...listed, since })

    for (const listed of [{ status: 'all' } as const, { status: 'paused' } as const, mine(ana)]) {
      await eventually(async () => expect(await users(listed)).toEqual(['user-5', 'user-4', 'user-3']))
      const pages = await allPages(cursor =>
        store.list({ botId: 'shop', ...listed, limit: 2, since, ...defined({ cursor }) }),
      )
      expect(new Set(pages.flat().map(({ userId }) => userId))).toEqual(new Set(['user-5', 'user-4', 'user-3']))
      expect(pages.flat()).toHaveLength(3)
    }
    await world.does(one, userSays('hello'))
    await eventually(async () => expect((await users({ status: 'all' }))[0]).toBe('user-1'))
  })

  it("reads a conversation's episodes from their end, too", async () => {
    const { store, world } = underTest()
    for (let times = 0; times < 5; times++) {
      await world.does(one, agentPauses())
      await world.does(one, agentResumes())
    }
    const numbers = async (range: Parameters<typeof store.episodes>[1]) =>
      (await store.episodes(sessionId(one), range)).map(({ number }) => number)

    expect(await numbers({ before: 6, limit: 2 })).toEqual([4, 5])
    expect(await numbers({ before: 4, limit: 10 })).toEqual([1, 2, 3])
    expect(await numbers({ before: 1, limit: 10 })).toEqual([])
    expect(await numbers({ before: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([5])
  })
}
