import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { GatewayOptions, HttpHandler } from './gateway.ts'
import { aGateway, Inbox } from './test-gateway.ts'

/** A gateway with a few routes to one function. The default function records its events. */
export const anHttpGateway = async (handler?: unknown, options: Partial<GatewayOptions> = {}) => {
  const events = new Inbox<APIGatewayProxyEventV2>()
  const remember: HttpHandler = async event => {
    events.add(event)
    return { statusCode: 200 }
  }
  const routes = ['GET /a/{x}', 'POST /a/{x}', 'GET /plain', 'GET /files/{rest+}'].map(route => {
    const [method = '', path = ''] = route.split(' ')
    return { method, path, handler: (handler ?? remember) as HttpHandler }
  })
  const gateway = await aGateway({ routes, ...options })
  const get = (path: string, init?: RequestInit) => fetch(gateway.url + path, init)
  return {
    gateway,
    events,
    get,
    post: (body: NonNullable<RequestInit['body']>, type?: string) =>
      get('/a/b', { method: 'POST', body, ...(type === undefined ? {} : { headers: { 'content-type': type } }) }),
    /** The newest event. */
    last: (): APIGatewayProxyEventV2 => {
      const event = events.items.at(-1)
      if (event === undefined) throw new Error('there was no event')
      return event
    },
  }
}
