import type { ChannelOf } from '../../protocol/channels.ts'
import type { Inbound } from '../channel.ts'

/** Meta's webhooks. */
export const inbound: Inbound<ChannelOf<'messenger'>> = {
  verify: async () => undefined,
  read: async () => ({ status: 'forged', reason: 'not built yet' }),
}
