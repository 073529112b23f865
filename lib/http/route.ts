import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import type { App } from '../app.ts'
import type { Caller } from '../auth/caller.ts'
import { parseJson } from '../json.ts'
import { firstOf, type Warning } from '../protocol/mend.ts'
import { InterludeError, type InvalidField, invalidInput } from '../protocol/problem.ts'
import type { RouteSpec } from '../protocol/routes.ts'
import { logMended, tolerantly, type Warn } from '../tolerant.ts'
import { aboutOf } from './about.ts'
import { callerOf } from './permit.ts'

/** The checked input of a handler. */
export interface Request<Spec extends RouteSpec> {
  readonly params: z.output<Spec['params']>
  readonly query: z.output<Spec['query']>
  readonly body: Spec extends { readonly body: infer Body extends z.ZodType } ? z.output<Body> : undefined
  readonly caller: Caller
  readonly warn: Warn
}

export type Handler<Spec extends RouteSpec> = (
  request: Request<Spec>,
  app: App,
) => Promise<z.input<Spec['answer']['schema']>>

/** A route and its handler, without the types of its schemas. */
export interface Route {
  readonly spec: RouteSpec
  handle(event: APIGatewayProxyEventV2, app: App): Promise<unknown>
  /** Only for a route that serves others: finds the requested route, and makes its event. Throws `route.not_found`. */
  resolve?(event: APIGatewayProxyEventV2): { readonly route: Route; readonly event: APIGatewayProxyEventV2 }
}

type Where = NonNullable<InvalidField['in']>

/** Longest body, in bytes. */
const MAX_BODY_BYTES = 256 * 1024

/**
 * Binds a route to its handler. It checks path, token, query and body in this order, then calls the handler.
 *
 * @example
 * ```ts
 * const mark = route(specs.markRead, async ({ params, body: { seq }, caller }, app) => {
 *   return await markRead(app, params, { agentId: agentOf(caller).id, seq })
 * })
 * ```
 */
export function route<Spec extends RouteSpec>(spec: Spec, handler: Handler<Spec>): Route {
  const read = spec.tolerant ? mend : check
  /** An absent query always parses to the same value, so parse it once. */
  let ofNothing: unknown
  const nothing = () => {
    ofNothing ??= check(spec.query, {}, 'query')
    return ofNothing
  }
  return {
    spec,
    async handle(event, app) {
      const warnings: Warning[] = []
      const params = check(spec.params, event.pathParameters ?? {}, 'path')
      const caller = await callerOf(spec, event, params, app)
      const given = event.queryStringParameters
      const query = given ? read(spec.query, withoutEmpty(given), 'query', warnings) : nothing()
      const body = spec.body ? read(spec.body, bodyOf(event), 'body', warnings) : undefined
      const warn: Warn = (path, message) => {
        warnings.push({ path, message })
      }
      const answer = await handler({ params, query, body, caller, warn } as Request<Spec>, app)
      if (warnings.length === 0) return answer
      const { session } = { ...aboutOf(event), ...(answer as { session?: string }) }
      const reported = firstOf(warnings)
      logMended(app.log, reported, { session, route: `${spec.method} ${spec.path}` })
      return { ...(answer as object), warnings: reported }
    },
  }
}

/** Reads input tolerantly, and collects the warnings. Throws `request.invalid` if the input cannot be mended. */
function mend(schema: z.ZodType, input: unknown, where: Where, warnings: Warning[]): unknown {
  const read = tolerantly(schema, input)
  if (!read.success) throw invalidInput(read.error, where)
  warnings.push(...read.warnings)
  return read.data
}

/** Drops empty parameters. */
function withoutEmpty(query: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

function check(schema: z.ZodType, input: unknown, where: Where): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalidInput(parsed.error, where)
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  if (body === undefined || body === '') return undefined
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw new InterludeError('request.too_large', `a body may have at most ${MAX_BODY_BYTES} bytes`)
  }
  return parseJson(text)
}
