import type { IncomingMessage } from 'node:http'
import { parse } from 'node:querystring'
import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyStructuredResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
  Context,
} from 'aws-lambda'
import { API_ID, sourceIp } from './http-event.ts'
import { gatewayId, logTime, traceId } from './ids.ts'

/** Only a MESSAGE has a `messageId`, although the packaged type always requires it. */
export interface SocketRequestContext extends APIGatewayEventWebsocketRequestContextV2 {
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string }
  readonly disconnectStatusCode?: number
  readonly disconnectReason?: string
}

/** The event that a WebSocket API passes to its function. Header names are as the client wrote them. */
export interface SocketEvent extends APIGatewayProxyWebsocketEventV2WithRequestContext<SocketRequestContext> {
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  queryStringParameters?: Record<string, string>
  multiValueQueryStringParameters?: Record<string, string[]>
}

/**
 * The function behind a WebSocket API. It answers `$connect` with a 2xx to accept; results of other events are ignored.
 */
export type SocketHandler = (
  event: SocketEvent,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2 | undefined>

/** The properties of a connection that its handshake determines. */
export interface Caller {
  readonly connectionId: string
  readonly connectedAt: number
  readonly domainName: string
  readonly stage: string
  readonly sourceIp: string
  readonly userAgent: string | undefined
}

export const callerOf = (req: IncomingMessage, stage: string): Caller => ({
  connectionId: gatewayId(),
  connectedAt: Date.now(),
  domainName: req.headers.host ?? '',
  stage,
  sourceIp: sourceIp(req),
  userAgent: req.headers['user-agent'],
})

export const connectEvent = (caller: Caller, req: IncomingMessage): SocketEvent => {
  const multiValueHeaders = headersOf(req)
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(multiValueHeaders)) headers[name] = values.at(-1) ?? ''
  const mark = req.url?.indexOf('?') ?? -1
  const query = mark === -1 ? '' : (req.url?.slice(mark + 1) ?? '')
  return {
    headers,
    multiValueHeaders,
    ...(query === '' ? {} : queryOf(query)),
    requestContext: contextOf(caller, { routeKey: '$connect', eventType: 'CONNECT' }),
    isBase64Encoded: false,
  }
}

export const messageEvent = (caller: Caller, body: string): SocketEvent => ({
  requestContext: contextOf(caller, { routeKey: '$default', eventType: 'MESSAGE', messageId: gatewayId() }),
  body,
  isBase64Encoded: false,
})

export const disconnectEvent = (caller: Caller, statusCode: number, reason: string): SocketEvent => {
  const headers = { Host: caller.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: contextOf(caller, {
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: statusCode,
      disconnectReason: reason,
    }),
    isBase64Encoded: false,
  }
}

const contextOf = (
  { connectionId, connectedAt, domainName, stage, sourceIp, userAgent }: Caller,
  about: Pick<SocketRequestContext, 'routeKey' | 'eventType'> & Partial<SocketRequestContext>,
): SocketRequestContext => {
  const now = Date.now()
  const requestId = gatewayId()
  return {
    ...about,
    extendedRequestId: requestId,
    requestTime: logTime(now),
    messageDirection: 'IN',
    stage,
    connectedAt,
    requestTimeEpoch: now,
    identity: userAgent === undefined ? { sourceIp } : { userAgent, sourceIp },
    requestId,
    domainName,
    connectionId,
    apiId: API_ID,
    // The packaged type always requires a messageId; only a MESSAGE has one.
  } as SocketRequestContext
}

const headersOf = (req: IncomingMessage): Record<string, string[]> => {
  const headers: Record<string, string[]> = {}
  const raw = req.rawHeaders
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (/^(?:connection|upgrade|keep-alive)$/i.test(name)) continue
    const value = raw[i + 1] ?? ''
    if (Object.hasOwn(headers, name)) headers[name]?.push(value)
    else headers[name] = [value]
  }
  headers['X-Amzn-Trace-Id'] ??= [traceId(Date.now())]
  headers['X-Forwarded-For'] ??= [sourceIp(req)]
  headers['X-Forwarded-Port'] ??= [String(req.socket.localPort ?? '')]
  headers['X-Forwarded-Proto'] ??= ['http']
  return headers
}

const queryOf = (query: string) => {
  const queryStringParameters: Record<string, string> = {}
  const multiValueQueryStringParameters: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(parse(query, '&', '=', { maxKeys: 0 }))) {
    const values = Array.isArray(value) ? value : [value ?? '']
    queryStringParameters[name] = values.at(-1) ?? ''
    multiValueQueryStringParameters[name] = values
  }
  return { queryStringParameters, multiValueQueryStringParameters }
}
