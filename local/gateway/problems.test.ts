import { afterEach, expect, it } from 'vitest'
import { pauseRoutes } from '../../functions/pause/routes.ts'
import { httpApi } from '../../lib/http/api.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { userToken } from '../../test/support/sockets.ts'
import { aGateway } from './test-gateway.ts'

let end = async () => {}
afterEach(() => end())

it('the gateway passes on 401 and 403 of the functions as problem documents', async () => {
  const world = await appWorld()
  const { app, store } = world
  const handler = httpApi(app, pauseRoutes)
  const gateway = await aGateway({
    routes: pauseRoutes.map(({ spec: { method, path } }) => ({ method, path, handler })),
  })
  end = async () => {
    await gateway.close()
    store.close()
  }
  const asks = async (authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const res = await fetch(`${gateway.url}/api/v1/bots/shop/conversations`, { headers })
    return [res.status, res.headers.get('content-type'), ((await res.json()) as { code: string }).code]
  }

  expect(await asks()).toEqual([401, 'application/problem+json', 'auth.missing'])
  expect(await asks('Bearer x')).toEqual([401, 'application/problem+json', 'auth.invalid'])
  expect(await asks(`Bearer ${await userToken(world, maria)}`)).toEqual([
    403,
    'application/problem+json',
    'auth.forbidden',
  ])
})
