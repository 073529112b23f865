import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { openApiDocument } from '../../lib/http/openapi.ts'
import { ServerFrame } from '../../lib/protocol/frames.ts'
import { Problem, STATUS_OF } from '../../lib/protocol/problem.ts'
import { type RouteName, type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { parseTarget } from '../../local/gateway/http-event.ts'
import { Router } from '../../local/gateway/router.ts'
import type { HttpCase } from './cases.ts'

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/**
 * The gateway refuses longer headers. The client's own additions (method, host, length) fit into the rest up to 10,240.
 */
const MAX_HEADER_BYTES = 9_900
/** The gateway itself refuses longer bodies, with its own message. */
const MAX_BODY_BYTES = 512 * 1024

const router = new Router<RouteName>()
for (const [name, { method, path }] of Object.entries(routes)) router.add(method, path, name as RouteName)

/** Below this path the function itself answers unknown routes, a trailing slash and `HEAD`. */
const MODULE = /^\/api\/v1\/bots\/[^/]+\/mod\/hitl(?:next)?\/[^/]/

/**
 * The route of a request, as the gateway decides. `unreadable`: the target is not a URI. `rest`: an unknown route of
 * one of Botpress' modules, which the function answers itself.
 */
export function routeOf({
  method,
  target,
}: Pick<HttpCase, 'method' | 'target'>): RouteName | 'none' | 'rest' | 'unreadable' {
  const parsed = parseTarget(target)
  if (parsed === undefined) return 'unreadable'
  const { path } = parsed
  const exact = router.match(method, path)?.target
  if (exact !== undefined || !MODULE.test(path)) return exact ?? 'none'
  const loose = router.match(method === 'HEAD' ? 'GET' : method, path.replace(/\/$/, ''))?.target
  return loose ?? 'rest'
}

/** The codes that the OpenAPI document promises of a route, by status. */
const documented = documentedCodes()

/** The faults of an answer, compared with the documentation. */
export function faultsOf(sent: HttpCase, { status, headers, text }: Answered): string[] {
  const name = routeOf(sent)
  const type = String(headers['content-type'] ?? '')
  if (status === 431) return headBytes(sent) > MAX_HEADER_BYTES ? [] : ['refused as too long, though it is short']
  if (status === 413 && Buffer.byteLength(sent.body ?? '') > MAX_BODY_BYTES) return []
  // The runner leads browsers to the console.
  if (sent.target === '/' && status === 302) return headers.location === '/console/' ? [] : ['leads elsewhere']
  if (name === 'unreadable' || name === 'none') {
    const expected = name === 'none' ? 404 : 400
    const isOwn = status === expected && (sent.method === 'HEAD' || typeof json(text)?.message === 'string')
    return isOwn ? [] : [`the gateway should answer ${expected}`]
  }
  if (sent.method === 'HEAD') return text === '' ? [] : ['an answer to HEAD has a body']
  if (name === 'rest') {
    if (sent.method === 'OPTIONS') return status === 204 && text === '' ? [] : ['OPTIONS should be answered 204']
    return status === 404 && json(text)?.code === 'route.not_found' ? [] : ['the function should answer 404']
  }
  return status >= 400
    ? problemFaults(name, status, headers, type, text)
    : answerFaults(routes[name], status, type, text)
}

/** The size as the gateway counts it: request line and headers, without those that the client adds. */
function headBytes({ target, headers }: HttpCase): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, target.length)
}

function problemFaults(
  name: RouteName,
  status: number,
  headers: Answered['headers'],
  type: string,
  text: string,
): string[] {
  const body = json(text)
  const problem = Problem.strict().safeParse(body)
  if (type !== 'application/problem+json' || !problem.success) return [`no problem body: ${type} ${text.slice(0, 200)}`]
  const { code, status: own, detail } = problem.data
  return [
    ...(status === 500 ? ['an internal error'] : []),
    ...(own !== status || STATUS_OF[code] !== status ? [`${code} is not ${status}`] : []),
    ...(documented.get(name)!.has(code) ? [] : [`${code} is not documented for ${name}`]),
    ...(detail.trim() === '' || detail === code ? ['no detail'] : []),
    ...(code === 'request.invalid' && !problem.data.errors ? ['no field is named'] : []),
    ...(status === 503 && headers['retry-after'] === undefined ? ['503 without Retry-After'] : []),
    ...(status === 401 && headers['www-authenticate'] === undefined ? ['401 without WWW-Authenticate'] : []),
    ...(text.length > 64_000 ? [`a problem of ${text.length} characters`] : []),
  ]
}

function answerFaults(spec: RouteSpec, status: number, type: string, text: string): string[] {
  const { schema, status: expected = 200, contentType = 'application/json' } = spec.answer
  if (status !== expected || type !== contentType) return [`answered ${status} ${type}`]
  return shapeFaults(schema, contentType === 'application/json' ? json(text) : text)
}

/** Lists the differences between a value and its schema. */
function shapeFaults(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value)
  if (!parsed.success) return [`not of its schema: ${parsed.error.message.slice(0, 500)}`]
  const [known, given] = [plain(parsed.data), plain(value)]
  return isDeepStrictEqual(known, given)
    ? []
    : [`fields that the schema does not know: ${firstDifference(given, known)}`]
}

/** The faults of a server's frame. */
export function frameFaults(text: string): string[] {
  const frame = json(text)
  const faults = shapeFaults(ServerFrame, frame)
  if (frame?.type !== 'error') return faults
  const code = String(frame.code)
  return [
    ...faults,
    ...(Object.hasOwn(STATUS_OF, code) ? [] : [`${code} is no code`]),
    ...(code === 'internal' ? ['an internal error'] : []),
    ...(Buffer.byteLength(text) > 32 * 1024 ? [`a frame of ${Buffer.byteLength(text)} bytes`] : []),
  ]
}

/** The value after JSON, without the one key that zod drops from every record. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (key, each) => (key === '__proto__' ? undefined : each))
}

function firstDifference(given: unknown, known: unknown, path = ''): string {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) {
    return `${path}: ${String(JSON.stringify(given)).slice(0, 100)}`
  }
  for (const [key, value] of Object.entries(given)) {
    const other = (known as Record<string, unknown>)[key]
    if (!isDeepStrictEqual(value, other)) return firstDifference(value, other, `${path}.${key}`)
  }
  return path
}

function json(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function documentedCodes(): Map<RouteName, Set<string>> {
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>
  }
  const codes = Object.entries(routes).map(([name, { method, path }]) => {
    const responses = Object.values(paths[path]![method.toLowerCase()]!.responses)
    return [
      name as RouteName,
      new Set(responses.flatMap(({ description }) => description.match(/[a-z_]+(\.[a-z_]+)?/g) ?? [])),
    ] as const
  })
  return new Map(codes)
}
