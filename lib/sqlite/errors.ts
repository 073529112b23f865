import { InterludeError } from '../protocol/problem.ts'

/** What the engine throws (disk full, file gone, closed) as `store.unavailable`; everything else as it is. */
export function asUnavailable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_SQLITE_ERROR' || code === 'ERR_INVALID_STATE'
    ? new InterludeError('store.unavailable', 'the store cannot be reached', { cause: error, retryAfterSeconds: 1 })
    : error
}
