import { defined } from '../defined.ts'
import type { Log } from '../ports/system.ts'
import { type ErrorCode, InterludeError, type Problem } from '../protocol/problem.ts'

const TITLES: Partial<Record<ErrorCode, string>> = {
  'request.invalid': 'The request is not valid',
  'request.not_json': 'The body is not JSON',
  internal: 'Internal error',
}

/**
 * Turns an error into a problem document. Masks an unexpected error, and logs it with the request's id and with
 * `about`.
 */
export function problemOf(
  error: unknown,
  requestId: string,
  log: Log,
  about: { readonly session?: string | undefined } = {},
): { problem: Problem; retryAfterSeconds?: number } {
  if (!(error instanceof InterludeError)) {
    log.error('unexpected error', {
      requestId,
      ...about,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { problem: problem('internal', 500, 'Interlude logged the error with this request id', requestId) }
  }
  if (error.status >= 500)
    log.warn('unavailable', { requestId, ...about, code: error.code, cause: String(error.cause ?? '') })
  const { code, status, message, fields, retryAfterSeconds, holder, room, review } = error
  return {
    problem: {
      ...problem(code, status, message, requestId),
      ...(fields.length > 0 && { errors: [...fields] }),
      ...holder,
      ...defined({ room, review }),
    },
    ...defined({ retryAfterSeconds }),
  }
}

function problem(code: ErrorCode, status: number, detail: string, requestId: string): Problem {
  return { type: 'about:blank', title: TITLES[code] ?? titleOf(code), status, code, detail, message: detail, requestId }
}

/** Turns `session.not_found` into "Session not found". */
function titleOf(code: ErrorCode): string {
  const words = code.replace(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
