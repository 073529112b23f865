import type { AnswerOf, BodyOf, PathOf, QueryOf, RouteSpec, routes } from '../protocol/routes.ts'

type Specs = (typeof routes)[keyof typeof routes]

/** A route by its method and path, as PROTOCOL.md names it: `GET /api/v1/bots/{botId}/conversations`. */
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

/** What a request carries. `signal` ends it early. */
export type RequestOf<Key extends RouteKey> = Given<'path', PathOf<SpecOf<Key>>> &
  Given<'query', QueryOf<SpecOf<Key>>> &
  BodyGiven<BodyOf<SpecOf<Key>>> & { readonly signal?: AbortSignal }

export interface Http {
  /**
   * Calls a route with the client's token, and gets its answer. Throws a `ProblemError`: the server's, or
   * `client.unreachable`. A request that the server found expired is made once more with a fresh token.
   */
  request<Key extends RouteKey>(
    route: Key,
    ...given: Record<string, never> extends RequestOf<Key> ? [given?: RequestOf<Key>] : [given: RequestOf<Key>]
  ): Promise<AnswerOf<SpecOf<Key>>>
}
