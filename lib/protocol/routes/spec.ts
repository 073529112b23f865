import * as z from 'zod'
import { BodyId, EncodedId, PathId, Seq } from '../ids.ts'
import type { ErrorCode } from '../problem.ts'

/** The callers of a route. A `user` may call it only for their own conversation. */
export type Who = 'bot' | 'agent' | 'admin' | 'user' | 'anyone'

/** A route of the HTTP API: its input, its answer and its callers. The OpenAPI document is made from these. */
export interface RouteSpec {
  /** `ANY`: a route that serves others (`Route.resolve`). The OpenAPI document leaves it out. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ANY'
  readonly path: string
  readonly tag:
    | 'messages'
    | 'hitl'
    | 'hitlnext'
    | 'conversations'
    | 'agents'
    | 'notifications'
    | 'setup'
    | 'events'
    | 'service'
  readonly summary: string
  readonly who: readonly Who[]
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  /** Set if other software calls the route: query and body are read tolerantly. */
  readonly tolerant?: true
  readonly answer: {
    readonly schema: z.ZodType
    readonly status?: number
    readonly contentType?: string
    /** Time for which any cache may keep the answer. Without it, none may. */
    readonly cacheSeconds?: number
  }
  readonly errors: readonly ErrorCode[]
}

export const bot = '/api/v1/bots/{botId}'

export const BotPath = z.strictObject({ botId: PathId })
export const SessionPath = z.strictObject({ botId: PathId, id: PathId })
export const UserPath = z.strictObject({ botId: PathId, channel: EncodedId, userId: EncodedId })
export const Nothing = z.strictObject({})
export const Thread = z.object({ threadId: BodyId.exactOptional() })
/** User and thread as a query, for ids that a path cannot carry. */
export const UserQuery = z.object({ channel: BodyId, userId: BodyId, ...Thread.shape })

/** A `seq` in a query or path. */
export const seqText = z.coerce.number().pipe(Seq)
/** The size of a page, in a query. */
export const limit = z.coerce.number().int().min(1).max(100).default(50)

/** The answer of Botpress' routes that change something. */
export const plainOk = { schema: z.literal('OK'), contentType: 'text/plain; charset=utf-8' }

/** A page of a list; `next` is the cursor of the following one. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().exactOptional() })

/** Errors of every route that changes a conversation. */
export const control: readonly ErrorCode[] = ['session.busy']
/** The error if a user's token names another user's conversation. */
export const notOwn: ErrorCode = 'session.not_found'

/** Types of a route's input and answer, from its schemas. */
export type PathOf<Spec extends RouteSpec> = z.input<Spec['params']>
export type QueryOf<Spec extends RouteSpec> = z.input<Spec['query']>
export type BodyOf<Spec extends RouteSpec> = Spec extends { readonly body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined
export type AnswerOf<Spec extends RouteSpec> = z.output<Spec['answer']['schema']>
