import type { App } from '../app.ts'
import type { BotAnswer, BotTurn } from '../protocol/bot.ts'
import type { Connector } from '../protocol/config.ts'
import { reasonOf } from '../session/retries.ts'
import { logMended } from '../tolerant.ts'
import { failureOf } from '../webhooks/failure.ts'
import { readAnswer } from './read-answer.ts'

/** The outcome of a call to a bot. `acknowledged`: it answers later. `failed`: Interlude asks for people. */
export type Asked =
  | { readonly status: 'answered'; readonly answer: BotAnswer }
  | { readonly status: 'acknowledged' }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * Calls a bot over HTTP. Repeated calls for a turn have the same `webhook-id`, so the bot recognises them. Never
 * throws.
 */
export async function askBot(
  { webhooks, log }: Pick<App, 'webhooks' | 'log'>,
  connector: Connector,
  turn: BotTurn,
): Promise<Asked> {
  const { url, secret, timeoutMs } = connector
  const { session, epoch, seq } = turn
  const result = await webhooks.post({ url, secret, timeoutMs, id: `${session.id}:${seq}`, body: turn })
  if (result.status !== 'ok') {
    return { status: 'failed', reason: `the call to the bot failed: ${reasonOf(failureOf(result))}` }
  }
  const read = readAnswer(result.body)
  if (read.status !== 'answered') return read
  const { answer, warnings } = read
  logMended(log, warnings, { session: session.id, epoch, seq, from: 'bot' })
  return { status: 'answered', answer }
}
