import type { WebhookChannel } from '../../lib/protocol/channels.ts'
import type { BotConfig, Connector } from '../../lib/protocol/config.ts'
import type { Policy } from '../../lib/session/policy.ts'
import { BOT_URL, CHANNEL_URL } from './outside.ts'

/** Signatures are not checked here. */
const SECRET = `whsec_${'0'.repeat(32)}`

const connector: Connector = { type: 'http', url: BOT_URL, secret: SECRET, timeoutMs: 10_000 }

/** A bot behind the gate. */
export const gate = { mode: 'gate' } as const

/** A bot that is asked. */
export const asks = { mode: 'ask', connector } as const

const webhook = (replies: WebhookChannel['replies']): Pick<BotConfig, 'channels'> => ({
  channels: { web: { type: 'webhook', url: CHANNEL_URL, secret: SECRET, replies } },
})

/** The same bot, and a channel that gets a turn's replies like an agent's messages. */
export const asksAndDelivers = { ...asks, ...webhook('deliver') }

/** The same bot, and a channel that gets a turn's replies in the answer to the user's message. */
export const asksAndAnswers = { ...asks, ...webhook('answer') }

/** Two tries of every outside call; the second is the last. */
export const twoTries: Partial<Policy> = { retryMs: [5_000] }
