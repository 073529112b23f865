import * as z from 'zod'
import { BotAnswer } from '../protocol/bot.ts'
import type { Warning } from '../protocol/mend.ts'
import { logged, tolerantly } from '../tolerant.ts'

/** `acknowledged`: the bot accepted the message and answers later. */
export type ReadAnswer =
  | { readonly status: 'acknowledged' }
  | { readonly status: 'answered'; readonly answer: BotAnswer; readonly warnings: readonly Warning[] }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * Reads a bot's answer, and mends it if it can. An empty body (204) or a body that is not a JSON object or list (`OK`,
 * `null`, `true`) acknowledges. `{}` is an answer without replies. Fails if the answer had replies, none of them is
 * valid, and it asks for no person: the user would wait in vain.
 */
export function readAnswer(body: unknown): ReadAnswer {
  if (typeof body !== 'object' || body === null) return { status: 'acknowledged' }
  const read = tolerantly(BotAnswer, body)
  if (!read.success)
    return { status: 'failed', reason: `the bot's answer is not valid: ${z.prettifyError(read.error)}` }
  const { data: answer, warnings, lost } = read
  if (answer.replies.length === 0 && !answer.handoff && lost.some(path => /^replies\b/.test(path))) {
    const why = logged(warnings)
      .map(({ path, message }) => `${path} ${message}`)
      .join('; ')
    return { status: 'failed', reason: `the bot's answer is not valid: ${why}` }
  }
  return { status: 'answered', answer, warnings }
}
