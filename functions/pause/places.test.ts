import { beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { MAX_COUNT } from '../../lib/protocol/wire.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { userAsksForPerson } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { ana, jonas, maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { pauseRoutes } from './routes.ts'

const ids = { channel: maria.channel, userId: maria.userId }

let world: AppWorld
let token: string

async function asks(
  name: RouteName = 'place',
  { params = ids as Record<string, string>, ...more }: { params?: object; query?: object; token?: string } = {},
) {
  const event = httpEvent(routes[name], { botId: 'shop', ...params }, { token, ...more } as never)
  const { statusCode, body } = await httpApi(world.app, pauseRoutes)(event, lambdaContext)
  return { status: Number(statusCode), body: JSON.parse(String(body)) }
}

async function waits(userId: string, queue?: string) {
  await execute(world.app, { ...maria, userId }, userAsksForPerson(queue === undefined ? {} : { queue }))
  world.app.clock.advance(7)
}

async function given(handoffs: object = { queues: { sales: {} } }) {
  const { handoffs: parsed } = BotConfig.parse({ mode: 'gate', handoffs })
  world = await appWorld({ mode: 'gate', ...(parsed && { handoffs: parsed }) })
  token = await userToken(world, maria)
}

beforeEach(async () => given())

describe('the place', () => {
  it('counts those that began to wait before, in the same queue', async () => {
    expect((await asks()).body).toEqual({ waiting: false })
    await waits('first', 'sales')
    await waits('second')
    await waits('third', 'sales')
    await waits(maria.userId, 'sales')
    await waits('last', 'sales')
    expect(await asks()).toEqual({ status: 200, body: { waiting: true, position: 3 } })
    await execute(world.app, { ...maria, userId: 'first' }, { verb: 'claim', by: ana })
    expect((await asks()).body).toEqual({ waiting: true, position: 2 })
    await execute(world.app, maria, { verb: 'claim', by: ana })
    expect((await asks()).body).toEqual({ waiting: false })
  })

  it.each([
    ['place', { params: ids }],
    ['placeAddressed', { params: {}, query: ids }],
    ['placeOfSession', { params: { id: sessionId(maria) } }],
  ] as const)('is told to a bot: %s', async (name, where) => {
    await waits(maria.userId)
    const { status, body } = await asks(name, { ...where, token: await botKey(world) })
    expect({ status, body }).toEqual({ status: 200, body: { waiting: true, position: 1 } })
  })

  it('is told to a user with their ids in the query', async () => {
    await waits(maria.userId)
    expect((await asks('placeAddressed', { params: {}, query: ids })).body).toMatchObject({ position: 1 })
  })

  it('is missing behind as many as are counted', async () => {
    for (let n = 0; n < MAX_COUNT - 1; n++) await waits(`u${n}`)
    await waits(maria.userId)
    expect((await asks()).body).toEqual({ waiting: true, position: MAX_COUNT })
    await given()
    for (let n = 0; n < MAX_COUNT; n++) await waits(`u${n}`)
    await waits(maria.userId)
    expect((await asks()).body).toEqual({ waiting: true })
  })

  it('is missing outside the hours', async () => {
    await given({ queues: { night: { hours: { timeZone: 'UTC', days: { tue: [['02:00', '04:00']] } } } } })
    await waits(maria.userId, 'night')
    expect((await asks()).body).toEqual({ waiting: true })
  })

  it('ends with the wait, before the clock carries the end out', async () => {
    await waits(maria.userId)
    world.app.clock.advance(minutes(24 * 60))
    token = await userToken(world, maria)
    expect((await asks()).body).toEqual({ waiting: false })
  })

  it('belongs to the user: neither another one nor an agent asks for it', async () => {
    await waits(maria.userId)
    expect((await asks('place', { token: await userToken(world, jonas) })).status).toBe(404)
    expect((await asks('place', { token: agentToken('ana', ['shop:agent']) })).status).toBe(403)
    expect((await asks('placeOfSession', { params: { id: sessionId(maria) } })).status).toBe(403)
  })

  it('of a user without a conversation is none, and creates none', async () => {
    const params = { channel: jonas.channel, userId: jonas.userId }
    expect((await asks('place', { params, token: await userToken(world, jonas) })).body).toEqual({ waiting: false })
    expect(await world.store.load(sessionId(jonas))).toBeUndefined()
  })
})
