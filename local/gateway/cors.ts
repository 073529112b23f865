import type { IncomingMessage } from 'node:http'
import type { Answer } from './http-result.ts'

/** The requests that pages of any origin may make, as `CorsConfiguration` in infra/http.yml has it; test/template compares the two. */
export const CORS = {
  allowOrigin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'x-bp-workspace'],
  exposeHeaders: ['retry-after', 'x-request-id'],
  maxAgeSeconds: 3600,
} as const

/** The method that a browser asks for before it sends a page's request; none where the request is no preflight. */
export const preflightMethod = ({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined =>
  method === 'OPTIONS' && headers.origin !== undefined ? headers['access-control-request-method'] : undefined

/** The answer to a preflight of a route that there is. No function is called. */
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

/** The answer to a page's request: the gateway's own headers stand in place of what a function says of other origins. */
export const withCors = ({ headers: { origin } }: Pick<IncomingMessage, 'headers'>, answer: Answer): Answer => {
  if (origin === undefined) return answer
  const own = answer === PREFLIGHT ? PREFLIGHT.headers : withoutCors(answer.headers)
  const expose = answer === PREFLIGHT ? {} : { 'access-control-expose-headers': CORS.exposeHeaders.join(',') }
  return { ...answer, headers: { ...own, 'access-control-allow-origin': CORS.allowOrigin, ...expose } }
}

const withoutCors = (headers: Answer['headers']): Answer['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')))
