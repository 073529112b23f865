import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../../lib/ports/system.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Admission, Lane } from '../admission/admission.ts'
import type { ReadFrame, Visitor } from '../admission/lanes.ts'
import { NOSNIFF } from './http-result.ts'
import type { Invocations, Outcome } from './lambda.ts'
import {
  type Caller,
  callerOf,
  connectEvent,
  disconnectEvent,
  messageEvent,
  type SocketEvent,
  type SocketHandler,
} from './socket-events.ts'
import type { Closing, Sockets } from './sockets.ts'

/**
 * API Gateway accepts frames of 32 KB, and messages of 128 KB in several frames. The limit here is 32 KB for a whole
 * message, so messages that fit here fit there.
 */
const MAX_MESSAGE_BYTES = 32 * 1024
const TOO_LARGE: Closing = { code: 1009, reason: 'Message too big' }
const NO_BINARY: Closing = { code: 1003, reason: 'Binary frames are not supported' }

/** Admission of handshakes and frames, and the answers to refused ones. */
export interface Doors {
  readonly admission: Admission
  /** Returns undefined for a handshake that offers more than one token. */
  visitorOf(req: IncomingMessage): Visitor | undefined
  readFrame(socket: Lane, body: string): ReadFrame
  overloadedFrame(frame: ReadFrame, retryAfterSeconds: number): ServerFrame
  /** The most frames of one socket in progress at once. */
  readonly framesAtOnce: number
  /** The most sockets of one user open at once. */
  readonly userSockets: number
}

interface Accepted {
  readonly caller: Caller
  readonly visitor: Visitor
  readonly protocol: string | undefined
}

/**
 * A WebSocket API: calls `$connect` before the handshake completes, `$default` for each message, `$disconnect` at the
 * end.
 */
