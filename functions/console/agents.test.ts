import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, botKey, userToken } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

const ana = agentToken('ana', ['shop:agent'])

async function asks({ app }: AppWorld, token: string, route: 'botAgents' | 'myStatus' | 'setStatus', body?: object) {
  const event = httpEvent(routes[route], { botId: 'shop' }, { token, ...(body && { body }) })
  const result = await httpApi(app, consoleRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

const statuses = async (world: AppWorld): Promise<Record<string, string>> => {
  const { body } = await asks(world, ana, 'botAgents')
  return Object.fromEntries(body.items.map(({ id, status }: { id: string; status: string }) => [id, status]))
}

describe('the agents of a bot', () => {
  it('are online while they have a socket, and offline afterwards', async () => {
    const world = await appWorld()
    await aConsole(world, 'ben')
    const { leaves } = await aConsole(world, 'eva')
    await aConsole(world, 'ana')
    await leaves()
    expect(await statuses(world)).toEqual({ ana: 'online', ben: 'online', eva: 'offline' })
    world.app.clock.advance(minutes(2))
    expect(await statuses(world)).toEqual({ ana: 'offline', ben: 'offline', eva: 'offline' })
  })

  it('are sorted by name, and have the number of their conversations and their limit', async () => {
    const world = await appWorld({}, { capacity: 3 })
    for (const [id, name] of [['z', 'Ärne'], ['bea'], ['x', 'Carl'], ['y2', 'Ana'], ['y1', 'Ana']] as const) {
      const sign = { botId: 'shop', agentId: id, roles: [], seenUntil: world.app.clock.now() + 1 }
      await world.store.seeAgent({ ...sign, ...(name !== undefined && { name }) })
    }
    await world.agentPauses(maria)
    await world.store.seeAgent({ botId: 'shop', agentId: 'agent-ana', roles: [], seenUntil: world.app.clock.now() + 1 })
    expect((await asks(world, ana, 'botAgents')).body.items).toEqual([
      { id: 'agent-ana', status: 'online', load: 1, capacity: 3 },
      { id: 'y1', name: 'Ana', status: 'online', load: 0, capacity: 3 },
      { id: 'y2', name: 'Ana', status: 'online', load: 0, capacity: 3 },
      { id: 'z', name: 'Ärne', status: 'online', load: 0, capacity: 3 },
      { id: 'bea', status: 'online', load: 0, capacity: 3 },
      { id: 'x', name: 'Carl', status: 'online', load: 0, capacity: 3 },
    ])
  })

  it('are nobody before anybody connected, and without those of long ago', async () => {
    const world = await appWorld()
    expect(await asks(world, ana, 'botAgents')).toEqual({ status: 200, body: { items: [] } })
    await aConsole(world, 'ben')
    world.app.clock.advance(minutes(91 * 24 * 60))
    expect(await statuses(world)).toEqual({})
  })

  it("are not told to other bots' agents, bots and users", async () => {
    const world = await appWorld()
    await putBot(world.app, 'bank', { mode: 'gate' })
    expect(await asks(world, agentToken('ben', ['bank:agent']), 'botAgents')).toMatchObject({ status: 404 })
    expect(await asks(world, await botKey(world), 'botAgents')).toMatchObject({ status: 403 })
    expect(await asks(world, await userToken(world, maria), 'botAgents')).toMatchObject({ status: 403 })
  })
})

describe("an agent's own status", () => {
  it('is away until the agent changes it, also after a new connection', async () => {
    const world = await appWorld()
    const { leaves } = await aConsole(world, 'ana')
    expect((await asks(world, ana, 'setStatus', { status: 'away' })).body).toEqual({
      id: 'ana',
      name: 'ana',
      status: 'away',
      load: 0,
    })
    await leaves()
    await aConsole(world, 'ana')
    expect((await asks(world, ana, 'myStatus')).body).toMatchObject({ status: 'away' })
    await asks(world, ana, 'setStatus', { status: 'online' })
    expect((await asks(world, ana, 'myStatus')).body).toMatchObject({ status: 'online' })
  })

  it('is offline before the agent has connected', async () => {
    expect((await asks(await appWorld(), ana, 'myStatus')).body).toMatchObject({
      id: 'ana',
      status: 'offline',
      load: 0,
    })
  })

  it.each([{}, { status: 'offline' }, { status: 'busy' }])('is one that an agent may choose: %j', async body => {
    const world = await appWorld()
    expect(await asks(world, ana, 'setStatus', body)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ in: 'body', path: 'status' }] },
    })
  })
})
