import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import { InterludeError } from '../protocol/problem.ts'
import type { RouteSpec } from '../protocol/routes.ts'
import type { Route } from './route.ts'

type Values = Readonly<Record<string, string>>

/**
 * Makes a route `ANY …/{rest+}` that also serves the routes below its path if a request ends in a slash, or uses `HEAD`
 * for `GET`. Throws `route.not_found` for anything else.
 */
export function restRoute(spec: RouteSpec, routes: readonly Route[]): Route {
  const base = spec.path.replace(/\{rest\+\}$/, '')
  const known = routes.map(route => ({ route, segments: route.spec.path.slice(base.length).split('/') }))
  return {
    spec,
    async handle() {
      throw notFound()
    },
    resolve(event) {
      const { method } = event.requestContext.http
      // Most gateways answer a browser's preflight themselves. The others add their CORS headers to this answer.
      if (method === 'OPTIONS') return { route: preflight, event }
      const { rest = '', ...others } = event.pathParameters ?? {}
      const asked = rest.replace(/\/$/, '').split('/')
      const wanted = method === 'HEAD' ? 'GET' : method
      for (const { route, segments } of known) {
        const values = route.spec.method === wanted ? valuesOf(segments, asked) : undefined
        if (values) return { route, event: as(event, route.spec, { ...(others as Values), ...values }) }
      }
      throw notFound()
    },
  }
}

/** Returns the values of the `{parameters}` if the segments match. */
function valuesOf(segments: readonly string[], asked: readonly string[]): Values | undefined {
  if (segments.length !== asked.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const value = asked[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name === undefined ? segment !== value : value === '') return undefined
    if (name !== undefined) values[name] = value
  }
  return values
}

function as(event: APIGatewayProxyEventV2, { method, path }: RouteSpec, pathParameters: Values) {
  return { ...event, routeKey: `${method} ${path}`, pathParameters: { ...pathParameters } }
}

function notFound(): InterludeError {
  return new InterludeError('route.not_found', 'there is no such route')
}

const preflight: Route = {
  spec: {
    method: 'ANY',
    path: '',
    tag: 'service',
    summary: '',
    who: ['anyone'],
    params: z.object({}),
    query: z.object({}),
    answer: { schema: z.literal(''), status: 204, contentType: 'text/plain; charset=utf-8' },
    errors: [],
  },
  handle: async () => '',
}
