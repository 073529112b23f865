import { type ProblemDetails, ProblemError } from '../../../lib/client/index.ts'
import type { Texts } from './en.ts'

const SERVER_FAULT = 500

/**
 * Says why a request or a command failed. If the server refused it for a reason that has no text here, quotes the
 * server's own words, which are English. Never shows a code. Names the agent who has the conversation, if the server does.
 */
export function problemText({ code, detail, status, holder }: ProblemDetails, texts: Texts): string {
  const { problems, refused, hasItNow } = texts
  const name = holder?.agent?.name ?? holder?.agent?.id
  if (name !== undefined) return hasItNow(name)
  if (Object.hasOwn(problems, code)) return problems[code as keyof typeof problems]
  if (status >= SERVER_FAULT) return problems.internal
  // The detail of an error without words is its code.
  return refused(detail === code ? '' : detail)
}

/** Says why a request failed. */
export function errorText(error: unknown, texts: Texts): string {
  return error instanceof ProblemError ? problemText(error, texts) : texts.problems.internal
}
