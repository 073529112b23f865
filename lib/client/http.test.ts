import { describe, expect, it } from 'vitest'
import { Page } from '../../test/client/page.ts'
import { createClient } from './client.ts'
import { createHttp } from './index.ts'

/** Requests the agent's bots; `fetch` answers. */
async function failing(fetch: () => Promise<Response>): Promise<unknown> {
  const page = new Page(createClient)
  const environment = { ...page.environment(), fetch }
  const http = createHttp({ url: '', token: async () => page.credentials().token, environment })
  return await http.request('GET /api/v1/me').catch((error: unknown) => error)
}

const answering = (status: number, body: unknown) => failing(async () => Response.json(body, { status }))

describe('an error of a request', () => {
  it('has the code and the words of the server', async () => {
    const detail = 'query cursor: must be the `next` of an earlier page'
    const errors = [{ path: 'cursor', message: 'must be the `next` of an earlier page' }]
    expect(await answering(400, { code: 'request.invalid', detail, message: detail, errors })).toMatchObject({
      code: 'request.invalid',
      status: 400,
      detail,
      errors,
    })
  })

  it('has the holder of the conversation and its agent, if the server names them', async () => {
    const agent = { type: 'agent', id: 'ben', name: 'Ben' }
    const refusal = { code: 'handoff.not_yours', detail: 'Ben has this conversation', holder: 'human', agent }
    expect(await answering(409, refusal)).toMatchObject({ code: refusal.code, holder: { holder: 'human', agent } })
  })

  it.each([
    [400, 'request.invalid'],
    [401, 'auth.invalid'],
    [403, 'auth.forbidden'],
    [404, 'route.not_found'],
    [409, 'request.invalid'],
    [413, 'request.too_large'],
    [421, 'request.invalid'],
    [429, 'service.overloaded'],
    [500, 'internal'],
    [502, 'internal'],
    [503, 'service.overloaded'],
    [504, 'internal'],
  ])('has the nearest code and the words of a gateway that answers %d', async (status, code) => {
    expect(await answering(status, { message: 'in its own words' })).toMatchObject({
      code,
      status,
      detail: 'in its own words',
    })
    expect(await failing(async () => new Response('<h1>no</h1>', { status }))).toMatchObject({
      code,
      detail: `status ${status}`,
    })
  })

  it('is client.unreachable if the network failed, or the request did not arrive in time', async () => {
    const lost = () => failing(async () => await Promise.reject(new TypeError('Failed to fetch')))
    expect(await lost()).toMatchObject({ code: 'client.unreachable', status: 0 })
    expect(await answering(408, {})).toMatchObject({ code: 'client.unreachable', status: 408 })
  })
})
