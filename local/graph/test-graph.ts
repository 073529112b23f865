import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { manualClock } from '../../test/support/clock.ts'
import { readBody } from '../gateway/body.ts'
import { type Graph, type GraphOptions, openGraph } from './graph.ts'
import { messengerHandler } from './messenger-handler.ts'
import type { Json } from './types.ts'

/** The double with one application and one page, a callback that records its webhooks, and a clock. */
export const aGraph = async (options: Partial<GraphOptions> = {}) => {
  const clock = manualClock()
  const graph = await openGraph({ host: '127.0.0.1', now: clock.now, retryDelaysMs: [5, 10], ...options })
  const callback = await aCallback('verify-me')
  const app = graph.addApp({ id: '1517776481860111', name: 'Interlude', secret: 'app-secret' })
  const page = graph.addPage({ id: '682498302938465', name: 'Shop' })
  await graph.setCallback(app, callback.url, 'verify-me')
  graph.install(app, page)
  const token = graph.connect(app, page, 'EAAtest')
  const maria = graph.addPerson(page, { firstName: 'Maria', lastName: 'Sanchez', locale: 'es_ES', timezone: 1 })

  const call = async (method: string, path: string, body?: Json, query: Json = { access_token: token }) => {
    const url = `${graph.url}/v25.0${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query as Record<string, string>)}`
    const res = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { status: res.status, headers: res.headers, body: (await res.json()) as Json }
  }
  return {
    ...graph,
    clock,
    callback,
    app,
    page,
    token,
    maria,
    call,
    /** Sends a message to Maria, or to somebody else. */
    send: (message: Json, more: Json = {}) =>
      call('POST', `/${page.id}/messages`, {
        recipient: { id: maria.psid },
        messaging_type: 'RESPONSE',
        message,
        ...more,
      }),
    /** The events so far, once all deliveries are over. */
    events: async (): Promise<readonly Json[]> => {
      await graph.webhooks.idle()
      return callback.heard.flatMap(({ body }) => eventsOf(body))
    },
    end: async () => {
      await Promise.all([graph.close(), callback.close()])
    },
  }
}

/** The events of a notification, in order. */
export const eventsOf = (body: string): readonly Json[] => {
  const { entry } = JSON.parse(body) as { entry: readonly { messaging?: Json[]; standby?: Json[] }[] }
  return entry.flatMap(({ messaging = [], standby = [] }) => [...messaging, ...standby])
}

/** A notification that arrived at a callback. */
export interface Heard {
  readonly headers: IncomingHttpHeaders
  /** As it came. */
  readonly body: string
}

/** A callback URL that records its webhooks, and answers with the given statuses, then with 200. */
export const aCallback = async (verifyToken: string, statuses: number[] = []) => {
  const heard: Heard[] = []
  const server = createServer((req, res) => {
    const query = new URL(req.url ?? '/', 'http://localhost').searchParams
    if (req.method === 'GET')
      return query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === verifyToken
        ? res.writeHead(200).end(query.get('hub.challenge'))
        : res.writeHead(403).end()
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      heard.push({ headers: req.headers, body: Buffer.concat(chunks).toString('latin1') })
      res.writeHead(statuses.shift() ?? 200).end()
    })
    return undefined
  })
  const { url, close } = await listening(server)
  return { url: `${url}/webhook`, heard, statuses, close }
}

/** A server with the page `/_messenger` of a double alone. */
export const aMessengerPage = async (graph: Graph) => {
  const handler = messengerHandler(graph)
  return await listening(
    createServer(async (req, res) => {
      const isAnswered = await handler(req, res, async () => {
        const body = await readBody(req, 10_000)
        return typeof body === 'string' ? undefined : body
      })
      if (!isAnswered) res.writeHead(404).end()
    }),
  )
}

const listening = async (server: Server) => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

/** The signature that a receiver computes over the bytes of a notification. */
export const signed = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body, 'latin1').digest('hex')}`
