import { once } from 'node:events'
import { connect } from 'node:net'
import type { Log } from '../../lib/ports/system.ts'
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts'
import type { SocketEvent } from './socket-events.ts'

/** A log for tests that records its lines and prints nothing. */
export const quietLog = (): Log & { readonly lines: string[] } => {
  const lines: string[] = []
  const line = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
    void lines.push(`${message} ${JSON.stringify(details)}`)
  return { lines, debug: line, info: line, warn: line, error: line }
}

/** A gateway on a free port. The defaults do nothing. */
export const aGateway = (options: Partial<GatewayOptions> = {}): Promise<Gateway> =>
  startGateway({
    host: '127.0.0.1',
    port: 0,
    routes: [],
    socket: { path: '/ws', handler: async () => ({ statusCode: 200 }) },
    log: quietLog(),
    ...options,
  })

/** The items that arrived, in order, and a way to wait for more. */
export class Inbox<T> {
  readonly items: T[] = []
  #arrived = Promise.withResolvers<void>()

  add(item: T): void {
    this.items.push(item)
    this.#arrived.resolve()
    this.#arrived = Promise.withResolvers<void>()
  }

  /** Resolves with the first item that `wanted` accepts, once it has arrived. */
  async find(wanted: (item: T) => boolean): Promise<T> {
    for (;;) {
      const found = this.items.find(wanted)
      if (found !== undefined) return found
      await this.#arrived.promise
    }
  }
}

/** Resolves with the first event of a type, once the function has received it. */
export const eventOf = (inbox: Inbox<SocketEvent>, eventType: SocketEvent['requestContext']['eventType']) =>
  inbox.find(event => event.requestContext.eventType === eventType)

/** Sends bytes unchanged, without an HTTP client, and returns everything that the server sends. */
export const raw = async (port: number, request: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(request, 'latin1')
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}
