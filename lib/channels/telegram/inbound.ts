import type { ChannelOf } from '../../protocol/channels.ts'
import { isObject } from '../../protocol/mend.ts'
import type { Inbound, Lookup, PlatformRequest, Reading } from '../channel.ts'
import { type Json, objectOf, textOf } from '../fields.ts'
import { sameText } from '../same-text.ts'
import { Warnings } from '../warnings.ts'
import { webhookSecret } from './secret.ts'
import { kindOf, readUpdate } from './updates.ts'

type Config = ChannelOf<'telegram'>

/**
 * Telegram's webhooks: one update in each request. An update does not name its bot, so the URL does, by `account`. Source:
 * core.telegram.org/bots/api, "setWebhook" and "Making requests when getting updates".
 */
export const inbound = { read } satisfies Inbound<Config>

async function read({ headers, query, body }: PlatformRequest, lookup: Lookup<Config>): Promise<Reading<Config>> {
  const botId = textOf(query.account) ?? ''
  const account = /^\d{1,16}$/.test(botId) ? await lookup.account(botId) : undefined
  if (!account) return { status: 'forged', reason: 'the URL names no bot that a channel has' }
  const secret = headers['x-telegram-bot-api-secret-token'] ?? ''
  if (!sameText(secret, webhookSecret(account.config.botToken))) {
    return { status: 'forged', reason: "the secret is not the one of the bot's token" }
  }
  const warnings = new Warnings()
  const update = jsonOf(body)
  const found = await readUpdate(update, {
    botId,
    warn: what => warnings.add(`the update (${kindOf(update)}) ${what}`),
    sent: async (userId, seq) => await lookup.sent(account, userId, seq),
  })
  const events = found?.events.map(event => ({ account, userId: found.userId, event })) ?? []
  return { status: 'read', events, warnings: warnings.all(), ...answerTo(update) }
}

/**
 * Ends the sign of waiting at a pressed button, also at one of another chat. Telegram takes the call in the answer to its
 * request, and does not tell whether it succeeded.
 */
function answerTo({ callback_query }: Json): { readonly answer?: Json } {
  const id = textOf(objectOf(callback_query).id)
  return id === undefined ? {} : { answer: { method: 'answerCallbackQuery', callback_query_id: id } }
}

function jsonOf(body: Buffer): Json {
  try {
    const update: unknown = JSON.parse(body.toString('utf8'))
    return isObject(update) ? update : {}
  } catch {
    return {}
  }
}
