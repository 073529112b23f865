import type { ServerResponse } from 'node:http'

/** A response to a request. */
export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: string | Buffer
}

/** Forbids browsers to guess the type of an answer. Functions set this header themselves. */
export const NOSNIFF = { 'x-content-type-options': 'nosniff' } as const

/** Makes one of the gateway's own answers: `{"message": …}`. */
export const gatewayAnswer = (statusCode: number, message: string): Answer => ({
  statusCode,
  headers: { ...NOSNIFF, 'content-type': 'application/json' },
  cookies: [],
  body: JSON.stringify({ message }),
})

export const NOT_FOUND = gatewayAnswer(404, 'Not Found')
export const BAD_REQUEST = gatewayAnswer(400, 'Bad Request')
export const TOO_SLOW = gatewayAnswer(408, 'Request Timeout')
export const TOO_LARGE = gatewayAnswer(413, 'Request Entity Too Large')
export const INTERNAL_ERROR = gatewayAnswer(500, 'Internal Server Error')
export const UNAVAILABLE = gatewayAnswer(503, 'Service Unavailable')

/**
 * Reads a function's result as an HTTP API does: a result with a `statusCode` is a response, anything else is the body
 * of a 200. Returns undefined if the result is malformed.
 */
export const readResult = (result: unknown): Answer | undefined => {
  if (!isRecord(result) || result.statusCode === undefined || result.statusCode === null) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null)
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: [], body }
  }
  const statusCode = Number(result.statusCode)
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) return undefined
  const body = result.body ?? ''
  if (typeof body !== 'string') return undefined
  const headers = readHeaders(result.headers ?? {})
  const cookies = result.cookies ?? []
  if (headers === undefined || !isStrings(cookies)) return undefined
  return { statusCode, headers, cookies, body: result.isBase64Encoded === true ? Buffer.from(body, 'base64') : body }
}

/**
 * Sends an answer, unless the caller has disconnected or already has one. Throws, and sends nothing, if a header is
 * invalid or would split the response.
 */
export const sendAnswer = (res: ServerResponse, { statusCode, headers, cookies, body }: Answer): void => {
  if (res.headersSent || res.destroyed) return
  const wire: Record<string, string | number | string[]> = { ...headers }
  if (statusCode !== 204 && statusCode !== 304) wire['content-length'] = Buffer.byteLength(body)
  if (cookies.length > 0) wire['set-cookie'] = [...cookies]
  res.writeHead(statusCode, wire)
  res.end(body)
}

/** Headers that only the gateway sets: a function's values would break the message. */
const OWN = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

const readHeaders = (given: unknown): Readonly<Record<string, string>> | undefined => {
  if (!isRecord(given)) return undefined
  if (areReadable(given)) return given
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue
    if (typeof value === 'object') return undefined
    const lower = name.toLowerCase()
    if (!OWN.has(lower)) headers[lower] = String(value)
  }
  headers['content-type'] ??= 'text/plain;charset=UTF-8'
  return headers
}

/** Whether headers are as they go out already, which spares most answers a copy. */
const areReadable = (given: Readonly<Record<string, unknown>>): given is Readonly<Record<string, string>> => {
  for (const name in given) {
    if (typeof given[name] !== 'string' || name !== name.toLowerCase() || OWN.has(name)) return false
  }
  return given['content-type'] !== undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')
