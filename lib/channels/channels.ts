import type { ChannelConfig, ChannelOf, ChannelType } from '../protocol/channels.ts'
import type { Channel } from './channel.ts'
import { webhook } from './webhook/webhook.ts'

/**
 * Every kind of channel. A process loads the code of a platform when it first needs it: the build keeps it out of the
 * files that a function reads when it starts.
 */
const loaders: { readonly [Type in ChannelType]: () => Promise<Channel<Type>> } = {
  webhook: async () => webhook,
  messenger: async () => (await import('./messenger/messenger.ts')).messenger,
  telegram: async () => (await import('./telegram/telegram.ts')).telegram,
}

/** Loads a kind of channel. */
export async function channelOfType<Type extends ChannelType>(type: Type): Promise<Channel<Type>> {
  return await loaders[type]()
}

/** Loads the channel of a configuration. */
export async function channelFor<Type extends ChannelType>(config: ChannelOf<Type>): Promise<Channel<Type>> {
  return (await channelOfType((config as ChannelConfig).type)) as unknown as Channel<Type>
}
