import { defined } from '../../defined.ts'
import type { ChannelDelivery } from '../../protocol/bot.ts'
import { sessionRef } from '../../webhooks/session-ref.ts'
import type { Channel, Delivery } from '../channel.ts'

/** Time limit of a call. A failed one is tried again by deadline. */
export const DELIVERY_TIMEOUT_MS = 3_000

/**
 * A channel that the operator's own connector serves: signed calls to its URL, as PROTOCOL.md ("Talking to a channel")
 * says. The connector shows each content as it can, so one message is one call.
 */
export const webhook: Channel<'webhook'> = {
  type: 'webhook',
  inbound: 'api',
  control: 'none',
  render: delivery => ({ status: 'rendered', calls: [{ ...callOf(delivery) }] }),
  send: async ({ webhooks }, body, { config: { url, secret }, id }) =>
    await webhooks.post({ url, secret, id, body, timeoutMs: DELIVERY_TIMEOUT_MS, skipIfSilent: true }),
  typingMs: 0,
  showTyping: async () => {},
  profile: async () => undefined,
  check: async (ports, config, here) => await (await import('./check.ts')).check(ports, config, here),
  subscribe: async () => undefined,
}

function callOf({ session, message: { seq, at, by, type, text, payload } }: Delivery): ChannelDelivery {
  return {
    type: 'message',
    botId: session.botId,
    session: sessionRef(session),
    seq,
    at,
    from: { type: by.type === 'user' ? 'system' : by.type, ...defined({ name: by.name }) },
    message: { type, ...defined({ text, payload }) },
  }
}
