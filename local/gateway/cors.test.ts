import { afterEach, describe, expect, it } from 'vitest'
import { type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { CORS } from './cors.ts'
import { anHttpGateway } from './test-http-gateway.ts'

let on: Awaited<ReturnType<typeof anHttpGateway>> | undefined
afterEach(async () => {
  await on?.gateway.close()
  on = undefined
})

const origin = 'https://panel.example'
const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

describe('a page of another origin', () => {
  it('gets its permissions from a preflight, without a function call', async () => {
    on = await anHttpGateway()
    const answer = await on.get('/a/b', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-bp-workspace',
      },
    })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,PUT,DELETE',
      'access-control-allow-headers': 'authorization,content-type,x-bp-workspace',
      'access-control-max-age': '3600',
    })
    expect(on.events.items).toEqual([])
  })

  it("may read answers and the exposed headers, also of the gateway's errors", async () => {
    on = await anHttpGateway(async () => ({
      statusCode: 401,
      headers: { 'x-request-id': 'r', 'Access-Control-Allow-Origin': 'https://other.example' },
    }))
    for (const [path, status] of [
      ['/plain', 401],
      ['/nowhere', 404],
    ] as const) {
      const answer = await on.get(path, { headers: { origin } })
      expect(answer.status).toBe(status)
      expect(corsOf(answer)).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'retry-after,x-request-id',
      })
    }
    expect(corsOf(await on.get('/nowhere'))).toEqual({})
  })

  it('may not call paths outside the API, nor read the pages beside it', async () => {
    on = await anHttpGateway(undefined, {
      extra: (_req, res) => {
        res.end('alerts')
        return true
      },
    })
    const headers = { origin, 'access-control-request-method': 'POST' }
    expect(corsOf(await on.get('/_outbox', { method: 'OPTIONS', headers }))).toEqual({})
    const page = await on.get('/_outbox', { headers: { origin } })
    expect(await page.text()).toBe('alerts')
    expect(corsOf(page)).toEqual({})
  })

  it('gets 404 for OPTIONS without an origin or a method, as for any request', async () => {
    on = await anHttpGateway()
    for (const headers of [{ origin }, { 'access-control-request-method': 'POST' }]) {
      expect((await on.get('/a/b', { method: 'OPTIONS', headers: headers as Record<string, string> })).status).toBe(404)
    }
  })

  it.each(Object.entries<RouteSpec>(routes))('may call every route with its method: %s', (_name, { method }) => {
    expect([...CORS.allowMethods, 'ANY']).toContain(method)
  })
})
