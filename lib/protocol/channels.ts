import * as z from 'zod'
import { MASKED, WebhookSecret } from './secret.ts'
import { HttpUrl } from './web-url.ts'

/** A channel that the operator's own connector serves. */
export const WebhookChannel = z
  .strictObject({
    type: z.literal('webhook'),
    url: HttpUrl.meta({ description: 'Address of your connector, which gets the messages to users.' }),
    secret: WebhookSecret.meta({ description: `Secret with which Interlude signs its calls. Shown as ${MASKED}.` }),
    replies: z.enum(['answer', 'deliver']).default('answer').meta({
      description:
        "Way of a turn's replies to the user. `answer`: in the answer to the request with the message. `deliver`: through this webhook, like an agent's messages.",
    }),
  })
  .meta({ id: 'WebhookChannel' })
export type WebhookChannel = z.infer<typeof WebhookChannel>

const Typing = z.enum(['agents', 'all', 'none']).default('agents').meta({
  description:
    'Whose typing the user sees. `agents`: that an agent types. `all`: also that the bot is answering, if it takes longer than a moment.',
})

/** A page on Facebook whose messages Interlude receives and answers. It needs the operator's app at Meta. */
export const MessengerChannel = z
  .strictObject({
    type: z.literal('messenger'),
    pageId: z
      .string()
      .regex(/^\d{1,32}$/, { error: 'must be the id of a page: digits alone' })
      .meta({ description: 'Id of the page. A page belongs to one channel of one bot.' }),
    pageToken: z
      .string()
      .regex(/^[\x21-\x7e]{1,1000}$/, { error: 'must be the access token of the page' })
      .meta({ description: `Access token of the page, with the permission pages_messaging. Shown as ${MASKED}.` }),
    elsewhere: z.enum(['pause', 'log', 'ignore']).default('pause').meta({
      description:
        "Effect of an answer that a person gives past Interlude, for example in the page's inbox. `pause`: logs it and takes the conversation from the bot. `log`: logs it.",
    }),
    threadControl: z.enum(['follow', 'ignore']).default('ignore').meta({
      description:
        'Conversation Routing. `follow`: pauses while another app controls the thread, and unpauses when that app gives it back.',
    }),
    passTo: z
      .string()
      .regex(/^\d{1,32}$/, { error: 'must be the id of an app: digits alone' })
      .exactOptional()
      .meta({
        description:
          "Id of an app, for example 263902037430900, the page's inbox. It gets the thread while a conversation waits for a person, and Interlude takes the thread when an agent or the bot has the conversation.",
      }),
    agentName: z.enum(['show', 'hide', 'persona']).default('hide').meta({
      description:
        "`show`: an agent's message begins with the agent's name. `persona`: Messenger shows the agent's name and `personaPicture` beside it.",
    }),
    personaPicture: HttpUrl.refine(url => /^https:/i.test(url), { error: 'must begin with https' })
      .exactOptional()
      .meta({
        description: 'Address of the picture of every persona, at most 8 MB. Needed with `agentName: "persona"`.',
      }),
    typing: Typing,
  })
  .refine(({ agentName, personaPicture }) => agentName !== 'persona' || personaPicture !== undefined, {
    path: ['personaPicture'],
    error: 'is needed with agentName: persona',
    // Also while other fields are wrong, so that a form marks all of them.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({ id: 'MessengerChannel' })
export type MessengerChannel = z.infer<typeof MessengerChannel>

/** A bot at Telegram whose private chats Interlude receives and answers. The account is the bot. */
export const TelegramChannel = z
  .strictObject({
    type: z.literal('telegram'),
    botToken: z
      .string()
      .refine(token => token === MASKED || /^[1-9]\d{0,15}:[A-Za-z0-9_-]{1,200}$/.test(token), {
        error: 'must be the token of the bot: its id, a colon and a secret',
      })
      .meta({
        description: `Token of the bot, which BotFather gives. A bot belongs to one channel. Shown as ${MASKED}.`,
      }),
    agentName: z.enum(['show', 'hide']).default('hide').meta({
      description: "`show`: an agent's message begins with the agent's name.",
    }),
    typing: Typing,
  })
  .meta({ id: 'TelegramChannel' })
export type TelegramChannel = z.infer<typeof TelegramChannel>

/** A channel of a bot. The name of the channel is the operator's choice, and part of a conversation's address. */
export const ChannelConfig = z
  .discriminatedUnion('type', [WebhookChannel, MessengerChannel, TelegramChannel])
  .meta({ id: 'ChannelConfig' })
export type ChannelConfig = z.infer<typeof ChannelConfig>

export type ChannelType = ChannelConfig['type']
export type ChannelOf<Type extends ChannelType> = Extract<ChannelConfig, { readonly type: Type }>

/** The operator's application at Meta, through which the pages of all bots send and receive. */
export const MessengerApp = z
  .strictObject({
    version: z.int().min(0).default(0).meta({
      description: 'Version that you read. Interlude refuses a stale one. 0 (the default) enters the application.',
    }),
    appId: z
      .string()
      .trim()
      .regex(/^\d{1,32}$/, { error: 'must be the id of an app: digits alone' })
      .meta({ description: 'Id of the app.' }),
    appSecret: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{1,200}$/, { error: 'must be the secret of the app' })
      .meta({ description: `Secret of the app, with which Meta signs its requests. Shown as ${MASKED}.` }),
    verifyToken: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{8,200}$/, { error: 'must have 8 to 200 visible ASCII characters' })
      .meta({ description: `A token of your choice, which Meta sends when it checks the URL. Shown as ${MASKED}.` }),
  })
  .meta({ id: 'MessengerApp' })
