import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { SocketGateway } from '../../lib/ports/outside.ts'
import type { Log } from '../../lib/ports/system.ts'
import { type Admission, everybody } from '../admission/admission.ts'
import { laneOfRequest, overloadedFrame, overloadedProblem, readFrame, visitorOf } from '../admission/lanes.ts'
import { Bodies, type BodyLimits } from './bodies.ts'
import { connectionsApi } from './connections-api.ts'
import { isServed } from './hosts.ts'
import { type Extra, type HostRefusal, httpApi, type Route } from './http.ts'
import { Invocations } from './lambda.ts'
import { listen } from './listen.ts'
import { refuse, socketApi } from './socket-api.ts'
import type { SocketHandler } from './socket-events.ts'
import { Sockets } from './sockets.ts'
import { isWebSocketUpgrade, serveWithoutUpgrade } from './upgrades.ts'

export type { Extra, HttpHandler, ReadBody, Route } from './http.ts'
export type { SocketEvent, SocketHandler, SocketRequestContext } from './socket-events.ts'

export interface GatewayOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly routes: readonly Route[]
  readonly socket: { readonly path: string; readonly handler: SocketHandler }
  /** Called for requests that match no route. */
  readonly extra?: Extra
  /** Decides on requests and frames. Default: admits everything. */
  readonly admission?: Admission
  /** Host names that requests may name besides the loopback names. Default: any name. */
  readonly hosts?: readonly string[]
  readonly log: Log
  readonly limits?: {
    /** How long a function may take, 30 s by default. After that the caller gets 503, and the function goes on. */
    readonly integrationTimeoutMs?: number
    /** The same for an event of a socket: 29 s by default, and at most `integrationTimeoutMs`. */
    readonly socketTimeoutMs?: number
    /** Closes a socket after this long without a message in either direction, 10 min by default. */
    readonly socketIdleMs?: number
    /** Closes a socket at this age, even a busy one, 2 h by default. */
    readonly socketMaxMs?: number
    /** Frames of one socket in progress at once, 256 by default. More are refused. */
    readonly framesAtOnce?: number
    /** Connections open at once, sockets included, 16,384 by default. More are closed when they open. */
    readonly connections?: number
    /** Sockets open at once with one user's token, 32 by default. More are refused. */
    readonly userSockets?: number
    /** The most bytes that may wait for slow clients, over all sockets: 256 MB by default. */
    readonly backlogBytes?: number
    /** The longest body: 10 MB by default, the limit of an HTTP API. */
    readonly bodyBytes?: number
    /** Limits on incomplete bodies. */
    readonly bodies?: Partial<BodyLimits>
  }
}

export interface Gateway {
  /** `http://host:port`, without a slash at its end. */
  readonly url: string
  readonly socketUrl: string
  readonly port: number
  /** Pushes and closes without HTTP. */
  readonly sockets: SocketGateway
  /** The `@connections` API. Serve it only to the runner's own SDK clients. */
  readonly connections: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>
  /** Closes all sockets (1001), waits for running functions, and frees the port. */
  close(): Promise<void>
}

/**
 * The limit of request line and headers; over it, 431. AWS counts only the values, so requests that fit here fit there.
 */
const MAX_HEADER_BYTES = 10_240
/**
 * How long a client may take for its headers, and for a whole request. The limit of a body is shorter (`Bodies`); this
 * one ends requests whose body is not read.
 */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 15_000
/** How often Node checks for requests that take too long. */
const TIMEOUTS_EVERY_MS = 2_000
/** How long `close` waits for clients, and then for functions. */
const GRACE_MS = 2_000
/** How long `close` then waits for answers that are being written. */
const FLUSH_MS = 300

const UNKNOWN_HOST =
  'Interlude does not serve this host name. Behind a proxy, add it to INTERLUDE_HOSTS or --hosts, for example INTERLUDE_HOSTS=chat.example.org.'

/** API Gateway's HTTP API (payload format 2.0) and WebSocket API on one port. Rejects if the port is taken. */
export const startGateway = async ({
  host,
  port,
  routes,
  socket,
  extra = () => false,
  admission = everybody,
  hosts,
  log,
  limits: {
    integrationTimeoutMs = 30_000,
    socketTimeoutMs = 29_000,
    socketIdleMs = 600_000,
    socketMaxMs = 7_200_000,
    framesAtOnce = 256,
    connections = 16_384,
    userSockets = 32,
    backlogBytes = 256 * 1024 * 1024,
    bodyBytes = 10 * 1024 * 1024,
    bodies,
  } = {},
}: GatewayOptions): Promise<Gateway> => {
  const invocations = new Invocations(log, integrationTimeoutMs)
  const sockets = new Sockets({ idleMs: socketIdleMs, maxMs: socketMaxMs, backlogBytes })
  const hostRefusal: HostRefusal = ({ headers }) =>
    hosts === undefined || isServed(headers.host, hosts) ? undefined : UNKNOWN_HOST
  const server = createServer(
    {
      keepAliveTimeout: 75_000,
      noDelay: true,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUTS_EVERY_MS,
      shouldUpgradeCallback: isWebSocketUpgrade,
    },
    httpApi({
      routes,
      extra,
      invocations,
      admission,
      laneOfRequest,
      overloaded: overloadedProblem,
      hostRefusal,
      bodies: new Bodies(bodies),
      maxBodyBytes: bodyBytes,
      log,
    }),
  )
  const doors = { admission, visitorOf, readFrame, overloadedFrame, framesAtOnce, userSockets }
  const timeoutMs = Math.min(socketTimeoutMs, integrationTimeoutMs)
  const upgrade = socketApi({ ...socket, invocations, timeoutMs, sockets, doors, log })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (req, connection, head) => {
    if (!isWebSocketUpgrade(req)) return serveWithoutUpgrade(server, req, connection, head)
    const refusal = hostRefusal(req)
    if (refusal !== undefined) return refuse(connection, 421, refusal)
    upgraded.add(connection)
    connection.once('close', () => upgraded.delete(connection))
    upgrade(req, connection, head)
  })
  const { port: bound, close: closeListeners } = await listen(server, port, host, connections)
  const authority = `${host.includes(':') ? `[${host}]` : host}:${bound}`
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const closed = closeListeners()
    await sockets.shutDown(GRACE_MS)
    await invocations.drain(GRACE_MS)
    // Destroy handshakes whose function is still running: the server waits for them, but `closeAllConnections` skips
    // them.
    for (const connection of upgraded) connection.destroy()
    const impatience = setTimeout(() => server.closeAllConnections(), FLUSH_MS)
    // Not at once: answers of functions that just ended are still being written.
    setImmediate(() => server.closeIdleConnections())
    await closed
    clearTimeout(impatience)
  }
  return {
    url: `http://${authority}`,
    socketUrl: `ws://${authority}${socket.path}`,
    port: bound,
    sockets,
    connections: connectionsApi(sockets),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
