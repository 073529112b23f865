import * as z from 'zod'
import { BodyId, EncodedId, PathId, Seq } from '../ids.ts'
import type { ErrorCode } from '../problem.ts'

/** Who may call a route. A `user` only for their own conversation. */
export type Who = 'bot' | 'agent' | 'admin' | 'user' | 'anyone'

/** One route of the HTTP API: what it takes, what it answers, and who may call it. OpenAPI is made from these. */
export interface RouteSpec {
  /** `ANY`: a route that stands for others (`Route.resolve`). It is not documented by itself. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ANY'
  readonly path: string
  readonly tag: 'messages' | 'hitl' | 'conversations' | 'agents' | 'notifications' | 'setup' | 'service'
  readonly summary: string
  readonly who: readonly Who[]
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  /** Software that is not ours calls it: what can be understood of query and body is carried out, the rest is reported. */
  readonly tolerant?: true
  readonly answer: {
    readonly schema: z.ZodType
    readonly status?: number
    readonly contentType?: string
    /** How long anybody's cache may keep it; without, nobody's may. */
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
/** The same user and thread as a query: for ids that a path cannot carry. */
export const UserQuery = z.object({ channel: BodyId, userId: BodyId, ...Thread.shape })

/** A cursor in a query. */
export const seqText = z.coerce.number().pipe(Seq)
/** How many items of a page, in a query. */
export const limit = z.coerce.number().int().min(1).max(100).default(50)

/** The answer of Botpress' routes that change something. */
export const plainOk = { schema: z.literal('OK'), contentType: 'text/plain; charset=utf-8' }

/** A page of a list; `next` is the cursor of the following one. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().exactOptional() })

/** What every route may answer that changes a conversation. */
export const control: readonly ErrorCode[] = ['session.busy']
/** Of a user's token, where the path names somebody else's conversation. */
export const notOwn: ErrorCode = 'session.not_found'

/** A caller's input and answer, by a route's schemas. */
export type PathOf<Spec extends RouteSpec> = z.input<Spec['params']>
export type QueryOf<Spec extends RouteSpec> = z.input<Spec['query']>
export type BodyOf<Spec extends RouteSpec> = Spec extends { readonly body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined
export type AnswerOf<Spec extends RouteSpec> = z.output<Spec['answer']['schema']>
