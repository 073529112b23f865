import { type ChannelConfig, channelOf } from '../protocol/channels.ts'
import type { DeliveryMode } from '../session/session.ts'

/** Which messages of a bot's conversations on a channel leave through the channel. */
export function deliveryMode(bot: Parameters<typeof channelOf>[0], channel: string): DeliveryMode {
  const config = channelOf(bot, channel)
  return config ? modeOf(config) : 'none'
}

function modeOf(config: ChannelConfig): DeliveryMode {
  switch (config.type) {
    case 'webhook':
      return config.replies === 'deliver' ? 'all' : 'people'
    case 'messenger':
    case 'telegram':
      return 'all'
    default:
      return config satisfies never
  }
}
