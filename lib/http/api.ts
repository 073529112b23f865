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

/** The policy of every answer, except for a page's own style. */
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Headers of every answer. Browsers and caches must not store, render, frame or sniff it. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  // Without includeSubDomains: behind a proxy on a bare domain, the subdomains may belong to others.
  'strict-transport-security': 'max-age=15552000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** Returns the route key of API Gateway: `POST /api/v1/…`. */
export function routeKey({ spec }: Route): string {
  return `${spec.method} ${spec.path}`
}

/** Serves the routes of one function. Turns errors into problem documents, and adds the headers. */
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

/** Makes the answer. `known`: the entity tags that the client has. */
function answer({ spec }: Route, result: unknown, known?: string): APIGatewayProxyStructuredResultV2 {
  const { contentType, status = 200, cacheSeconds } = spec.answer
  const body = contentType === undefined ? JSON.stringify(result) : String(result)
  const policy = contentType?.startsWith('text/html') ? pagePolicy(body) : {}
  const headers = { 'content-type': contentType ?? 'application/json', ...policy }
  if (cacheSeconds === undefined) return { statusCode: status, headers, body }
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 16)}"`
  // The gateway adds CORS headers only to requests of pages, so a cache must tell the two apart.
  // A 304 replaces the stored headers, so it repeats the page's policy.
  const caching = { 'cache-control': `public, max-age=${cacheSeconds}`, etag, vary: 'origin', ...policy }
  const isKnown = known?.split(',').some(each => each.trim().replace(/^W\//, '') === etag)
  return isKnown
    ? { statusCode: 304, headers: caching }
    : { statusCode: status, headers: { ...headers, ...caching }, body }
}

/** Returns the policy of a page. Allows the style in its head by its hash, a form that posts to us, and nothing else. */
function pagePolicy(html: string) {
  const css = /<style>([^<]*)<\/style>/.exec(html)?.[1]
  if (css === undefined) return {}
  const policy = html.includes('<form ') ? POLICY.replace("form-action 'none'", "form-action 'self'") : POLICY
  return { 'content-security-policy': `${policy}; style-src 'sha256-${hash('sha256', css, 'base64')}'` }
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

/** Adds the common headers and the request id, which finds the log lines of a request. Drops the body for `HEAD`. */
function headers(): middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const add: middy.MiddlewareFn<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> = ({ event, response }) => {
    if (response) {
      response.headers = { ...HEADERS, 'x-request-id': event.requestContext.requestId, ...response.headers }
      if (event.requestContext.http.method === 'HEAD') response.body = ''
    }
  }
  return { after: add, onError: add }
}
