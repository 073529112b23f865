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
  /** 0: any free one. */
  readonly port: number
  readonly routes: readonly Route[]
  readonly socket: { readonly path: string; readonly handler: SocketHandler }
  /** Asked for what no route matches. */
  readonly extra?: Extra
  /** Who is let in; everybody, if left out. */
  readonly admission?: Admission
  /** Names under which requests may come beside the loopback ones; under any name, if left out. */
  readonly hosts?: readonly string[]
  readonly log: Log
  readonly limits?: {
    /** How long a function may take, 30 s by default; the caller then gets 503, the function lives on. */
    readonly integrationTimeoutMs?: number
    /** The same for an event of a socket: 29 s by default, and never more than a request has. */
    readonly socketTimeoutMs?: number
    /** Without a message either way, 10 min by default. */
    readonly socketIdleMs?: number
    /** However busy it is, 2 h by default. */
    readonly socketMaxMs?: number
    /** Frames of one socket that are under way at once; more are turned away. */
    readonly framesAtOnce?: number
    /** Open at once, sockets among them; more are closed as they come. */
    readonly connections?: number
    /** Open at once by one user's token, 32 by default; more are refused. */
    readonly userSockets?: number
    /** The most that may wait for slow clients (bytes), of all sockets together: 256 MB by default. */
    readonly backlogBytes?: number
    /** Of one body, as much as an HTTP API takes by default. */
    readonly bodyBytes?: number
    /** Counts bodies that have not arrived yet. */
    readonly bodies?: Partial<BodyLimits>
  }
}

export interface Gateway {
  /** `http://host:port`, no slash at its end. */
  readonly url: string
  readonly socketUrl: string
  readonly port: number
  /** Push and close without HTTP in between. */
  readonly sockets: SocketGateway
  /** The `@connections` API, to be served where only the runner's own SDK clients reach it. */
  readonly connections: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>
  /** Closes all sockets (1001), lets what runs come to an end, and frees the port. */
  close(): Promise<void>
}

/** Of request line and headers. The service counts the values alone: what fits here fits there. Past it, 431. */
const MAX_HEADER_BYTES = 10_240
/**
 * How long a client may take for its headers, and for a whole request. A body's own limit is shorter (`Bodies`); this one ends
 * requests whose body nobody reads.
 */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 15_000
/** How often Node looks for requests that take too long. */
const TIMEOUTS_EVERY_MS = 2_000
/** How long closing waits for clients, then for functions. */
const GRACE_MS = 2_000
/** And then for what is being written. */
const FLUSH_MS = 300

const UNKNOWN_HOST =
  'Interlude does not serve this host name. Behind a proxy, add it to INTERLUDE_HOSTS or --hosts, for example INTERLUDE_HOSTS=chat.example.org.'

/** API Gateway's HTTP API (payload format 2.0) and WebSocket API on one port. Rejects where the port is taken. */
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
    // A handshake whose function is still at it: the server no longer counts it among its own, and yet waits for it.
    for (const connection of upgraded) connection.destroy()
    const impatience = setTimeout(() => server.closeAllConnections(), FLUSH_MS)
    // Not at once: the answers of what just came to an end are still being written.
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
