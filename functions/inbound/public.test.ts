import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'

const admin = agentToken('root', ['admin'])

async function given() {
  const { app } = await appWorld()
  const api = httpApi(app, allRoutes)
  const shows = (botId: string, headers: Record<string, string> = {}) => {
    const event = httpEvent(routes.publicBot, { botId })
    return api({ ...event, headers: { ...event.headers, ...headers } }, lambdaContext)
  }
  const configures = async (change: Record<string, unknown>) => {
    const token = { token: admin }
    const { body } = await api(httpEvent(routes.config, { botId: 'shop' }, token), lambdaContext)
    const config = { ...JSON.parse(body ?? ''), ...change }
    return await api(httpEvent(routes.putBot, { botId: 'shop' }, { ...token, body: config }), lambdaContext)
  }
  return { app, shows, configures }
}

describe('the public view of a bot', () => {
  it('needs no token, may be cached for a minute and answers its ETag with 304', async () => {
    const { shows, configures } = await given()
    expect((await configures({ name: 'Shop', widget: { title: 'Help' } })).statusCode).toBe(200)

    const { statusCode, headers, body } = await shows('shop')

    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=60', vary: 'origin' })
    expect(JSON.parse(body ?? '')).toMatchObject({ botId: 'shop', name: 'Shop', widget: { title: 'Help' } })
    expect(await shows('shop', { 'if-none-match': String(headers?.etag) })).toMatchObject({ statusCode: 304 })
  })

  it("is the same with an agent's token", async () => {
    const { shows } = await given()
    const open = await shows('shop')
    const withToken = await shows('shop', { authorization: `Bearer ${agentToken('ana', ['shop:agent'])}` })
    expect(withToken.body).toBe(open.body)
  })

  it('answers an unknown bot with 404 that is not cached', async () => {
    const { shows } = await given()
    expect(await shows('nobody')).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } })
  })

  it('accepts a widget as it was put, and refuses unsafe URLs', async () => {
    const { configures } = await given()
    const widget = { color: '#3355cc', texts: { fr: { title: 'Aide' } } }
    expect(JSON.parse((await configures({ widget })).body ?? '')).toMatchObject({ widget })
    expect((await configures({ widget: { launcherUrl: 'data:image/svg+xml,x' } })).statusCode).toBe(400)
    expect((await configures({ avatarUrl: 'https://user:word@shop.example/' })).statusCode).toBe(400)
  })
})
