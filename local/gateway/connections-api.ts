import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from './body.ts'
import { gatewayId } from './ids.ts'
import { MAX_PAYLOAD_BYTES, ON_REQUEST, type Sockets } from './sockets.ts'

/** The stage at the beginning is optional. */
const PATH = /^(?:\/[\w$-]+)?\/(?:@|%40)connections\/([^/?]+)$/

/**
 * The `@connections` API of a WebSocket API, as the AWS SDK calls it: POST sends the body as a frame, GET describes a
 * connection, DELETE closes it. Returns false for any other path. Checks no signature: keep it off public addresses.
 */
export const connectionsApi =
  (sockets: Sockets) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const [, encoded] = PATH.exec(req.url ?? '') ?? []
    if (encoded === undefined) return false
    const connectionId = decode(encoded)
    if (connectionId === undefined) return refuse(res, 400, 'BadRequestException', 'Invalid connectionId')
    switch (req.method) {
      case 'POST': {
        const body = await readBody(req, MAX_PAYLOAD_BYTES)
        if (body === 'aborted') return true
        if (typeof body === 'string' && body !== 'none')
          return refuse(res, 413, 'PayloadTooLargeException', 'Message too long')
        const bytes = body === 'none' ? Buffer.alloc(0) : body
        return sockets.post(connectionId, bytes) === 'sent' ? send(res, 200) : gone(res)
      }
      case 'GET': {
        const info = sockets.info(connectionId)
        if (info === undefined) return gone(res)
        const { connectedAt, sourceIp, userAgent } = info.caller
        return send(res, 200, {
          connectedAt: new Date(connectedAt).toISOString(),
          identity: { sourceIp, userAgent: userAgent ?? '' },
          lastActiveAt: new Date(info.lastActiveAt).toISOString(),
        })
      }
      case 'DELETE':
        return sockets.end(connectionId, ON_REQUEST) ? send(res, 204) : gone(res)
      default:
        return refuse(res, 403, 'ForbiddenException', 'Forbidden')
    }
  }

const decode = (encoded: string): string | undefined => {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

const gone = (res: ServerResponse): true => refuse(res, 410, 'GoneException', 'Gone')

const refuse = (res: ServerResponse, status: number, type: string, message: string): true => {
  res.setHeader('x-amzn-errortype', type)
  // The unread rest of a body that is too long would be parsed as the next request.
  if (status === 413) res.setHeader('connection', 'close')
  return send(res, status, { message })
}

const send = (res: ServerResponse, status: number, body?: unknown): true => {
  const text = body === undefined ? '' : JSON.stringify(body)
  res.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': gatewayId(),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
  })
  res.end(text)
  return true
}
