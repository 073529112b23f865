import * as z from 'zod'
import { CannedCards } from './canned-card.ts'
import { CannedReplies, DEFAULT_REPLY_TRIGGER, ReplyTrigger } from './canned-reply.ts'
import { accountProblems, ChannelConfig } from './channels.ts'
import { EventType } from './event-type.ts'
import { HandoffConfig } from './handoffs.ts'
import { TimeZone } from './hours.ts'
import { PathId } from './ids.ts'
import { Macros, macroProblems } from './macros.ts'
import { MASKED, WebhookSecret } from './secret.ts'
import { ListedTags } from './tags.ts'
import { UserLinks } from './user-links.ts'
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

/** Longest time limit for a bot's answer. The HTTP API ends a request at 30 s. */
export const MAX_BOT_TIMEOUT_MS = 25_000

export const Connector = z
  .strictObject({
    type: z.literal('http'),
    url: HttpUrl.meta({ description: 'Address of the bot, which Interlude calls for each message.' }),
    secret: WebhookSecret.meta({ description: `Secret with which Interlude signs its calls. Shown as ${MASKED}.` }),
    timeoutMs: z.int().min(100).max(MAX_BOT_TIMEOUT_MS).default(10_000).meta({
      description: 'Time limit of a call, in milliseconds. After it people get the message.',
    }),
  })
  .meta({ id: 'Connector', description: 'Server of the bot. Interlude calls it in the mode `ask`.' })
export type Connector = z.infer<typeof Connector>

export const EventsConfig = z
  .strictObject({
    url: HttpUrl.meta({ description: 'Address that gets the events.' }),
    secret: WebhookSecret.meta({ description: `Secret with which Interlude signs the events. Shown as ${MASKED}.` }),
    types: z
      .array(EventType)
      .min(1)
      .max(EventType.options.length)
      .exactOptional()
      .meta({ description: 'Types of the events to send. All by default.' }),
  })
  .meta({
    id: 'EventsConfig',
    description: 'Endpoint that gets every transition of a conversation (paused, assigned, resumed and so on).',
  })
export type EventsConfig = z.infer<typeof EventsConfig>

export const AttributeConfig = z
  .strictObject({
    label: z.string().min(1).max(100).meta({ description: 'Name of the attribute for agents.' }),
    attributePath: z.string().min(1).max(200).meta({ description: 'Path of the attribute in those of the user.' }),
    defaultValue: z.string().max(200).exactOptional().meta({ description: 'Text in place of a missing value.' }),
    formatter: z.string().max(50).exactOptional().meta({ description: "Format of the value in Botpress' own page." }),
  })
  .meta({ id: 'AttributeConfig', description: 'Attribute of the user that the console shows.' })

export const ReportConfig = z
  .strictObject({ timeZone: TimeZone })
  .meta({ id: 'ReportConfig', description: 'Time zone of the days and hours in reports, from now on. Default: `UTC`.' })
export type ReportConfig = z.infer<typeof ReportConfig>

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
  channels: z.record(PathId, ChannelConfig).default({}).meta({
    description: 'Channels by name, over which users reach the bot.',
  }),
  attributes: z.array(AttributeConfig).max(50).default([]).meta({
    description: 'Attributes of the user that the console shows.',
  }),
  cards: CannedCards.default([]).meta({ description: 'Cards that agents may send. The console offers them by name.' }),
  tags: ListedTags.default([]).meta({ description: 'Tags that agents may give to conversations.' }),
  macros: Macros.default([]).meta({ description: 'Macros that agents may carry out.' }),
  replies: CannedReplies.default([]).meta({
    description: 'Texts that agents may send, with variables. Each agent may have own ones beside them.',
  }),
  replyTrigger: ReplyTrigger.default(DEFAULT_REPLY_TRIGGER).meta({
    description: 'Character that opens the list of canned replies while an agent types.',
  }),
  links: UserLinks.default([]).meta({ description: 'Links that the console shows in the profile of a user.' }),
  name: z.string().trim().min(1).max(60).exactOptional().meta({
    description: 'Name of the bot for users and agents. Defaults to its id.',
  }),
  avatarUrl: HttpUrl.exactOptional().meta({ description: 'Picture of the bot.' }),
  events: EventsConfig.exactOptional(),
  handoffs: HandoffConfig.exactOptional(),
  reports: ReportConfig.exactOptional(),
  widget: WidgetConfig.exactOptional(),
}

/** A bot's configuration. A `PUT` of the answer of `GET` keeps the masked secrets. */
export const BotConfig = z
  .strictObject({ ...fields, connector: Connector.exactOptional() })
  .refine(config => config.mode === 'gate' || config.connector !== undefined, {
    error: 'the mode "ask" needs a connector',
    path: ['connector'],
  })
  .superRefine(({ mode, channels }, context) => {
    if (mode === 'ask') return
    for (const [name, { type }] of Object.entries(channels)) {
      if (type === 'webhook') continue
      const message = `a channel of the type "${type}" needs the mode "ask": nobody else asks the bot`
      context.addIssue({ code: 'custom', message, path: ['channels', name, 'type'] })
    }
  })
  .superRefine((config, context) => {
    for (const problem of [...accountProblems(config), ...macroProblems(config)])
      context.addIssue({ code: 'custom', ...problem })
  })
  .meta({ id: 'BotConfig' })
export type BotConfig = z.infer<typeof BotConfig>
