import { type ProblemDetails, ProblemError } from '../../../lib/client/index.ts'
import type { Texts } from '../texts/en.ts'

/** The reason for which the server did not save a configuration. */
export interface NotSaved {
  readonly because: 'invalid' | 'forbidden' | 'unreachable' | 'unknown'
  /** The fields that the server refused. Its messages are English. */
  readonly fields: ProblemDetails['errors']
}

/** Returns the reason in an error of the request that saves. */
export function notSavedBy(error: Error): NotSaved {
  return error instanceof ProblemError
    ? { because: reasonOf(error.code), fields: error.errors }
    : { because: 'unknown', fields: [] }
}

function reasonOf(code: ProblemDetails['code']): NotSaved['because'] {
  switch (code) {
    case 'request.invalid':
    case 'request.not_json':
    case 'request.too_large':
      return 'invalid'
    case 'auth.forbidden':
      return 'forbidden'
    case 'client.unreachable':
    case 'store.unavailable':
    case 'service.overloaded':
      return 'unreachable'
    default:
      return 'unknown'
  }
}

/** Says that the configuration was not saved, and why. */
export function notSavedText({ because }: NotSaved, { admin, app }: Pick<Texts, 'admin' | 'app'>): string {
  const why = { invalid: admin.refused, forbidden: admin.forbidden, unreachable: app.unreachable, unknown: app.failed }
  return admin.notSaved(why[because])
}
