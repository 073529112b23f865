import type { StoredPlatformApp } from '../../lib/ports/channels.ts'
import {
  CHANNEL_SECRETS,
  type ChannelConfig,
  channelOf,
  MESSENGER_APP_SECRETS,
  type MessengerApp,
} from '../../lib/protocol/channels.ts'
import { type BotConfig, maskedUrl } from '../../lib/protocol/config.ts'
import { invalid } from '../../lib/protocol/problem.ts'
import { MASKED } from '../../lib/protocol/secret.ts'

/** Masks the secrets of a configuration. A `PUT` of the masked configuration keeps them. */
export function masked(config: BotConfig): BotConfig {
  const { connector, channels, events } = config
  return {
    ...config,
    ...(connector && { connector: { ...connector, url: maskedUrl(connector.url), secret: MASKED } }),
    ...(events && { events: { ...events, secret: MASKED } }),
    channels: Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, maskedChannel(channel)])),
  }
}

function maskedChannel(channel: ChannelConfig): ChannelConfig {
  const shown = { ...channel, ...Object.fromEntries(CHANNEL_SECRETS[channel.type].map(field => [field, MASKED])) }
  return shown.type === 'webhook' ? { ...shown, url: maskedUrl(shown.url) } : shown
}

/** Replaces masks by the stored secrets. Throws `request.invalid` for a mask without a stored secret. */
export function withSecrets(config: BotConfig, stored: BotConfig | undefined): BotConfig {
  const { connector, channels, events } = config
  return {
    ...config,
    ...(connector && { connector: unmasked(connector, stored?.connector, ['secret'], 'connector.') }),
    ...(events && { events: unmasked(events, stored?.events, ['secret'], 'events.') }),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, channel]) => {
        const known = stored && channelOf(stored, name)
        const same = known?.type === channel.type ? known : undefined
        return [name, unmasked(channel, same, CHANNEL_SECRETS[channel.type], `channels.${name}.`)]
      }),
    ),
  }
}

/** Masks the secrets of the operator's application. A `PUT` of the masked application keeps them. */
export function maskedApp({ version, fields: { appId = '' } }: StoredPlatformApp): MessengerApp {
  return { version, appId, appSecret: MASKED, verifyToken: MASKED }
}

/** Replaces masks by the stored secrets. Throws `request.invalid` for a mask without a stored secret. */
export function appWithSecrets(app: MessengerApp, stored: StoredPlatformApp['fields'] | undefined): MessengerApp {
  return unmasked(app, stored, MESSENGER_APP_SECRETS)
}

/** `within`: the path of `given`, and a dot. */
function unmasked<T extends object>(given: T, stored: object | undefined, secrets: readonly string[], within = ''): T {
  const kept = secrets
    .filter(field => (given as Record<string, unknown>)[field] === MASKED)
    .map(field => {
      const secret = (stored as Record<string, unknown> | undefined)?.[field]
      if (secret !== undefined) return [field, secret] as const
      throw invalid([{ in: 'body', path: `${within}${field}`, message: 'no secret is stored for this mask' }])
    })
  return { ...given, ...Object.fromEntries(kept) }
}
