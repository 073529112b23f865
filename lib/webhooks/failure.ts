import type { CallResult } from '../ports/outside.ts'
import type { Failure } from '../session/retries.ts'

/** The domain's word for a result of the caller that is not `ok`. */
export function failureOf(result: Exclude<CallResult, { status: 'ok' }>): Failure {
  switch (result.status) {
    case 'retry':
      return { status: 'deferred', reason: result.reason }
    case 'refused':
    case 'missing':
      return { status: result.status, reason: result.reason }
    case 'skipped':
      return result
    default:
      return result satisfies never
  }
}