export const socketApi = ({
  path,
  handler,
  invocations,
  timeoutMs,
  sockets,
  doors: { admission, visitorOf, readFrame, overloadedFrame, framesAtOnce, userSockets },
  log,
}: {
  path: string
  handler: SocketHandler
  invocations: Invocations
  /** How long the function may take. */
  timeoutMs: number
  sockets: Sockets
  doors: Doors
  log: Log
}) => {
  const stage = path.split('/').filter(Boolean).join('-') || '$default'
  const accepted = new WeakMap<IncomingMessage, Accepted>()
  const invoke = (event: SocketEvent) => invocations.run(handler, event, event.requestContext.routeKey, timeoutMs)

  const disconnect = (caller: Caller, { code, reason }: Closing) => invoke(disconnectEvent(caller, code, reason))

  const receive = async (caller: Caller, body: string): Promise<void> => {
    sockets.touch(caller.connectionId)
    const event = messageEvent(caller, body)
    const outcome = await invoke(event)
    if (outcome.status === 'done') return
    const message = outcome.status === 'timeout' ? 'Endpoint request timed out' : 'Internal server error'
    const { connectionId, requestId } = event.requestContext
    sockets.post(connectionId, Buffer.from(JSON.stringify({ message, connectionId, requestId })))
  }

  const hasRoomFor = ({ user }: Visitor) => user === undefined || sockets.countOf(user) < userSockets

  const open = ({ caller, visitor }: Accepted, ws: WebSocket): void => {
    let fault: Closing | undefined
    let underWay = 0
    sockets.add(caller, ws, visitor.user)
    const admit = async (body: string): Promise<void> => {
      const frame = readFrame(visitor.lane, body)
      const { lane } = frame
      if (underWay >= framesAtOnce || !admission.enter(lane)) {
        sockets.touch(caller.connectionId)
        const refusal = overloadedFrame(frame, admission.retryAfterSeconds())
        sockets.post(caller.connectionId, Buffer.from(JSON.stringify(refusal)))
        return
      }
      underWay++
      try {
        await receive(caller, body)
      } finally {
        underWay--
        admission.leave(lane)
      }
    }
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) sockets.end(caller.connectionId, NO_BINARY)
      else void admit(data.toString('utf8'))
    })
    ws.on('error', error => {
      log.debug('a socket failed', { connectionId: caller.connectionId, error: error.message })
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') fault = TOO_LARGE
    })
    ws.on('close', (code, reason) => {
      const closing = sockets.remove(caller.connectionId) ?? fault
      void disconnect(caller, closing ?? { code, reason: reason.toString() || (REASONS[code] ?? '') })
    })
  }

  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (_, req) => accepted.get(req)?.protocol ?? false,
    verifyClient: ({ req }, verdict) => {
      const caller = callerOf(req, stage)
      const visitor = visitorOf(req)
      const refuseClient = (status: number, headers = {}) =>
        verdict(false, status, messageOf(status), { ...JSON_TYPE, ...headers })
      const retryAfter = () => ({ 'Retry-After': admission.retryAfterSeconds() })
      if (visitor === undefined) return refuseClient(400)
      // The token is not verified yet: forged ones are refused here too, and do not count as the user's sockets.
      if (!hasRoomFor(visitor)) return refuseClient(429, retryAfter())
      const { lane } = visitor
      if (!admission.enter(lane)) return refuseClient(503, retryAfter())
      void invoke(connectEvent(caller, req)).then(outcome => {
        admission.leave(lane)
        const { status, protocol } = judge(outcome)
        if (status >= 300) return refuseClient(status)
        // The user may have opened other sockets meanwhile.
        if (!hasRoomFor(visitor)) {
          void disconnect(caller, { code: 1008, reason: 'Too many connections' })
          return refuseClient(429, retryAfter())
        }
        accepted.set(req, { caller, visitor, protocol })
        verdict(true)
        // The client disconnected meanwhile. The function saw `$connect`, so it needs a `$disconnect`.
        if (sockets.info(caller.connectionId) === undefined) {
          log.debug('a client closed the connection during the handshake', { connectionId: caller.connectionId })
          void disconnect(caller, { code: 1006, reason: REASONS[1006] ?? '' })
        }
      })
    },
  })

  /** Handles a server's `upgrade` event. */
  return (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = req.url ?? '/'
    const mark = url.indexOf('?')
    if ((mark === -1 ? url : url.slice(0, mark)) !== path) {
      refuse(socket, 403)
      return
    }
    server.handleUpgrade(req, socket, head, ws => {
      const admitted = accepted.get(req)
      if (admitted === undefined) return ws.terminate()
      open(admitted, ws)
    })
  }
}

const JSON_TYPE = { ...NOSNIFF, 'Content-Type': 'application/json' }

const messageOf = (status: number) => JSON.stringify({ message: STATUS_CODES[status] ?? 'Error' })

/** API Gateway's text if the client gave no reason. Other codes get no text, not even a browser's 1001. */
const REASONS: Readonly<Record<number, string>> = {
  1005: 'Client-side close frame status not set',
  1006: 'Connection closed abnormally',
}

/** Reads the outcome of `$connect`: the status of the handshake and the subprotocol that the function chose. */
const judge = (outcome: Outcome<Awaited<ReturnType<SocketHandler>>>): { status: number; protocol?: string } => {
  if (outcome.status === 'timeout') return { status: 504 }
  if (outcome.status === 'failed') return { status: 500 }
  const status = Number(outcome.result?.statusCode ?? 500)
  if (!Number.isInteger(status) || status < 200 || status > 599) return { status: 500 }
  for (const [name, value] of Object.entries(outcome.result?.headers ?? {}))
    if (name.toLowerCase() === 'sec-websocket-protocol') return { status, protocol: String(value) }
  return { status }
}

/** Refuses an upgrade, and closes its connection. */
export const refuse = (socket: Duplex, status: number, message = STATUS_CODES[status]): void => {
  const body = JSON.stringify({ message })
  socket.on('error', () => socket.destroy())
  const headers = { Connection: 'close', ...JSON_TYPE, 'Content-Length': Buffer.byteLength(body) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}
