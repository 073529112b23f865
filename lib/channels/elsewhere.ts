import type { ChannelConfig, MessengerChannel } from '../protocol/channels.ts'
import type { Actor } from '../protocol/entry.ts'

/** The effect of an answer past Interlude, and its author as far as the platform names one. */
export interface Elsewhere {
  readonly elsewhere: MessengerChannel['elsewhere']
  readonly by: Actor
}

/** Reads from a channel's configuration what happens when a person answers its users past Interlude. */
export function elsewhereOf(config: ChannelConfig): Elsewhere {
  switch (config.type) {
    case 'webhook':
    case 'telegram':
      // Telegram does not tell a bot what another program sent in its name.
      return { elsewhere: 'ignore', by: { type: 'agent' } }
    case 'messenger':
      return { elsewhere: config.elsewhere, by: { type: 'agent', id: `messenger:${config.pageId}`, name: 'Messenger' } }
    default:
      return config satisfies never
  }
}
