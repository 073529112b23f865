import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Log } from '../../lib/session/ports.ts'
import type { Admission, Lane } from '../admission/admission.ts'
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
 * The service takes frames of 32 KB and messages of 128 KB in several frames. Here a whole message is bound to 32 KB: what
 * fits here fits there.
 */
const MAX_MESSAGE_BYTES = 32 * 1024
const TOO_LARGE: Closing = { code: 1009, reason: 'Message too big' }
const NO_BINARY: Closing = { code: 1003, reason: 'Binary frames are not supported' }

/** Who is let in, and what those hear who are not. */
export interface Doors {
  readonly admission: Admission
  laneOfHandshake(req: IncomingMessage): Lane
  laneOfFrame(socket: Lane, body: string): Lane
  overloadedFrame(body: string, retryAfterSeconds: number): ServerFrame
  /** Frames of one socket under way at once. */
  readonly framesAtOnce: number
}

interface Accepted {
  readonly caller: Caller
  readonly lane: Lane
  readonly protocol: string | undefined
}

/** A WebSocket API: `$connect` before the handshake completes, `$default` for every message, `$disconnect` after the end. */
export const socketApi = ({
  path,
  handler,
  invocations,
  timeoutMs,
  sockets,
  doors: { admission, laneOfHandshake, laneOfFrame, overloadedFrame, framesAtOnce },
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

  const open = ({ caller, lane: socketLane }: Accepted, ws: WebSocket): void => {
    let fault: Closing | undefined
    let underWay = 0
    sockets.add(caller, ws)
    const admit = async (body: string): Promise<void> => {
      const lane = laneOfFrame(socketLane, body)
      if (underWay >= framesAtOnce || !admission.enter(lane)) {
        sockets.touch(caller.connectionId)
        const refusal = overloadedFrame(body, admission.retryAfterSeconds())
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
      const lane = laneOfHandshake(req)
      if (!admission.enter(lane)) {
        const retryAfter = { 'Retry-After': admission.retryAfterSeconds() }
        return verdict(false, 503, JSON.stringify({ message: STATUS_CODES[503] }), { ...JSON_TYPE, ...retryAfter })
      }
      void invoke(connectEvent(caller, req)).then(outcome => {
        admission.leave(lane)
        const { status, protocol } = judge(outcome)
        if (status >= 300)
          return verdict(false, status, JSON.stringify({ message: STATUS_CODES[status] ?? 'Error' }), JSON_TYPE)
        accepted.set(req, { caller, lane, protocol })
        verdict(true)
        // The client left meanwhile: its function believes it connected, and nobody else will tell it otherwise.
        if (sockets.info(caller.connectionId) === undefined) {
          log.debug('a client left before its handshake was over', { connectionId: caller.connectionId })
          void disconnect(caller, { code: 1006, reason: REASONS[1006] ?? '' })
        }
      })
    },
  })

  /** For a server's `upgrade` event. */
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

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** What the service writes where the client gave no reason; of other codes nothing, a browser's 1001 among them. */
const REASONS: Readonly<Record<number, string>> = {
  1005: 'Client-side close frame status not set',
  1006: 'Connection closed abnormally',
}

/** What `$connect` came to: the status of the handshake and the subprotocol that the function chose. */
const judge = (outcome: Outcome<Awaited<ReturnType<SocketHandler>>>): { status: number; protocol?: string } => {
  if (outcome.status === 'timeout') return { status: 504 }
  if (outcome.status === 'failed') return { status: 500 }
  const status = Number(outcome.result?.statusCode ?? 500)
  if (!Number.isInteger(status) || status < 200 || status > 599) return { status: 500 }
  for (const [name, value] of Object.entries(outcome.result?.headers ?? {}))
    if (name.toLowerCase() === 'sec-websocket-protocol') return { status, protocol: String(value) }
  return { status }
}

const refuse = (socket: Duplex, status: number): void => {
  const body = JSON.stringify({ message: STATUS_CODES[status] })
  socket.on('error', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
