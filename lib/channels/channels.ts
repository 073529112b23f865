import type { ChannelConfig, ChannelOf, ChannelType } from '../protocol/channels.ts'
import type { Channel } from './channel.ts'
import { messenger } from './messenger/messenger.ts'
import { telegram } from './telegram/telegram.ts'
import { webhook } from './webhook/webhook.ts'

/** Every kind of channel. */
export const channels: { readonly [Type in ChannelType]: Channel<Type> } = { webhook, messenger, telegram }

/** Returns the channel of a configuration. */
export function channelFor<Type extends ChannelType>(config: ChannelOf<Type>): Channel<Type> {
  return channels[(config as ChannelConfig).type] as unknown as Channel<Type>
}
