import type { IncomingMessage } from 'node:http'
import type { Answer } from './http-result.ts'

/**
 * The requests that pages of any origin may make. Equal to `CorsConfiguration` in infra/http.yml; test/template
 * compares them.
 */
export const CORS = {
  allowOrigin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'x-bp-workspace'],
  exposeHeaders: ['retry-after', 'x-request-id'],
  maxAgeSeconds: 3600,
} as const

/** The method that a preflight asks for. Undefined for other requests. */
export const preflightMethod = ({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined =>
  method === 'OPTIONS' && headers.origin !== undefined ? headers['access-control-request-method'] : undefined

/** The answer to a preflight of an existing route. No function is called. */
export const PREFLIGHT: Answer = {
  statusCode: 204,
  headers: {
    'access-control-allow-methods': CORS.allowMethods.join(','),
    'access-control-allow-headers': CORS.allowHeaders.join(','),
    'access-control-max-age': String(CORS.maxAgeSeconds),
  },
  cookies: [],
  body: '',
}

/** Adds the gateway's CORS headers to the answer to a page's request. They replace the function's own. */
export const withCors = ({ headers: { origin } }: Pick<IncomingMessage, 'headers'>, answer: Answer): Answer => {
  if (origin === undefined) return answer
  const own = answer === PREFLIGHT ? PREFLIGHT.headers : withoutCors(answer.headers)
  const expose = answer === PREFLIGHT ? {} : { 'access-control-expose-headers': CORS.exposeHeaders.join(',') }
  return { ...answer, headers: { ...own, 'access-control-allow-origin': CORS.allowOrigin, ...expose } }
}

const withoutCors = (headers: Answer['headers']): Answer['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')))
