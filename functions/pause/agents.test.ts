import { describe, expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { isoTime } from '../../lib/session/time.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { pauseRoutes } from './routes.ts'

async function asks({ app }: AppWorld, spec: RouteSpec, token?: string, query: Record<string, string> = {}) {
  const event = httpEvent(spec, {}, { ...defined({ token }), query })
  const result = await httpApi(app, pauseRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

async function given(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate', name: 'The shop', avatarUrl: 'https://shop.example/bot.png' })
  for (const botId of ['bank', 'zoo']) await putBot(world.app, botId, { mode: 'gate', paused: botId === 'zoo' })
  return world
}
const shop = { id: 'shop', name: 'The shop', avatarUrl: 'https://shop.example/bot.png', paused: false }
const bank = { id: 'bank', paused: false }
const zoo = { id: 'zoo', paused: true }

describe('an agent', () => {
  it('reads its identity and the bots that its roles name', async () => {
    const world = await given()
    const roles = ['zoo:supervisor', 'shop:agent', 'shop:supervisor', 'never-made:agent', 'staff']
    const token = agentToken('ana', roles, START + minutes(60))

    expect((await asks(world, routes.me, token)).body).toEqual({
      id: 'ana',
      name: 'ana',
      roles,
      isAdmin: false,
      expiresAt: isoTime(START + minutes(60)),
      bots: [shop, zoo],
    })
    expect((await asks(world, routes.bots, token)).body).toEqual({ items: [shop, zoo] })
  })

  it('with the admin role reads all bots, page by page', async () => {
    const world = await given()
    const token = agentToken('root', ['admin'])
    expect((await asks(world, routes.me, token)).body).toMatchObject({ isAdmin: true, bots: [bank, shop, zoo] })

    const first = await asks(world, routes.bots, token, { limit: '2' })
    expect(first.body).toEqual({ items: [bank, shop], next: 'shop' })
    expect((await asks(world, routes.bots, token, { limit: '2', cursor: 'shop' })).body).toEqual({ items: [zoo] })
  })

  it('without a role has no bot', async () => {
    const world = await given()
    expect((await asks(world, routes.me, agentToken('new', []))).body).toMatchObject({ roles: [], bots: [] })
  })
})

it.each([routes.me, routes.bots])('$path refuses missing and invalid tokens, bot keys and user tokens', async spec => {
  const world = await given()
  expect((await asks(world, spec)).body).toMatchObject({ status: 401, code: 'auth.missing' })
  for (const token of [await botKey(world), await userToken(world, maria)]) {
    expect((await asks(world, spec, token)).body).toMatchObject({ status: 403, code: 'auth.forbidden' })
  }
  expect((await asks(world, spec, 'nonsense')).body).toMatchObject({ status: 401, code: 'auth.invalid' })
})
