import * as z from 'zod'
import { BotAnswer, type BotTurn } from '../protocol/bot.ts'
import type { Connector } from '../protocol/config.ts'
import type { WebhookCaller } from '../session/ports.ts'
import { reasonOf } from '../session/retries.ts'
import { failureOf } from '../webhooks/failure.ts'

/** What asking a bot came to. `failed`: people are needed. */
export type Asked =
  | { readonly status: 'answered'; readonly answer: BotAnswer }
  | { readonly status: 'failed'; readonly reason: string }

/** Asks a bot over HTTP. The same turn has the same `webhook-id`, so a bot that is asked twice can tell. Never throws. */
export async function askBot(webhooks: WebhookCaller, connector: Connector, turn: BotTurn): Promise<Asked> {
  const { url, secret, timeoutMs } = connector
  const result = await webhooks.post({ url, secret, timeoutMs, id: `${turn.session.id}:${turn.seq}`, body: turn })
  if (result.status !== 'ok')
    return { status: 'failed', reason: `the bot could not be asked: ${reasonOf(failureOf(result))}` }
  const answer = BotAnswer.safeParse(result.body)
  if (!answer.success)
    return { status: 'failed', reason: `the bot's answer is not valid: ${z.prettifyError(answer.error)}` }
  return { status: 'answered', answer: answer.data }
}
