import { defined } from '../defined.ts'
import type { ErrorCode, Problem } from '../protocol/problem.ts'
import type { AnswerOf, BodyOf, PathOf, QueryOf, RouteSpec, routes } from '../protocol/routes.ts'
import type { Credentials } from './credentials.ts'
import type { ClientEnvironment, RequestInitLike, ResponseLike, SignalLike } from './environment.ts'
import { type ClientErrorCode, holderIn, ProblemError, unreachable } from './problem-error.ts'
import type { Tokens } from './tokens.ts'

type Specs = (typeof routes)[keyof typeof routes]

/** A route by its method and path, as in PROTOCOL.md: `GET /api/v1/bots/{botId}/conversations`. */
export type RouteKey = Specs extends infer Spec extends RouteSpec
  ? Spec extends RouteSpec
    ? `${Spec['method']} ${Spec['path']}`
    : never
  : never

/** The specification of a route. */
export type SpecOf<Key extends RouteKey> = Specs extends infer Spec
  ? Spec extends RouteSpec
    ? Key extends `${Spec['method']} ${Spec['path']}`
      ? Spec
      : never
    : never
  : never

type Given<Name extends string, Value> = keyof Value extends never
  ? { readonly [N in Name]?: Value }
  : Record<string, never> extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value }

type BodyGiven<Body> = undefined extends Body ? { readonly body?: Body } : { readonly body: Body }

/** A request's path values, query and body. `signal` aborts it. `keepalive`: for a page that ends. */
export type RequestOf<Key extends RouteKey> = Given<'path', PathOf<SpecOf<Key>>> &
  Given<'query', QueryOf<SpecOf<Key>>> &
  BodyGiven<BodyOf<SpecOf<Key>>> & {
    readonly signal?: SignalLike
    /** The request survives the page, with a body of at most 64 KB. */
    readonly keepalive?: boolean
  }

export interface Http {
  /**
   * Calls a route with the client's token and returns its answer. Throws a `ProblemError` with the server's code or
   * `client.unreachable`. If the server refuses the token (401), it repeats the request once with a fresh one.
   */
  request<Key extends RouteKey>(
    route: Key,
    ...given: Record<string, never> extends RequestOf<Key> ? [given?: RequestOf<Key>] : [given: RequestOf<Key>]
  ): Promise<AnswerOf<SpecOf<Key>>>
}

/** Time limit of a request. */
const REQUEST_MS = 30_000

interface HttpOptions {
  readonly url: string | (() => string)
  readonly tokens: Tokens
  readonly environment: ClientEnvironment
}

interface Parts {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly signal?: SignalLike
  readonly keepalive?: boolean
}

/** Makes requests with the current token. An empty `url` is the page's own origin. */
export function httpWith({ url, tokens, environment }: HttpOptions): Http {
  const request = async (route: string, given: Parts = {}): Promise<unknown> => {
    const [method = '', path = ''] = route.split(' ')
    const ask = async () => {
      const credentials = await tokens.current()
      const base = typeof url === 'string' ? url : url()
      const answer = await send(environment, `${base}${filled(path, given.path ?? {})}${queryOf(given.query ?? {})}`, {
        method,
        headers: {
          ...(credentials && { authorization: `Bearer ${credentials.token}` }),
          ...(given.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
        ...defined({ signal: given.signal, keepalive: given.keepalive }),
      })
      return { answer, token: credentials?.token }
    }
    const first = await ask()
    const isRefused = first.answer.status === 401 && first.token !== undefined
    if (first.token !== undefined && isRefused) tokens.refused(first.token)
    const { status, headers, text } = isRefused ? (await ask()).answer : first.answer
    const body = /\bjson\b/.test(headers.get('content-type') ?? '') ? parsed(text) : text
    if (status >= 200 && status < 300) return body
    throw problemOf(status, body, headers.get('retry-after'))
  }
  return { request: request as Http['request'] }
}

/** Makes a cheap request of this person. Throws the `ProblemError` of a refused token or person. */
export async function probe(http: Http, botId: string, { channel, userId }: Credentials): Promise<unknown> {
  const path = { botId }
  return await (channel === undefined || userId === undefined
    ? http.request('GET /api/v1/bots/{botId}/conversations', { path, query: { limit: 1 } })
    : http.request('GET /api/v1/bots/{botId}/messages', { path, query: { channel, userId, limit: 1 } }))
}

async function send(environment: ClientEnvironment, url: string, init: RequestInitLike) {
  return await new Promise<{ status: number; headers: ResponseLike['headers']; text: string }>((resolve, reject) => {
    const fail = (detail: string) => reject(unreachable(detail))
    const undo = environment.clock.after(REQUEST_MS, () => fail('the server did not answer'))
    const read = async () => {
      const response = await environment.fetch(url, init)
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    read()
      .then(resolve, () => fail('the request failed on the network'))
      .finally(undo)
  })
}

function filled(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(values[name])))
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  if (pairs.length === 0) return ''
  return `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The server's problem. For a gateway's own answer, its words, and the code that is nearest to its status. */
function problemOf(status: number, body: unknown, retryAfter: string | null): ProblemError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>
  const { code, detail, message, errors } = problem
  const seconds = Number(retryAfter)
  return new ProblemError({
    code: typeof code === 'string' ? code : codeOf(status),
    detail: [detail, message].find(text => typeof text === 'string') ?? `status ${status}`,
    status,
    errors: Array.isArray(errors) ? errors : [],
    retryAfterSeconds: retryAfter !== null && Number.isFinite(seconds) ? seconds : undefined,
    holder: holderIn(problem),
    review: problem.review,
  })
}

function codeOf(status: number): ErrorCode | ClientErrorCode {
  switch (status) {
    case 401:
      return 'auth.invalid'
    case 403:
      return 'auth.forbidden'
    case 404:
      return 'route.not_found'
    // The request did not arrive in time.
    case 408:
      return 'client.unreachable'
    case 413:
      return 'request.too_large'
    case 429:
    case 503:
      return 'service.overloaded'
    default:
      if (status >= 500) return 'internal'
      return status >= 400 ? 'request.invalid' : 'client.unreachable'
  }
}
