import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import type { Log } from '../../lib/ports/system.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { GatewayOptions, SocketEvent, SocketHandler } from './gateway.ts'
import { aGateway, eventOf, Inbox, quietLog } from './test-gateway.ts'

/** A gateway whose function records its events, and clients of it. */
export const aSocketGateway = async (
  handle: (event: SocketEvent) => unknown = () => ({ statusCode: 200 }),
  limits: GatewayOptions['limits'] = {},
  log: Log = quietLog(),
) => {
  const events = new Inbox<SocketEvent>()
  const handler = (async event => {
    events.add(event)
    return handle(event)
  }) as SocketHandler
  const gateway = await aGateway({ socket: { path: '/ws', handler }, limits, log })

  const client = (protocols: string[] = [], options: ClientOptions = {}, query = '') => {
    const ws = new WebSocket(gateway.socketUrl + query, protocols, options)
    const heard = new Inbox<string>()
    ws.on('message', data => heard.add(String(data)))
    ws.on('error', () => {})
    const open = new Promise<void>(resolve => ws.once('open', resolve))
    const closed = new Promise<number>(resolve => ws.once('close', resolve))
    return { ws, heard, open, closed }
  }
  return {
    gateway,
    events,
    client,
    /** A connected client, with the connection id of the first client that connected. */
    opened: async (...args: Parameters<typeof client>) => {
      const opening = client(...args)
      await opening.open
      const { requestContext } = await eventOf(events, 'CONNECT')
      return { ...opening, connectionId: requestContext.connectionId }
    },
    /** The HTTP status of a refused handshake. */
    refusal: async (protocols: string[] = []) => {
      const { ws } = client(protocols)
      const [, res] = await once(ws, 'unexpected-response')
      return res.statusCode as number
    },
  }
}

export const aFrame = (at = 'now'): ServerFrame => ({ type: 'pong', at })

/** The first lines of a handshake, to send unchanged. */
export const HANDSHAKE =
  'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
