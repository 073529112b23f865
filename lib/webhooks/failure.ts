import type { CallResult } from '../ports/outside.ts'
import type { Failure } from '../session/retries.ts'

/** Translates a failed call into the domain's `Failure`. */
export function failureOf(result: Exclude<CallResult, { status: 'ok' }>): Failure {
  switch (result.status) {
    case 'retry':
      return { status: 'deferred', reason: result.reason }
    case 'refused':
    case 'missing':
      return { status: result.status, reason: result.reason }
    case 'skipped': {
      const { forAccount: _, ...failure } = result
      return failure
    }
    default:
      return result satisfies never
  }
}
