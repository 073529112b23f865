import * as z from 'zod'
import { type HolderNow, holderFields } from './holder.ts'
import { type ReviewClosed, reviewFields } from './review-outcome.ts'

/** Every error that Interlude answers with, and its HTTP status. Clients may rely on the codes. */
export const STATUS_OF = {
  'request.invalid': 400,
  'request.not_json': 400,
  'auth.missing': 401,
  'auth.invalid': 401,
  'auth.expired': 401,
  'auth.forbidden': 403,
  'route.not_found': 404,
  'bot.not_found': 404,
  'session.not_found': 404,
  'key.not_found': 404,
  'agent.not_found': 404,
  'queue.not_found': 404,
  'tag.not_found': 404,
  'macro.not_found': 404,
  'channel.not_found': 404,
  'notification.not_found': 404,
  'subscription.not_found': 404,
  'connection.not_found': 404,
  'config.stale_version': 409,
  'channel.account_taken': 409,
  'events.no_endpoint': 409,
  'subscription.exists': 409,
  'subscription.pending': 409,
  'subscription.ended': 409,
  'subscription.too_many': 409,
  'turn.in_progress': 409,
  'reply.withheld': 409,
  'reply.under_review': 409,
  'handoff.not_yours': 409,
  'handoff.already_claimed': 409,
  'handoff.not_open': 409,
  'agent.away': 409,
  'agent.at_capacity': 409,
  'handoff.open': 409,
  'rating.not_open': 409,
  'rating.given': 409,
  'review.closed': 409,
  'review.waiting': 409,
  'message.not_undeliverable': 409,
  'tag.too_many': 409,
  'macro.no_value': 409,
  'pause.too_often': 429,
  'notification.too_often': 429,
  'message.too_large': 413,
  'request.too_large': 413,
  'frame.too_large': 413,
  'session.busy': 503,
  'service.overloaded': 503,
  'store.unavailable': 503,
  'alerts.unavailable': 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof STATUS_OF

/** An invalid field: its path, and the fault. */
export const InvalidField = z.object({
  in: z.enum(['body', 'path', 'query', 'header', 'frame']).exactOptional(),
  path: z.string().meta({ description: 'Dotted path of the field. Empty for the whole input.' }),
  message: z.string(),
})
export type InvalidField = z.infer<typeof InvalidField>

/** The conversations that an agent has, and how many they may have. */
export const Room = z.object({ load: z.int(), capacity: z.int() }).meta({ id: 'Room' })
export type Room = Readonly<z.infer<typeof Room>>

/** The body of every error: `application/problem+json` (RFC 9457) with a dotted `code`. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(STATUS_OF) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string(),
    message: z.string().meta({ description: 'Same as `detail`, for clients of Botpress.' }),
    errors: z.array(InvalidField).exactOptional(),
    holder: holderFields.holder.exactOptional(),
    agent: holderFields.agent,
    room: Room.exactOptional(),
    review: z.object(reviewFields).exactOptional().meta({ description: 'How the review was closed before.' }),
    requestId: z.string().exactOptional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** The only class of expected errors. Each has a code, which determines the HTTP status. */
export class InterludeError extends Error {
  override readonly name = 'InterludeError'
  readonly code: ErrorCode
  readonly fields: readonly InvalidField[]
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds: number | undefined
  /** The side that has the conversation. Only refusals that depend on it tell it, and only to agents. */
  readonly holder: HolderNow | undefined
  /** The conversations of the agent who would have got one more. Only `agent.at_capacity` has it. */
  readonly room: Room | undefined
  /** How a review was closed before. Only `review.closed` tells it, and only to agents. */
  readonly review: ReviewClosed | undefined

  constructor(
    code: ErrorCode,
    detail?: string,
    extra: {
      fields?: readonly InvalidField[]
      retryAfterSeconds?: number
      holder?: HolderNow
      room?: Room
      review?: ReviewClosed
      cause?: unknown
    } = {},
  ) {
    super(detail ?? code, extra.cause === undefined ? {} : { cause: extra.cause })
    this.code = code
    this.fields = extra.fields ?? []
    this.retryAfterSeconds = extra.retryAfterSeconds
    this.holder = extra.holder
    this.room = extra.room
    this.review = extra.review
  }

  get status(): number {
    return STATUS_OF[this.code]
  }
}

/** Makes the error `request.invalid`. Its detail names the first field: `body priority: must be …`. */
export function invalid(fields: readonly [InvalidField, ...InvalidField[]]): InterludeError {
  const { in: where, path, message } = fields[0]
  const place = [where, path].filter(part => part !== undefined && part !== '').join(' ')
  return new InterludeError('request.invalid', place === '' ? message : `${place}: ${message}`, { fields })
}

/** Makes the error `request.invalid` for an input that a schema refuses. */
export function invalidInput(error: z.ZodError, where: NonNullable<InvalidField['in']>): InterludeError {
  const [first, ...others] = invalidFields(error, where)
  return invalid([first ?? { in: where, path: '', message: 'is not valid' }, ...others])
}

/** Makes the error `request.invalid` for a cursor that the store did not make. */
export function invalidCursor(): InterludeError {
  return invalid([{ in: 'query', path: 'cursor', message: 'must be the `next` of an earlier page' }])
}

/** Most fields that an answer names, and most characters of each path. An answer must not outgrow the request. */
export const MAX_FIELDS = 20
const MAX_PATH_CHARS = 200

/** Lists the invalid fields of an input, at most the first `MAX_FIELDS`. */
export function invalidFields(error: z.ZodError, where: NonNullable<InvalidField['in']>): InvalidField[] {
  const found = error.issues.slice(0, MAX_FIELDS).flatMap(issue => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
    // List them one by one: zod's message contains them all.
    return issue.keys.slice(0, MAX_FIELDS).map(key => ({ path: [...issue.path, key], message: 'is not a known field' }))
  })
  return found.slice(0, MAX_FIELDS).map(({ path, message }) => ({ in: where, path: pathName(path), message }))
}

/** Makes a dotted path, and cuts a very long one. */
export function pathName(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.')
  return name.length > MAX_PATH_CHARS ? `${name.slice(0, MAX_PATH_CHARS)}…`.toWellFormed() : name
}
