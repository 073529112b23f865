import type { Directory } from '../bots/directory.ts'
import { type ChannelConfig, channelOf } from '../protocol/channels.ts'
import type { Address, DeliveryMode } from '../session/session.ts'

/** Tells the messages of a conversation that leave through its channel, as its bot is configured now. */
export async function deliveryFor(
  { directory }: { readonly directory: Pick<Directory, 'bot'> },
  { botId, channel }: Address,
): Promise<DeliveryMode> {
  return deliveryMode((await directory.bot(botId)).config, channel)
}

/** Tells the messages of a bot's conversations on a channel that leave through the channel. */
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
