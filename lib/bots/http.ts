import * as z from 'zod'
import { BotAnswer, type BotTurn } from '../protocol/bot.ts'
import type { Connector } from '../protocol/config.ts'
import type { WebhookCaller } from '../session/ports.ts'

/** What asking a bot came to. `acknowledged`: it answers later. `failed`: people are needed. */
export type Asked =
  | { readonly status: 'answered'; readonly answer: BotAnswer }
  | { readonly status: 'acknowledged' }
  | { readonly status: 'failed'; readonly reason: string }

/** Asks a bot over HTTP. The same turn has the same `webhook-id`, so a bot that is asked twice can tell. Never throws. */
export async function askBot(webhooks: WebhookCaller, connector: Connector, turn: BotTurn): Promise<Asked> {
  const { url, secret, timeoutMs } = connector
  const result = await webhooks.post({ url, secret, timeoutMs, id: `${turn.session.id}:${turn.seq}`, body: turn })
  if (result.status !== 'ok') return { status: 'failed', reason: `the bot could not be asked: ${result.reason}` }
  if (isAcknowledgement(result.body)) return { status: 'acknowledged' }
  const answer = BotAnswer.safeParse(result.body)
  if (!answer.success)
    return { status: 'failed', reason: `the bot's answer is not valid: ${z.prettifyError(answer.error)}` }
  return { status: 'answered', answer: answer.data }
}

/** Nothing (204, an empty body), `OK`, `null`, `true`: the bot has taken the message and says no words yet. `{}` is an answer. */
function isAcknowledgement(body: unknown): boolean {
  return typeof body !== 'object' || body === null
}
