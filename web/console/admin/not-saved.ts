import { type ProblemDetails, ProblemError } from '../../../lib/client/index.ts'
import type { Texts } from '../texts/en.ts'
import { problemText } from '../texts/problem-text.ts'
import type { AdminTexts } from './texts/setup-en.ts'

/** Why the server did not save a configuration. */
export interface NotSaved {
  /** Missing for an error of the page itself. */
  readonly problem: ProblemDetails | undefined
  /** The fields that the server refused. Its messages are English. */
  readonly fields: ProblemDetails['errors']
}

/** Returns the reason in an error of the request that saves. */
export function notSavedBy(error: Error): NotSaved {
  return error instanceof ProblemError ? { problem: error, fields: error.errors } : { problem: undefined, fields: [] }
}

/** Says that the configuration was not saved, and why. */
export function notSavedText({ problem }: NotSaved, admin: AdminTexts, texts: Texts): string {
  return admin.notSaved(reasonIn(problem, admin, texts))
}

function reasonIn(problem: ProblemDetails | undefined, admin: AdminTexts, texts: Texts): string {
  if (problem === undefined) return texts.app.failed
  switch (problem.code) {
    case 'request.invalid':
    case 'request.not_json':
    case 'request.too_large':
      return admin.refused
    case 'auth.forbidden':
      return admin.forbidden
    default:
      return problemText(problem, texts)
  }
}
