import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { addresses, anAddress } from '../../test/support/people.ts'
import { aConsole, type Client } from '../../test/support/sockets.ts'
import { execute } from '../conversations/execute.ts'
import type { BotConfig } from '../protocol/config.ts'
import type { Assignment } from '../protocol/handoffs.ts'
import type { Address } from '../session/session.ts'

const handoffs = (assignment: Assignment, capacity = 2, more: object = {}): Partial<BotConfig> => ({
  mode: 'gate',
  handoffs: { assignment, capacity, queues: {}, ...more },
})

const asks = async (world: AppWorld, who: Address, queue?: string) => {
  await execute(world.app, who, { verb: 'pause', by: { type: 'user' }, trigger: 'user', ...(queue && { queue }) })
  world.app.clock.advance(seconds(1))
}
const ends = async (world: AppWorld, who: Address) =>
  await execute(world.app, who, { verb: 'unpause', by: { type: 'system' } })

/** Returns the agent of each conversation, in the order of the conversations. */
async function owners(world: AppWorld, whose: readonly Address[]): Promise<(string | undefined)[]> {
  return await Promise.all(
    whose.map(async who => {
      const { control } = (await world.load(who)).session
      return control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent.id : undefined
    }),
  )
}

async function connects(world: AppWorld, ...names: readonly string[]): Promise<Client[]> {
  const clients: Client[] = []
  for (const name of names) {
    const client = await aConsole(world, name)
    await client.send({ type: 'hello', cursors: {} })
    clients.push(client)
  }
  return clients
}

describe('assignment by Interlude', () => {
  it('gives each conversation that begins to wait to the agent with the least conversations', async () => {
    const world = await appWorld(handoffs('least_loaded', 3))
    await connects(world, 'ana', 'ben')
    const users = addresses(5)
    for (const who of users) {
      await asks(world, who)
      await world.dispatched()
    }
    expect(await owners(world, users)).toEqual(['ana', 'ben', 'ana', 'ben', 'ana'])
    await ends(world, users[0]!)
    await ends(world, users[2]!)
    await asks(world, anAddress({ userId: 'next' }))
    await world.dispatched()
    expect(await owners(world, [anAddress({ userId: 'next' })])).toEqual(['ana'])
    const log = await world.log(users[0]!)
    expect(log).toMatchObject([
      { kind: 'paused' },
      { kind: 'assigned', agent: { id: 'ana' }, by: { type: 'system' } },
      { kind: 'resumed' },
    ])
    // Interlude sends no alert about a conversation that it assigns at once.
    expect(world.app.notices).toEqual([])
  })

  it('takes turns by round robin, whatever the loads are', async () => {
    const world = await appWorld(handoffs('round_robin', 9))
    await connects(world, 'ana', 'ben', 'eva')
    const users = addresses(4)
    for (const who of users.slice(0, 3)) {
      await asks(world, who)
      await world.dispatched()
    }
    await ends(world, users[0]!)
    await ends(world, users[2]!)
    await asks(world, users[3]!)
    await world.dispatched()
    expect(await owners(world, users)).toEqual([undefined, 'ben', undefined, 'ana'])
  })

  it('gives nothing by default', async () => {
    const world = await appWorld({ mode: 'gate' })
    await connects(world, 'ana')
    await asks(world, anAddress())
    await world.dispatched()
    expect(await owners(world, [anAddress()])).toEqual([undefined])
  })

  it('gives the longest wait first when an agent comes, and never above the capacity', async () => {
    const world = await appWorld(handoffs('least_loaded', 2))
    const users = addresses(4)
    for (const who of users) await asks(world, who)
    await world.dispatched()
    expect(await owners(world, users)).toEqual([undefined, undefined, undefined, undefined])
    await connects(world, 'ana')
    expect(await owners(world, users)).toEqual(['ana', 'ana', undefined, undefined])
    await ends(world, users[1]!)
    await world.dispatched()
    expect(await owners(world, users)).toEqual(['ana', undefined, 'ana', undefined])
  })

  it('gives nothing to agents who are away or offline', async () => {
    const world = await appWorld(handoffs('least_loaded'))
    const [ana] = await connects(world, 'ana', 'ben')
    await ana!.leaves()
    await world.store.setAway({ botId: 'shop', agentId: 'ben' }, true)
    await asks(world, anAddress())
    await world.dispatched()
    expect(await owners(world, [anAddress()])).toEqual([undefined])
    await world.store.setAway({ botId: 'shop', agentId: 'ben' }, false)
    await world.app.assigner.assign('shop')
    expect(await owners(world, [anAddress()])).toEqual(['ben'])
  })

  it("gives a queue's conversations to its members alone, and by its own rules", async () => {
    const queues = { sales: { members: ['ben'], capacity: 1 }, slow: { assignment: 'pick' as const } }
    const world = await appWorld(handoffs('least_loaded', 5, { queues }))
    await connects(world, 'ana', 'ben')
    const users = addresses(4)
    for (const [index, queue] of ['sales', 'sales', 'slow', undefined].entries()) {
      await asks(world, users[index]!, queue)
      await world.dispatched()
    }
    expect(await owners(world, users)).toEqual(['ben', undefined, undefined, 'ana'])
  })

  it('does not give a conversation to an agent who let it go', async () => {
    const world = await appWorld(handoffs('least_loaded'))
    await connects(world, 'ana', 'ben')
    const who = anAddress()
    await asks(world, who)
    await world.dispatched()
    const ana = { type: 'agent', id: 'ana' } as const
    await execute(world.app, who, { verb: 'decline', by: ana, reason: 'I speak no Spanish' })
    await world.dispatched()
    expect(await owners(world, [who])).toEqual(['ben'])
    await execute(world.app, who, { verb: 'transfer', by: { type: 'agent', id: 'ben' }, ofOthers: false })
    await world.dispatched()
    expect(await owners(world, [who])).toEqual([undefined])
  })

  it('shares many conversations among 50 agents, from several processes at once', { timeout: 120_000 }, async () => {
    const world = await appWorld(handoffs('least_loaded', 3))
    const names = Array.from({ length: 50 }, (_, n) => `agent-${n}`)
    const users = addresses(200)
    await Promise.all(users.map(who => asks(world, who)))
    for (const name of names) await aConsole(world, name)
    const processes = Array.from({ length: 4 }, async () => {
      const { createAssigner } = await import('./assign.ts')
      await createAssigner(() => world.app).assign('shop')
      await createAssigner(() => world.app).assign('shop')
    })
    await Promise.all(processes)
    await world.dispatched()
    const has = Map.groupBy(
      (await owners(world, users)).filter(each => each !== undefined),
      each => each,
    )
    expect([...has.values()].map(each => each.length).join()).toEqual(names.map(() => 3).join())
    const agents = await world.store.agents('shop')
    expect(agents.map(({ load }) => load)).toEqual(names.map(() => 3))
  })
})
