import type { ErrorCode, InvalidField } from '../protocol/problem.ts'

/** Errors that the client itself finds. */
export type ClientErrorCode =
  /** No answer came: the network is down, or a gateway answered in its own words. */
  | 'client.unreachable'
  /** The command may have been carried out before a long cut, and the server no longer remembers it. */
  | 'client.uncertain'
  /** The client was closed first. */
  | 'client.closed'

export interface ProblemDetails {
  readonly code: ErrorCode | ClientErrorCode
  readonly detail: string
  /** HTTP status; 0 where there was none. */
  readonly status: number
  /** The fields that are wrong, by their paths. */
  readonly errors: readonly Pick<InvalidField, 'path' | 'message'>[]
  /** When trying again makes sense, if the server says so. */
  readonly retryAfterSeconds: number | undefined
}

/** A refusal, of an HTTP request or a frame. Rely on `code`, never on the words. */
export class ProblemError extends Error implements ProblemDetails {
  override readonly name = 'ProblemError'
  readonly code: ErrorCode | ClientErrorCode
  readonly detail: string
  readonly status: number
  readonly errors: readonly Pick<InvalidField, 'path' | 'message'>[]
  readonly retryAfterSeconds: number | undefined

  constructor({
    code,
    detail = code,
    status = 0,
    errors = [],
    retryAfterSeconds,
  }: Partial<ProblemDetails> & Pick<ProblemDetails, 'code'>) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.status = status
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No answer came. */
export function unreachable(detail: string): ProblemError {
  return new ProblemError({ code: 'client.unreachable', detail })
}
