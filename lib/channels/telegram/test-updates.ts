import type { Lookup, PlatformRequest } from '../channel.ts'
import { inbound } from './inbound.ts'
import { webhookSecret } from './secret.ts'

/** The bot and the user of the tests. */
export const BOT_ID = '110201543'
export const BOT_TOKEN = `${BOT_ID}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw`
export const MARIA = 412_587_349
export const config = { type: 'telegram', botToken: BOT_TOKEN, agentName: 'hide', typing: 'agents' } as const

const account = { botId: 'demo', channel: 'telegram', config } as const

/** Knows one bot. `sent`: what Interlude sent to the user, by its number in the log. */
export function lookupOf(sent: Awaited<ReturnType<Lookup<typeof config>['sent']>>[] = []): Lookup<typeof config> {
  return {
    app: async () => undefined,
    account: async id => (id === BOT_ID ? account : undefined),
    sent: async (_account, userId, seq) =>
      userId === String(MARIA) ? sent.find(each => each?.seq === seq) : undefined,
  }
}

/** A request of Telegram with an update, or with another text. */
export function posted(update: unknown, overrides: Partial<PlatformRequest> = {}): PlatformRequest {
  return {
    headers: { 'x-telegram-bot-api-secret-token': webhookSecret(BOT_TOKEN) },
    query: { account: BOT_ID },
    body: Buffer.from(typeof update === 'string' ? update : JSON.stringify(update)),
    ...overrides,
  }
}

/** Reads a request that must not count as forged. */
export async function read(update: unknown, lookup = lookupOf()) {
  const reading = await inbound.read(posted(update), lookup)
  if (reading.status === 'forged') throw new Error(reading.reason)
  return reading
}

/** An update with a message of Maria. */
export function fromMaria(fields: object, kind = 'message'): object {
  return {
    update_id: 10_000,
    [kind]: {
      message_id: 1_365,
      from: { id: MARIA, is_bot: false, first_name: 'Maria', last_name: 'Lund', language_code: 'nb' },
      chat: { id: MARIA, type: 'private', first_name: 'Maria' },
      date: 1_441_645_532,
      ...fields,
    },
  }
}
