import type { IncomingMessage } from 'node:http'
import { parse } from 'node:querystring'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { encodeBody } from './body.ts'
import { gatewayId, logTime, traceId } from './ids.ts'
import type { Match } from './router.ts'

/** The account and API ids in events. */
export const ACCOUNT_ID = '000000000000'
export const API_ID = 'local'

/** The parts of a request's target. `path` is decoded and cut at a decoded `?`, as HTTP APIs do. */
export interface Target {
  readonly path: string
  readonly query: string
}

/** Returns undefined if the target is not a valid URI. */
export const parseTarget = (url: string): Target | undefined => {
  const mark = url.indexOf('?')
  const raw = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark + 1)
  if (!raw.startsWith('/')) return undefined
  const path = raw.includes('%') ? decode(raw) : raw
  return path === undefined ? undefined : { path, query }
}

const decode = (raw: string): string | undefined => {
  try {
    const path = decodeURIComponent(raw)
    const mark = path.indexOf('?')
    return mark === -1 ? path : path.slice(0, mark)
  } catch {
    return undefined
  }
}

/** Makes the event (payload format 2.0) of a request, with the same keys as real events. `bytes`: its body, if any. */
export const httpEvent = (
  req: IncomingMessage,
  { path, query }: Target,
  { routeKey, parameters }: Pick<Match<unknown>, 'routeKey' | 'parameters'>,
  bytes: Buffer | undefined,
): APIGatewayProxyEventV2 => {
  const now = Date.now()
  const method = req.method ?? 'GET'
  const { headers, cookies } = headersOf(req, now)
  const domainName = headers.host ?? ''
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: API_ID,
      domainName,
      domainPrefix: domainName.split('.', 1)[0] ?? '',
      http: {
        method,
        path,
        protocol: `HTTP/${req.httpVersion}`,
        sourceIp: sourceIp(req),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: gatewayId(),
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    isBase64Encoded: false,
  }
  if (cookies !== undefined) event.cookies = cookies
  if (query !== '') event.queryStringParameters = queryOf(query)
  if (parameters !== undefined) event.pathParameters = parameters
  if (bytes !== undefined) Object.assign(event, encodeBody(bytes, headers['content-type']))
  return event
}

/** The caller's address. Converts IPv4 in IPv6 to IPv4. */
export const sourceIp = ({ socket }: IncomingMessage): string => {
  const address = socket.remoteAddress ?? '127.0.0.1'
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

const headersOf = (req: IncomingMessage, now: number) => {
  const headers: Record<string, string | undefined> = {}
  let cookies: string[] | undefined
  const raw = req.rawHeaders
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    const value = raw[i + 1] ?? ''
    if (HOP_BY_HOP.has(name)) continue
    if (name === 'cookie') {
      cookies ??= []
      for (const cookie of value.split(/; */)) if (cookie !== '') cookies.push(cookie)
      continue
    }
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value
  }
  headers['content-length'] ??= '0'
  headers['x-amzn-trace-id'] ??= traceId(now)
  const forwarded = headers['x-forwarded-for']
  headers['x-forwarded-for'] = forwarded === undefined ? sourceIp(req) : `${forwarded}, ${sourceIp(req)}`
  headers['x-forwarded-port'] ??= String(req.socket.localPort ?? '')
  headers['x-forwarded-proto'] ??= 'http'
  return { headers, cookies }
}

/** Headers of the connection, which never reach a function. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'te',
  'trailer',
  'expect',
])

/** Decodes a query. Joins the values of a repeated key with commas. Accepts invalid encodings. */
const queryOf = (query: string): Record<string, string> => {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(parse(query, '&', '=', { maxKeys: 0 })))
    parameters[name] = Array.isArray(value) ? value.join(',') : (value ?? '')
  return parameters
}
