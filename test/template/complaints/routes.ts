import { routeKey } from '../../../lib/http/api.ts'
import { openApiDocument } from '../../../lib/http/openapi.ts'
import { type RouteSpec, routes } from '../../../lib/protocol/routes.ts'
import { allRoutes, apiRoutes } from '../../../local/api-routes.ts'
import type { Deployment } from '../deployment.ts'
import { functionOf, ofType, routesOf, type Template } from '../template.ts'

const SOCKET_ROUTES = ['$connect', '$default', '$disconnect']

/**
 * Reports wrong routes: each route of the OpenAPI document must be an event of the function that serves it, and so must
 * the catch-all routes. No other events may exist.
 */
export function aboutRoutes({ template }: Deployment): string[] {
  const routed = routesOf(template, 'HttpApi')
  const standIns = allRoutes.filter(({ resolve }) => resolve).map(routeKey)
  const wantedKeys = new Set([...documented(), ...standIns])
  const served = new Map([
    ...Object.entries(apiRoutes).flatMap(([name, routes]) => routes.map(route => [routeKey(route), name] as const)),
  ])
  return [
    ...[...wantedKeys]
      .filter(key => !routed.has(key))
      .map(
        key =>
          `${key} is ${standIns.includes(key) ? 'a route of a function' : 'in the OpenAPI document'}, but no event`,
      ),
    ...[...routed].flatMap(([key, target]) => {
      if (!wantedKeys.has(key)) return [`${key} is an event, but not in the OpenAPI document`]
      const wanted = functionOf(template, served.get(key) ?? '').id
      return target === wanted ? [] : [`${key} goes to ${target} instead of ${wanted}`]
    }),
    ...limits(template, routed),
    ...unlimited(template),
  ]
}

/** The faults of the socket routes. */
export function aboutSocketRoutes({ template }: Deployment): string[] {
  const routed = routesOf(template, 'WebsocketsApi')
  const wanted = functionOf(template, 'agent-ws').id
  return [
    ...SOCKET_ROUTES.filter(key => !routed.has(key)).map(key => `${key} is no event`),
    ...[...routed].flatMap(([key, target]) => [
      ...(SOCKET_ROUTES.includes(key) ? [] : [`${key} is an event, but nobody handles it`]),
      ...(target === wanted ? [] : [`${key} goes to ${target}`]),
    ]),
  ]
}

/** A deployment fails if a limit is set for a missing route, or before its route exists. */
function limits(template: Template, routed: ReadonlyMap<string, string>): string[] {
  return ofType(template, 'AWS::ApiGatewayV2::Stage').flatMap(([id, { Properties, DependsOn = [] }]) =>
    Object.keys(Properties.RouteSettings ?? {}).flatMap(key => {
      if (!routed.has(key)) return [`${id} limits ${key}, which is no route`]
      const [route] = ofType(template, 'AWS::ApiGatewayV2::Route').find(([, each]) => each.Properties.RouteKey === key)!
      return DependsOn.includes(route) ? [] : [`${id} limits ${key} without waiting for it`]
    }),
  )
}

/** Routes that end users or anonymous callers can flood must have a limit each. */
function unlimited(template: Template): string[] {
  const limited = ofType(template, 'AWS::ApiGatewayV2::Stage').flatMap(([, { Properties }]) =>
    Object.keys(Properties.RouteSettings ?? {}),
  )
  return Object.values<RouteSpec>(routes)
    .filter(({ who }) => who.includes('user') || who.includes('anyone'))
    .map(({ method, path }) => `${method} ${path}`)
    .filter(key => !limited.includes(key))
    .map(key => `${key} may be called by anybody's users, and has no limit of its own`)
}

function documented(): string[] {
  return Object.entries(openApiDocument().paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
}
