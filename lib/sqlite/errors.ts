import { InterludeError } from '../protocol/problem.ts'

/** An error as plain data, to pass between threads. */
export interface Failure {
  readonly isUnavailable: boolean
  readonly message: string
}

/**
 * Turns errors of the database (disk full, file gone, closed) into `store.unavailable`, and returns others as they are.
 */
export function asUnavailable(error: unknown): unknown {
  return isOfEngine(error) ? unavailable(error) : error
}

export function unavailable(cause: unknown): InterludeError {
  return new InterludeError('store.unavailable', 'the store is not reachable', { cause, retryAfterSeconds: 1 })
}

export function failureOf(error: unknown): Failure {
  return { isUnavailable: isOfEngine(error), message: error instanceof Error ? error.message : String(error) }
}

function isOfEngine(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_SQLITE_ERROR' || code === 'ERR_INVALID_STATE'
}
