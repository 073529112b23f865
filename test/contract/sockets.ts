import { describe, expect, it } from 'vitest'
import { MAX_WATCHED } from '../../lib/ports/sockets.ts'
import { sessionId } from '../../lib/session/session.ts'
import { START } from '../support/clock.ts'
import { anAddress } from '../support/people.ts'
import { anAgentSocket, aUserSocket } from '../support/stored.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

export function socketPromises(underTest: () => UnderTest): void {
  const agents = async (botId: string) =>
    (await underTest().store.agentSockets(botId)).map(({ connectionId }) => connectionId).sort()

  it('keeps a socket until it is removed', async () => {
    const { store } = underTest()
    const agent = anAgentSocket('c-1')
    const user = aUserSocket('c-2')
    expect(await store.socket('c-1')).toBeUndefined()

    await store.putSocket(agent)
    await store.putSocket(user)
    expect(await store.socket('c-1')).toEqual(agent)
    expect(await store.socket('c-2')).toEqual(user)

    await store.removeSocket('c-1')
    expect(await store.socket('c-1')).toBeUndefined()
    expect(await store.socket('c-2')).toEqual(user)
  })

  it('ignores the removal of an unknown socket', async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1'))

    await store.removeSocket('c-1')
    await store.removeSocket('c-1')
    await store.removeSocket('c-9')

    expect(await store.socket('c-1')).toBeUndefined()
  })

  it('replaces a stored socket', async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1', { subscription: 'inbox', watching: [sessionId(anAddress())] }))
    const renewed = anAgentSocket('c-1', { expiresAt: 5 })

    await store.putSocket(renewed)

    expect(await store.socket('c-1')).toEqual(renewed)
    await eventually(async () => expect(await store.agentSockets('shop')).toEqual([renewed]))
  })

  it('adds and removes conversations that a socket watches, each once', async () => {
    const { store } = underTest()
    const [one, two] = [sessionId(anAddress({ userId: 'one' })), sessionId(anAddress({ userId: 'two' }))]
    await store.putSocket(anAgentSocket('c-1', { subscription: 'inbox' }))
    const watching = async () => [...((await store.socket('c-1'))?.watching ?? [])].sort()

    expect(await store.updateSocket('c-1', { watch: one })).toBe(true)
    expect(await store.updateSocket('c-1', { watch: one })).toBe(true)
    expect(await watching()).toEqual([one])
    await store.updateSocket('c-1', { watch: two })
    expect(await watching()).toEqual([one, two].sort())

    expect(await store.updateSocket('c-1', { unwatch: one })).toBe(true)
    expect(await store.updateSocket('c-1', { unwatch: one })).toBe(true)
    expect(await watching()).toEqual([two])
    await store.updateSocket('c-1', { unwatch: two })
    expect(await store.socket('c-1')).toEqual(anAgentSocket('c-1', { subscription: 'inbox' }))

    await store.updateSocket('c-1', { watch: one })
    expect(await watching()).toEqual([one])
  })

  it('starts, changes and ends the subscription of a socket', async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1'))

    expect(await store.updateSocket('c-1', { subscription: 'inbox' })).toBe(true)
    expect(await store.socket('c-1')).toEqual(anAgentSocket('c-1', { subscription: 'inbox' }))
    await store.updateSocket('c-1', { subscription: 'live' })
    await eventually(async () => {
      expect(await store.agentSockets('shop')).toEqual([anAgentSocket('c-1', { subscription: 'live' })])
    })
    await store.updateSocket('c-1', { subscription: null })
    expect(await store.socket('c-1')).toEqual(anAgentSocket('c-1'))
  })

  it('keeps the shape of a subscription until another subscription replaces it', async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1', { subscription: 'live', shape: 'interlude' }))
    const socket = () => store.socket('c-1')
    expect(await socket()).toEqual(anAgentSocket('c-1', { subscription: 'live', shape: 'interlude' }))

    await store.updateSocket('c-1', { subscription: 'inbox' })
    expect(await socket()).toEqual(anAgentSocket('c-1', { subscription: 'inbox' }))
    await store.updateSocket('c-1', { subscription: 'inbox', shape: 'botpress' })
    await eventually(async () => {
      expect(await store.agentSockets('shop')).toEqual([
        anAgentSocket('c-1', { subscription: 'inbox', shape: 'botpress' }),
      ])
    })
    await store.updateSocket('c-1', { subscription: 'inbox', shape: 'hitlnext' })
    expect(await socket()).toEqual(anAgentSocket('c-1', { subscription: 'inbox', shape: 'hitlnext' }))
    await store.updateSocket('c-1', { subscription: null })
    expect(await socket()).toEqual(anAgentSocket('c-1'))
  })

  it('updates the owner and expiry of a socket, and keeps the rest', async () => {
    const { store } = underTest()
    const watching = [sessionId(anAddress())]
    await store.putSocket(anAgentSocket('c-1', { subscription: 'live', watching }))
    const owner = { as: 'agent', id: 'agent-ana', roles: ['shop:supervisor'] } as const

    expect(await store.updateSocket('c-1', { expiresAt: 99, owner })).toBe(true)

    const renewed = anAgentSocket('c-1', { subscription: 'live', watching, expiresAt: 99, owner })
    expect(await store.socket('c-1')).toEqual(renewed)
    await eventually(async () => expect(await store.agentSockets('shop')).toEqual([renewed]))
  })

  it('keeps all concurrent updates of a socket', async () => {
    const { store } = underTest()
    const sessions = Array.from({ length: 10 }, (_, index) => sessionId(anAddress({ userId: `user-${index}` })))
    await store.putSocket(anAgentSocket('c-1', { watching: sessions.slice(0, 3) }))

    await Promise.all([
      ...sessions.slice(3).map(watch => store.updateSocket('c-1', { watch })),
      store.updateSocket('c-1', { unwatch: sessions[0]! }),
      store.updateSocket('c-1', { subscription: 'inbox' }),
      store.updateSocket('c-1', { expiresAt: 99, owner: anAgentSocket('c-1').owner }),
    ])

    const socket = await store.socket('c-1')
    expect(new Set(socket?.watching)).toEqual(new Set(sessions.slice(1)))
    expect(socket).toMatchObject({ subscription: 'inbox', expiresAt: 99 })
  })

  it('does not update or recreate a removed socket', async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1'))
    await store.removeSocket('c-1')
    const { owner } = anAgentSocket('c-1')

    expect(await store.updateSocket('c-1', { watch: sessionId(anAddress()) })).toBe(false)
    expect(await store.updateSocket('c-1', { unwatch: sessionId(anAddress()) })).toBe(false)
    expect(await store.updateSocket('c-1', { subscription: 'inbox' })).toBe(false)
    expect(await store.updateSocket('c-1', { subscription: null })).toBe(false)
    expect(await store.updateSocket('c-1', { expiresAt: 99, owner })).toBe(false)

    expect(await store.socket('c-1')).toBeUndefined()
    await store.putSocket(anAgentSocket('c-2'))
    await eventually(async () => expect(await agents('shop')).toEqual(['c-2']))
  })

  it("lists the sockets of a bot's agents, and no others", async () => {
    const { store } = underTest()
    await store.putSocket(anAgentSocket('c-1'))
    await store.putSocket(anAgentSocket('c-2', { subscription: 'live' }))
    await store.putSocket(aUserSocket('c-3'))
    await store.putSocket(anAgentSocket('c-4', { botId: 'bank' }))

    await eventually(async () => expect(await agents('shop')).toEqual(['c-1', 'c-2']))
    await eventually(async () => expect(await agents('bank')).toEqual(['c-4']))
    expect(await agents('nobodys')).toEqual([])

    await store.removeSocket('c-1')
    await eventually(async () => expect(await agents('shop')).toEqual(['c-2']))
  })

  it("lists an agent's own sockets at one bot", async () => {
    const { store } = underTest()
    const owner = (id: string) => ({ as: 'agent', id, roles: ['shop:agent', 'bank:agent'] }) as const
    await store.putSocket(anAgentSocket('c-1', { owner: owner('ana') }))
    await store.putSocket(anAgentSocket('c-2', { owner: owner('ana') }))
    await store.putSocket(anAgentSocket('c-3', { owner: owner('ben') }))
    await store.putSocket(anAgentSocket('c-4', { owner: owner('ana'), botId: 'bank' }))
    await store.putSocket(aUserSocket('c-5'))
    const own = async (agentId: string, botId = 'shop') => [...(await store.connectionsOf(botId, agentId))].sort()

    expect(await own('ana')).toEqual(['c-1', 'c-2'])
    expect(await own('ben')).toEqual(['c-3'])
    expect(await own('ana', 'bank')).toEqual(['c-4'])
    expect(await own('nobody')).toEqual([])

    await store.updateSocket('c-1', { subscription: 'inbox' })
    await store.removeSocket('c-2')
    expect(await own('ana')).toEqual(['c-1'])
  })

  it('lists 120 sockets', async () => {
    const { store } = underTest()
    const names = Array.from({ length: 120 }, (_, index) => `c-${index}`)

    await Promise.all(names.map(name => store.putSocket(anAgentSocket(name))))

    await eventually(async () => expect(await agents('shop')).toEqual([...names].sort()))
  })

  describe('the catch-up budget of a socket', () => {
    const budget = { bytes: 1_000, windowMs: 10_000 }
    const takes = (bytes: number, at: number, connectionId = 'c-1') =>
      underTest().store.takeCatchUp(connectionId, bytes, budget, START + at)

    it('grants up to its remaining bytes', async () => {
      await underTest().store.putSocket(aUserSocket('c-1'))
      expect(await takes(600, 0)).toBe(true)
      expect(await takes(401, 1)).toBe(false)
      expect(await takes(400, 2)).toBe(true)
      expect(await takes(1, 9_999)).toBe(false)
    })

    it('is full again after its window, which begins with the first take', async () => {
      await underTest().store.putSocket(anAgentSocket('c-1'))
      await takes(1_000, 5_000)
      expect(await takes(1, 14_999)).toBe(false)
      expect(await takes(1_000, 15_000)).toBe(true)
      expect(await takes(1, 15_001)).toBe(false)
    })

    it('grants concurrent callers no more than its total', async () => {
      await underTest().store.putSocket(aUserSocket('c-1'))
      const racing = (at: number) => Promise.all(Array.from({ length: 25 }, () => takes(100, at)))
      expect((await racing(0)).filter(Boolean)).toHaveLength(10)
      expect((await racing(20_000)).filter(Boolean)).toHaveLength(10)
    })

    it('grants no more than its total at once', async () => {
      await underTest().store.putSocket(aUserSocket('c-1'))
      expect(await takes(1_001, 0)).toBe(false)
      expect(await takes(1_000, 0)).toBe(true)
    })

    it('is separate for each socket, and grants nothing without a socket', async () => {
      const { store } = underTest()
      await store.putSocket(aUserSocket('c-1'))
      await store.putSocket(aUserSocket('c-2'))
      await takes(1_000, 0)
      expect(await takes(1_000, 0, 'c-2')).toBe(true)
      expect(await takes(1, 0, 'c-9')).toBe(false)
      await store.removeSocket('c-1')
      expect(await takes(1, 20_000)).toBe(false)
      expect(await store.socket('c-1')).toBeUndefined()
    })

    it('does not change other fields of the socket', async () => {
      const { store } = underTest()
      const socket = anAgentSocket('c-1', { watching: [sessionId(anAddress())], subscription: 'inbox' })
      await store.putSocket(socket)
      await takes(500, 0)
      expect(await store.socket('c-1')).toEqual(socket)
      await store.updateSocket('c-1', { subscription: 'live' })
      expect(await takes(501, 1)).toBe(false)
      await eventually(async () =>
        expect(await store.agentSockets('shop')).toEqual([{ ...socket, subscription: 'live' }]),
      )
    })
  })

  it('watches at most MAX_WATCHED conversations on a socket, also if they are added concurrently', async () => {
    const { store } = underTest()
    const sessions = Array.from({ length: MAX_WATCHED + 20 }, (_, n) => sessionId(anAddress({ userId: `user-${n}` })))
    await store.putSocket(anAgentSocket('c-1'))

    const noted = await Promise.all(sessions.map(watch => store.updateSocket('c-1', { watch })))

    expect(noted.filter(Boolean)).toHaveLength(MAX_WATCHED)
    const watching = (await store.socket('c-1'))!.watching
    expect(watching).toHaveLength(MAX_WATCHED)
    const [one, other] = [watching[0]!, sessions[noted.indexOf(false)]!]
    expect(await store.updateSocket('c-1', { watch: one })).toBe(true)
    await store.updateSocket('c-1', { unwatch: one })
    expect(await store.updateSocket('c-1', { watch: other })).toBe(true)
    expect(await store.updateSocket('c-1', { watch: one })).toBe(false)
  })
}
