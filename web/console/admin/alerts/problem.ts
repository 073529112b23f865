import { ProblemError } from '../../../../lib/client/index.ts'
import type { Texts } from '../../texts/en.ts'
import { problemText } from '../../texts/problem-text.ts'
import type { AlertTexts } from './texts/en.ts'

/** Says why a change of a subscription failed. */
export function alertProblem(error: Error, alerts: AlertTexts, texts: Texts): string {
  if (!(error instanceof ProblemError)) return texts.app.failed
  const { problems } = alerts
  if (Object.hasOwn(problems, error.code)) return problems[error.code as keyof typeof problems]
  return problemText(error, texts)
}