export type MessengerApp = z.infer<typeof MessengerApp>

/** The fields of the operator's application that answers mask. */
export const MESSENGER_APP_SECRETS = ['appSecret', 'verifyToken'] as const satisfies readonly (keyof MessengerApp)[]

/**
 * The webhook fields of the events that Interlude reads (`lib/channels/messenger/events.ts`). Meta sends an event only if
 * its field is ticked for the app as well as for the page. Source:
 * developers.facebook.com/docs/graph-api/reference/page/subscribed_apps.
 */
export const MESSENGER_FIELDS = [
  'messages',
  'messaging_postbacks',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_referrals',
  'messaging_optins',
  'messaging_handovers',
  'standby',
] as const

/** Most accounts of platforms that one bot may have. A store moves those of an old and a new configuration at once. */
export const MAX_ACCOUNTS = 40

/** Returns the platform's id of the account that a channel uses. Undefined without a platform, and for a masked secret. */
export function accountIdOf(config: ChannelConfig): string | undefined {
  switch (config.type) {
    case 'webhook':
      return undefined
    case 'messenger':
      return config.pageId
    case 'telegram':
      return /^\d+(?=:)/.exec(config.botToken)?.[0]
    default:
      return config satisfies never
  }
}

/** An account of a platform, and the name of the channel that uses it. */
export interface UsedAccount {
  readonly type: ChannelType
  readonly accountId: string
  readonly channel: string
}

/** Lists the accounts of platforms that the channels of a bot use. */
export function accountsOf({
  channels,
}: {
  readonly channels: Readonly<Record<string, ChannelConfig>>
}): UsedAccount[] {
  return Object.entries(channels).flatMap(([channel, config]) => {
    const accountId = accountIdOf(config)
    return accountId === undefined ? [] : [{ type: config.type, accountId, channel }]
  })
}

/** Lists what is wrong with the accounts of a bot: two channels share one, or there are too many. */
export function accountProblems(config: Parameters<typeof accountsOf>[0]) {
  const accounts = accountsOf(config)
  const tooMany = { path: ['channels'], message: `a bot may have at most ${MAX_ACCOUNTS} accounts of platforms` }
  const shared = accounts.flatMap(({ type, accountId, channel }, index) => {
    const first = accounts.slice(0, index).find(each => each.type === type && each.accountId === accountId)
    const message = `the ${type} account ${accountId} is also the one of the channel "${first?.channel}"`
    return first ? [{ path: ['channels', channel], message }] : []
  })
  return accounts.length > MAX_ACCOUNTS ? [tooMany, ...shared] : shared
}

/** The fields of each kind of channel that answers mask. */
export const CHANNEL_SECRETS = {
  webhook: ['secret'],
  messenger: ['pageToken'],
  telegram: ['botToken'],
} as const satisfies { readonly [Type in ChannelType]: readonly (keyof ChannelOf<Type>)[] }

/** Returns a channel of a bot. A channel may have any name, even `constructor`, so inherited properties do not count. */
export function channelOf(
  { channels }: { readonly channels: Readonly<Record<string, ChannelConfig>> },
  name: string,
): ChannelConfig | undefined {
  return Object.hasOwn(channels, name) ? channels[name] : undefined
}
