import * as z from 'zod'
import { BotAnswer } from '../protocol/bot.ts'
import type { Warning } from '../protocol/mend.ts'
import { logged, tolerantly } from '../tolerant.ts'

/** `acknowledged`: the bot has taken what it was sent, and says no words yet. */
export type ReadAnswer =
  | { readonly status: 'acknowledged' }
  | { readonly status: 'answered'; readonly answer: BotAnswer; readonly warnings: readonly Warning[] }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * Reads what a bot answered: what can be understood of it counts. Nothing (204, an empty body) and whatever is no JSON object or
 * list (`OK`, `null`, `true`) acknowledges; `{}` is an answer without words. An answer that held replies fails where none of them
 * can be understood and no person is asked for: the user would wait for words that nobody has.
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
