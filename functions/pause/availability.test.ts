import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, botKey, connected, userToken } from '../../test/support/sockets.ts'
import { pauseRoutes } from './routes.ts'

// The clock of these tests begins on Monday, 5 January 2026, at 09:00 UTC.
const handoffs = {
  hours: { timeZone: 'Europe/Berlin', days: { mon: [['10:00', '12:00']] } },
  queues: {
    sales: {},
    night: { hours: { timeZone: 'Europe/Berlin', days: { tue: [['02:00', '04:00']] } } },
    never: { hours: { timeZone: 'UTC', days: {} } },
  },
}

async function given() {
  const { handoffs: parsed } = BotConfig.parse({ mode: 'gate', handoffs })
  const world = await appWorld({ mode: 'gate', ...(parsed && { handoffs: parsed }) })
  const api = httpApi(world.app, pauseRoutes)
  const asks = async (token: string, query: Record<string, string> = {}) => {
    const result = await api(httpEvent(routes.availability, { botId: 'shop' }, { token, query }), lambdaContext)
    return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
  }
  const asksForPerson = (userId: string, queue?: string) =>
    execute(
      world.app,
      { ...maria, userId },
      {
        ...{ verb: 'pause', by: { type: 'bot', id: 'key_1' }, trigger: 'bot' },
        ...(queue !== undefined && { queue }),
      },
    )
  return { world, asks, asksForPerson, key: await botKey(world) }
}

describe('availability', () => {
  it('tells a bot the hours of each queue', async () => {
    const { asks, key } = await given()
    expect(await asks(key)).toEqual({ status: 200, body: { open: true, online: 0, waiting: 0 } })
    expect((await asks(key, { queue: 'sales' })).body).toMatchObject({ queue: 'sales', open: true })
    expect((await asks(key, { queue: 'night' })).body).toMatchObject({
      open: false,
      opensAt: '2026-01-06T01:00:00.000Z',
    })
    expect((await asks(key, { queue: 'never' })).body).toEqual({ queue: 'never', open: false, online: 0, waiting: 0 })
  })

  it('counts who is online, and who waits in the queue', async () => {
    const { world, asks, asksForPerson } = await given()
    await aConsole(world, 'ana')
    await connected(world, 'console-2', agentToken('ana', ['shop:agent']), { bot: 'shop' })
    await asksForPerson('a', 'sales')
    await asksForPerson('b', 'sales')
    await asksForPerson('c')
    const token = agentToken('ben', ['shop:agent'])
    expect((await asks(token, { queue: 'sales' })).body).toMatchObject({ online: 1, waiting: 2 })
    expect((await asks(token)).body).toMatchObject({ waiting: 3 })
  })

  it('expects the median of the newest waits that an agent of the queue ended', async () => {
    const { world, asks, asksForPerson, key } = await given()
    const waits = [1, 9, 3]
    for (const [index, wait] of waits.entries()) {
      await asksForPerson(`u${index}`, 'sales')
      world.app.clock.advance(minutes(wait))
      await execute(world.app, { ...maria, userId: `u${index}` }, { verb: 'claim', by: { type: 'agent', id: 'ana' } })
    }
    // An agent who takes over ends no wait.
    await world.agentPauses({ ...maria, userId: 'x' })
    await asksForPerson('y')
    expect((await asks(key, { queue: 'sales' })).body).toMatchObject({ expectedWaitSeconds: 180 })
    expect((await asks(key)).body).toMatchObject({ expectedWaitSeconds: 180 })
    expect((await asks(key, { queue: 'night' })).body).not.toHaveProperty('expectedWaitSeconds')
  })

  it('refuses queues that the bot does not have, wrong input, and users', async () => {
    const { world, asks, key } = await given()
    expect(await asks(key, { queue: 'gone' })).toMatchObject({ status: 404, body: { code: 'queue.not_found' } })
    expect(await asks(key, { queue: 'a b' })).toMatchObject({ status: 400, body: { errors: [{ path: 'queue' }] } })
    expect(await asks(await userToken(world, maria))).toMatchObject({ status: 403 })
  })
})
