import type { ChannelConfig, MessengerChannel } from '../protocol/channels.ts'
import type { Actor } from '../protocol/entry.ts'

/** What an answer past Interlude does, and who gave it as far as the platform tells. */
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
