import type { HolderNow } from '../protocol/holder.ts'
import type { ErrorCode, InvalidField } from '../protocol/problem.ts'
import type { ReviewClosed } from '../protocol/review-outcome.ts'

/** Errors that the client itself detects. */
export type ClientErrorCode =
  /** No answer: the network is down or too slow, or something answered in place of the server (a redirect). */
  | 'client.unreachable'
  /** The server may have carried out the command before a long disconnection, and no longer remembers it. */
  | 'client.uncertain'
  /** The client was closed before the answer came. */
  | 'client.closed'

export interface ProblemDetails {
  readonly code: ErrorCode | ClientErrorCode
  readonly detail: string
  /** HTTP status. 0 if there was none. */
  readonly status: number
  /** The invalid fields, with their paths. */
  readonly errors: readonly Pick<InvalidField, 'path' | 'message'>[]
  /** When to try again, if the server says so. */
  readonly retryAfterSeconds: number | undefined
  /** The side that has the conversation now, and the agent, if the refusal depends on them. */
  readonly holder?: HolderNow | undefined
  /** The actor who closed the review before, and the outcome. Set if the code is `review.closed`. */
  readonly review?: ReviewClosed | undefined
}

/** An error of an HTTP request or a frame. Rely on `code`, never on the words. */
export class ProblemError extends Error implements ProblemDetails {
  override readonly name = 'ProblemError'
  readonly code: ErrorCode | ClientErrorCode
  readonly detail: string
  readonly status: number
  readonly errors: readonly Pick<InvalidField, 'path' | 'message'>[]
  readonly retryAfterSeconds: number | undefined
  readonly holder: HolderNow | undefined
  readonly review: ReviewClosed | undefined

  constructor({
    code,
    detail = code,
    status = 0,
    errors = [],
    retryAfterSeconds,
    holder,
    review,
  }: Partial<ProblemDetails> & Pick<ProblemDetails, 'code'>) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.status = status
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
    this.holder = holder
    this.review = review
  }
}

/** Reads who has the conversation from the fields of a problem or of an `error` frame. */
export function holderIn({ holder, agent }: Partial<HolderNow>): HolderNow | undefined {
  return holder && { holder, ...(agent && { agent }) }
}

/** Makes the error of a request without an answer. */
export function unreachable(detail: string): ProblemError {
  return new ProblemError({ code: 'client.unreachable', detail })
}
