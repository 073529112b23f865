import * as z from 'zod'
import { PathId } from './ids.ts'
import { HttpUrl, userInfoOf } from './web-url.ts'
import { WidgetConfig } from './widget.ts'

/** Masks the user name and password of a URL. Only old configurations have such URLs. */
export function maskedUrl(text: string): string {
  const url = new URL(text)
  if (userInfoOf(url) === '') return text
  url.username = MASKED
  url.password = ''
  return url.href
}

/** Replaces a secret in answers. A `PUT` with the mask keeps the stored secret. */
export const MASKED = '********'

/** A Standard Webhooks secret: `whsec_` and base64, or the mask of a stored one. */
const WebhookSecret = z
  .string()
  .max(200)
  .refine(secret => secret === MASKED || /^whsec_[A-Za-z0-9+/]{24,}={0,2}$/.test(secret), {
    error: 'must be whsec_ followed by at least 24 base64 characters',
  })

/** Longest time limit for a bot's answer. The HTTP API ends a request at 30 s. */
export const MAX_BOT_TIMEOUT_MS = 25_000

export const Connector = z
  .strictObject({
    type: z.literal('http'),
    url: HttpUrl,
    secret: WebhookSecret,
    timeoutMs: z.int().min(100).max(MAX_BOT_TIMEOUT_MS).default(10_000),
  })
  .meta({ id: 'Connector' })
export type Connector = z.infer<typeof Connector>

export const ChannelConfig = z
  .strictObject({
    type: z.literal('webhook'),
    url: HttpUrl,
    secret: WebhookSecret,
    replies: z.enum(['answer', 'deliver']).default('answer').meta({
      description:
        "Way of a turn's replies to the user. `answer`: in the answer to the request with the message. `deliver`: through this webhook, like an agent's messages.",
    }),
  })
  .meta({ id: 'ChannelConfig' })
export type ChannelConfig = z.infer<typeof ChannelConfig>

/**
 * Returns a channel's webhook. A channel may have any name, even `constructor`, so inherited properties do not count.
 */
export function channelOf({ channels }: Pick<BotConfig, 'channels'>, name: string): ChannelConfig | undefined {
  return Object.hasOwn(channels, name) ? channels[name] : undefined
}

export const AttributeConfig = z
  .strictObject({
    label: z.string().min(1).max(100),
    attributePath: z.string().min(1).max(200),
    defaultValue: z.string().max(200).exactOptional(),
    formatter: z.string().max(50).exactOptional(),
  })
  .meta({ id: 'AttributeConfig', description: 'Attribute of the user that the console shows.' })

const fields = {
  version: z.int().min(0).default(0).meta({
    description: 'Version that you read. Interlude refuses a stale one. 0 (the default) creates the bot.',
  }),
  paused: z.boolean().default(false).meta({ description: 'Pauses the whole bot: every message goes to people.' }),
  mode: z.enum(['ask', 'gate']).default('ask').meta({
    description:
      '`ask`: Interlude calls the bot and returns its answer. `gate`: Interlude says whether the bot may answer.',
  }),
  turns: z.enum(['overlap', 'serial']).default('overlap').meta({
    description: '`serial`: a reply waits for the older turns of its conversation. `overlap`: it does not.',
  }),
  channels: z.record(PathId, ChannelConfig).default({}),
  attributes: z.array(AttributeConfig).max(50).default([]),
  name: z.string().trim().min(1).max(60).exactOptional().meta({
    description: 'Name of the bot for users and agents. Defaults to its id.',
  }),
  avatarUrl: HttpUrl.exactOptional().meta({ description: 'Picture of the bot.' }),
  widget: WidgetConfig.exactOptional(),
}

/** A bot's configuration. A `PUT` of the answer of `GET` keeps the masked secrets. */
export const BotConfig = z
  .strictObject({ ...fields, connector: Connector.exactOptional() })
  .refine(config => config.mode === 'gate' || config.connector !== undefined, {
    error: 'the mode "ask" needs a connector',
    path: ['connector'],
  })
  .meta({ id: 'BotConfig' })
export type BotConfig = z.infer<typeof BotConfig>
