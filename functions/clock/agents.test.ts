import { beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import type { Policy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { addresses, type anAddress } from '../../test/support/people.ts'
import { aConsole, type Client } from '../../test/support/sockets.ts'
import { runClock } from './clock.ts'

const policy: Partial<Policy> = { presenceMs: seconds(90), graceMs: minutes(2), idleMs: minutes(600) }
const [one, two, three] = addresses(3) as [
  ReturnType<typeof anAddress>,
  ReturnType<typeof anAddress>,
  ReturnType<typeof anAddress>,
]

let world: AppWorld
beforeEach(async () => {
  world = await appWorld({ mode: 'gate' }, policy)
})

const ana = { type: 'agent', id: 'ana', name: 'Ana' } as const
const tick = async () => await runClock(world.app, world.app.clock.now() + 1)
const load = async (agentId: string) => (await world.store.agent({ botId: 'shop', agentId }))?.load
const control = async (who = one) => (await world.load(who)).session.control
const pings = async (client: Client) => await client.send({ type: 'ping', cursors: {} })
const takes = async (who = one) => await execute(world.app, who, { verb: 'pause', by: ana, trigger: 'agent' })

describe('an agent whose socket is silent', () => {
  it('keeps their conversations until the grace time is over, and then all go back', async () => {
    await aConsole(world, 'ana')
    for (const who of [one, two, three]) await takes(who)
    expect(await load('ana')).toBe(3)

    world.app.clock.advance(seconds(90) + minutes(2) - 1)
    await tick()
    expect(await control()).toMatchObject({ handoff: { status: 'assigned' } })

    world.app.clock.advance(1)
    await tick()
    for (const who of [one, two, three]) {
      expect(await control(who)).toMatchObject({ handoff: { status: 'pending' } })
      expect((await world.log(who)).at(-1)).toMatchObject({
        kind: 'transferred',
        by: { type: 'system' },
        from: { id: 'ana' },
        reason: 'the agent is gone',
      })
    }
    expect(await load('ana')).toBe(0)
    expect(await world.store.goneAgents(world.app.clock.now() + minutes(60), 10)).toEqual([])
  })

  it('is online while pings come, one of which may be lost', async () => {
    const client = await aConsole(world, 'ana')
    await takes()
    for (let count = 1; count <= 40; count++) {
      world.app.clock.advance(seconds(25))
      if (count % 7 !== 0) await pings(client)
      const { seenUntil = 0 } = (await world.store.agent({ botId: 'shop', agentId: 'ana' })) ?? {}
      expect(seenUntil).toBeGreaterThan(world.app.clock.now())
    }
    await tick()
    expect(await control()).toMatchObject({ handoff: { status: 'assigned' } })
  })

  it('writes at every second ping at most', async () => {
    const client = await aConsole(world, 'ana')
    let writes = 0
    const seeAgent = world.app.store.seeAgent
    Object.assign(world.app.store, {
      seeAgent: (sign: Parameters<typeof seeAgent>[0]) => {
        writes++
        return seeAgent(sign)
      },
    })
    for (let count = 0; count < 20; count++) {
      world.app.clock.advance(seconds(25))
      await pings(client)
    }
    expect(writes).toBe(10)
  })

  it('keeps their conversations if they come back within the grace time', async () => {
    const client = await aConsole(world, 'ana')
    await takes()
    await client.leaves()
    world.app.clock.advance(minutes(2) - 1)
    await aConsole(world, 'ana')
    world.app.clock.advance(1)
    await tick()
    expect(await control()).toMatchObject({ handoff: { status: 'assigned' } })
  })
})

describe('an agent who snoozed a conversation and is gone', () => {
  const snoozes = async (forMs: number) => {
    const until = world.app.clock.now() + forMs
    await execute(world.app, one, { verb: 'snooze', by: ana, until })
  }

  it('keeps it until it wakes, and then it goes back', async () => {
    const client = await aConsole(world, 'ana')
    for (const who of [one, two]) await takes(who)
    await snoozes(minutes(700))
    await client.leaves()
    for (let passed = 0; passed < 20; passed++) {
      world.app.clock.advance(minutes(1))
      await tick()
    }
    expect(await control(two)).toMatchObject({ handoff: { status: 'pending' } })
    expect(await control(one)).toMatchObject({ handoff: { status: 'assigned', snoozedUntil: 'deadline' } })
    expect(await world.store.goneAgents(world.app.clock.now() + minutes(60), 10)).toEqual([])

    world.app.clock.advance(minutes(680))
    await tick()
    await world.dispatched()
    expect((await world.log(one)).slice(-3)).toMatchObject([
      { kind: 'woken', by: { type: 'system' } },
      { kind: 'transferred', from: { id: 'ana' }, reason: 'the agent is gone' },
      { kind: 'alerted' },
    ])
  })

  it('keeps it after it woke, if they are back', async () => {
    const client = await aConsole(world, 'ana')
    await takes()
    await snoozes(minutes(30))
    await client.leaves()
    world.app.clock.advance(minutes(29.5))
    await aConsole(world, 'ana')
    world.app.clock.advance(minutes(0.5))
    await tick()
    await world.dispatched()
    expect((await world.log(one)).at(-1)).toMatchObject({ kind: 'woken' })
    expect(await control()).toMatchObject({
      handoff: { status: 'assigned', deadline: world.app.clock.now() + minutes(600) },
    })
  })
})

describe('an agent whose last socket has closed', () => {
  it('is offline at once, and their conversations go back after the grace time', async () => {
    const client = await aConsole(world, 'ana')
    await takes()
    await client.leaves()
    const agent = await world.store.agent({ botId: 'shop', agentId: 'ana' })
    expect(agent).toMatchObject({ seenUntil: world.app.clock.now(), goneAt: world.app.clock.now() + minutes(2) })
    world.app.clock.advance(minutes(2))
    await tick()
    expect(await control()).toMatchObject({ handoff: { status: 'pending' } })
  })

  it('is online while another one is open', async () => {
    const client = await aConsole(world, 'ana')
    const other = { ...(await aConsole(world, 'ana')), connectionId: client.connectionId }
    await world.store.putSocket({ ...(await world.store.socket(other.connectionId))!, connectionId: 'other tab' })
    await client.leaves()
    const agent = await world.store.agent({ botId: 'shop', agentId: 'ana' })
    expect(agent?.seenUntil).toBe(world.app.clock.now() + seconds(90))
  })
})

describe('conversations that go back', () => {
  it('are in front of those that were begun later, and the wait for an agent starts again', async () => {
    await aConsole(world, 'ana')
    await takes(one)
    world.app.clock.advance(minutes(1))
    await world.userAsksForPerson(two)
    world.app.clock.advance(minutes(3))
    await tick()
    const { items } = await world.store.list({ botId: 'shop', status: 'pending', limit: 10 })
    expect(items.map(({ userId }) => userId)).toEqual([one.userId, two.userId])
    expect(await control(one)).toMatchObject({ handoff: { since: world.app.clock.now() } })
  })

  it('go back once, however often the clock is interrupted', async () => {
    await aConsole(world, 'ana')
    for (const who of [one, two, three]) await takes(who)
    world.app.clock.advance(minutes(4))
    const { commit } = world.app.store
    let failing = sessionId(two)
    Object.assign(world.app.store, {
      commit: async (version: number, decision: Parameters<typeof commit>[1]) => {
        if (decision.session.id === failing) throw new Error('the process died')
        return await commit(version, decision)
      },
    })
    expect(await tick()).toMatchObject({ failed: 1 })
    expect(await load('ana')).toBe(1)
    failing = ''
    await tick()
    expect(await load('ana')).toBe(0)
    for (const who of [one, two, three]) {
      expect((await world.kinds(who)).filter(kind => kind === 'transferred')).toHaveLength(1)
    }
  })

  it('do not include those whose user was silent for too long: the clock ends them, and its run ends', async () => {
    await aConsole(world, 'ana')
    await takes(one)
    world.app.clock.advance(minutes(600) + 1)
    let lists = 0
    const { list } = world.app.store
    Object.assign(world.app.store, {
      list: async (query: Parameters<typeof list>[0]) => {
        if (++lists > 10) throw new Error('the run lists the same conversations again and again')
        return await list(query)
      },
    })
    expect(await tick()).toMatchObject({ failed: 0 })
    expect(await control(one)).toEqual({ holder: 'bot' })
    await tick()
    expect(await world.store.goneAgents(world.app.clock.now(), 10)).toEqual([])
  })

  it('do not include those that another agent has meanwhile', async () => {
    await aConsole(world, 'ana')
    await takes(one)
    await execute(world.app, one, { verb: 'transfer', by: ana, to: { type: 'agent', id: 'ben' }, ofOthers: false })
    await execute(world.app, one, { verb: 'transfer', by: { type: 'system' }, from: 'ana', ofOthers: true })
    expect(await control(one)).toMatchObject({ handoff: { status: 'assigned', agent: { id: 'ben' } } })
  })
})
