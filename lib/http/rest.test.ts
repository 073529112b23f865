import { describe, expect, it } from 'vitest'
import { hitlRoutes } from '../../functions/pause/hitl.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { userToken } from '../../test/support/sockets.ts'
import { hitlRest } from '../protocol/routes/hitl.ts'
import { sessionId } from '../session/session.ts'
import { httpApi } from './api.ts'

const ana = agentToken('ana', ['shop:agent'])

/** Requests over the route `ANY …/{rest+}` alone, as a gateway does if no other route matches. */
async function asks(world: AppWorld, method: string, rest: string, token = ana, query?: Record<string, string>) {
  const event = httpEvent(hitlRest, { botId: 'shop', rest }, { token, ...(query && { query }) })
  event.requestContext.http.method = method
  const { statusCode, headers, body } = await httpApi(world.app, hitlRoutes)(event, lambdaContext)
  return { statusCode, contentType: headers?.['content-type'], body }
}

describe('the rest route of a module', () => {
  it('serves each route with a slash at the end', async () => {
    const world = await appWorld()
    await world.userSays(maria, 'hi')
    const id = sessionId(maria)

    const list = await asks(world, 'GET', 'sessions/')
    expect(JSON.parse(list.body ?? '')).toMatchObject([{ id }])
    expect(await asks(world, 'POST', `sessions/${id}/pause/`, ana, { trigger: 'sup' })).toMatchObject({ body: 'OK' })
    expect((await world.load(maria)).session.control).toMatchObject({ trigger: 'sup' })
    expect(await asks(world, 'POST', 'channel/web/user/maria/isPaused/')).toMatchObject({ body: 'true' })
  })

  it('answers HEAD like GET without a body, even for an error', async () => {
    const world = await appWorld()
    expect(await asks(world, 'HEAD', 'sessions')).toEqual({
      statusCode: 200,
      contentType: 'application/json',
      body: '',
    })
    expect(await asks(world, 'HEAD', 'sessions/', 'x')).toMatchObject({ statusCode: 401, body: '' })
    for (const rest of ['nothing', 'sessions/x/pause']) {
      expect(await asks(world, 'HEAD', rest)).toMatchObject({ statusCode: 404, body: '' })
    }
  })

  it.each([
    ['GET', 'sessions//'],
    ['GET', '/sessions'],
    ['GET', 'nothing'],
    ['POST', 'sessions/x/toggle'],
    ['POST', 'sessions//pause'],
    ['PUT', 'sessions'],
    ['GET', 'channel/web/user/a/b/pause'],
    ['GET', '{rest+}'],
  ])('answers 404 to %s %s', async (method, rest) => {
    const { statusCode, body } = await asks(await appWorld(), method, rest)
    expect([statusCode, JSON.parse(body ?? '').code]).toEqual([404, 'route.not_found'])
  })

  it('checks the caller like the route itself', async () => {
    const world = await appWorld()
    await world.userSays(jonas, 'hi')
    const token = await userToken(world, maria)
    expect(await asks(world, 'POST', 'channel/web/user/jonas/pause/', token)).toMatchObject({ statusCode: 404 })
    expect(await asks(world, 'GET', 'sessions/', token)).toMatchObject({ statusCode: 403 })
    expect(await asks(world, 'POST', 'channel/web/user/maria/pause/', token)).toMatchObject({ body: 'OK' })
  })

  it('answers 204 without a body to a preflight that the gateway passes on', async () => {
    expect(await asks(await appWorld(), 'OPTIONS', 'sessions')).toMatchObject({ statusCode: 204, body: '' })
  })
})
