import { hash } from 'node:crypto'
import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { App } from '../app.ts'
import { InterludeError } from '../protocol/problem.ts'
import { aboutOf } from './about.ts'
import { problemOf } from './problems.ts'
import type { Route } from './route.ts'

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/**
 * What every answer tells browsers and caches: it is of the moment, for who asked, and nothing to be shown, framed or guessed at.
 * The one page that the API has, its documentation, has styles of its own and loads nothing.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  // Not for subdomains: behind a proxy on a bare domain, they are other people's.
  'strict-transport-security': 'max-age=15552000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** `POST /api/v1/…`, as API Gateway names a route. */
export function routeKey({ spec }: Route): string {
  return `${spec.method} ${spec.path}`
}

/** One function's routes behind the one middy stack: errors become problems, answers get their headers. */
export function httpApi(app: App, routes: readonly Route[]): HttpHandler {
  const byKey = new Map(routes.map(route => [routeKey(route), route]))
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(headers())
    .use(problems(app))
    .handler(async event => {
      const found = byKey.get(event.routeKey)
      if (!found) throw new InterludeError('route.not_found', 'there is no such route')
      const { route, event: asked } = found.resolve?.(event) ?? { route: found, event }
      return answer(route, await route.handle(asked, app), event.headers?.['if-none-match'])
    }) as unknown as HttpHandler
}

/** `known`: the version of it that the client has. */
function answer({ spec }: Route, result: unknown, known?: string): APIGatewayProxyStructuredResultV2 {
  const { contentType, status = 200, cacheSeconds } = spec.answer
  const body = contentType === undefined ? JSON.stringify(result) : String(result)
  const headers = { 'content-type': contentType ?? 'application/json' }
  if (cacheSeconds === undefined) return { statusCode: status, headers, body }
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 16)}"`
  // The gateway adds what pages of an origin may do, and only to requests of pages: a cache must not mix the two.
  const caching = { 'cache-control': `public, max-age=${cacheSeconds}`, etag, vary: 'origin' }
  const isKnown = known?.split(',').some(each => each.trim().replace(/^W\//, '') === etag)
  return isKnown
    ? { statusCode: 304, headers: caching }
    : { statusCode: status, headers: { ...headers, ...caching }, body }
}

function problems({ log }: App): middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: request => {
      const { event, error } = request
      const { problem, retryAfterSeconds } = problemOf(error, event.requestContext.requestId, log, aboutOf(event))
      request.response = {
        statusCode: problem.status,
        headers: {
          'content-type': 'application/problem+json',
          ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
          ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
        },
        body: JSON.stringify(problem),
      }
    },
  }
}

/** The request's id leads from a complaint to the log. An answer to `HEAD` has headers alone. */
function headers(): middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const add: middy.MiddlewareFn<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> = ({ event, response }) => {
    if (response) {
      response.headers = { ...HEADERS, 'x-request-id': event.requestContext.requestId, ...response.headers }
      if (event.requestContext.http.method === 'HEAD') response.body = ''
    }
  }
  return { after: add, onError: add }
}
