import * as z from 'zod'
import { ChannelChecks } from '../channel-check.ts'
import { MessengerApp } from '../channels.ts'
import { BotConfig } from '../config.ts'
import { PathId, Time } from '../ids.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

const DAY_SECONDS = 24 * 3600

/** The overlap in which Interlude accepts the earlier secret. */
const overlapOf = (usual: number) =>
  z
    .strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(30 * DAY_SECONDS)
        .default(usual)
        .meta({ description: 'Seconds for which Interlude still accepts the earlier secret.' }),
    })
    .default({ overlapSeconds: usual })

const ChannelPath = z.strictObject({ botId: PathId, channel: PathId })

/** The routes that set up bots, their channels and keys. */
export const setupRoutes = {
  putBot: {
    method: 'PUT',
    path: bot,
    tag: 'setup',
    summary: 'Creates a bot, or updates its configuration if `version` is current.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: BotConfig,
    answer: { schema: BotConfig },
    errors: ['config.stale_version', 'channel.account_taken'],
  },
  config: {
    method: 'GET',
    path: `${bot}/config`,
    tag: 'setup',
    summary: "Reads a bot's configuration, with masked secrets.",
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    answer: { schema: BotConfig },
    errors: [],
  },
  identitySecret: {
    method: 'GET',
    path: `${bot}/identity-secret`,
    tag: 'setup',
    summary: 'Reads the secret with which your server signs user ids.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ identitySecret: z.string() }) },
    errors: [],
  },
  replaceIdentitySecret: {
    method: 'POST',
    path: `${bot}/identity-secret`,
    tag: 'setup',
    summary:
      'Replaces the secret with which your server signs user ids. Interlude accepts the earlier secret during the overlap.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: overlapOf(DAY_SECONDS),
    answer: { schema: z.object({ identitySecret: z.string(), earlierUntil: Time }) },
    errors: ['config.stale_version'],
  },
  replaceUserTokenSecret: {
    method: 'POST',
    path: `${bot}/user-token-secret`,
    tag: 'setup',
    summary: "Replaces the secret that signs end users' tokens. An overlap of 0 ends every token of the bot at once.",
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: overlapOf(2 * 3600),
    answer: { schema: z.object({ earlierUntil: Time }) },
    errors: ['config.stale_version'],
  },
  checkChannel: {
    method: 'POST',
    path: `${bot}/channels/{channel}/check`,
    tag: 'setup',
    summary: 'Checks from outside whether a channel works.',
    who: ['admin'],
    params: ChannelPath,
    query: Nothing,
    answer: { schema: ChannelChecks },
    errors: ['channel.not_found'],
  },
  subscribeChannel: {
    method: 'POST',
    path: `${bot}/channels/{channel}/subscribe`,
    tag: 'setup',
    summary: "Asks the platform to send the events of the channel's account, and checks the channel.",
    who: ['admin'],
    params: ChannelPath,
    query: Nothing,
    answer: { schema: ChannelChecks },
    errors: ['channel.not_found'],
  },
  keys: {
    method: 'GET',
    path: `${bot}/keys`,
    tag: 'setup',
    summary: "Lists a bot's keys, without their secrets.",
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    answer: {
      schema: z.array(z.object({ keyId: z.string(), label: z.string().exactOptional(), createdAt: z.string() })),
    },
    errors: [],
  },
  createKey: {
    method: 'POST',
    path: `${bot}/keys`,
    tag: 'setup',
    summary: 'Creates a key. Only this answer contains its secret.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: z.strictObject({ label: z.string().min(1).max(100).exactOptional() }).default({}),
    answer: { schema: z.object({ keyId: z.string(), key: z.string() }), status: 201 },
    errors: [],
  },
  deleteKey: {
    method: 'DELETE',
    path: `${bot}/keys/{keyId}`,
    tag: 'setup',
    summary: 'Revokes a key. It stops working within 30 seconds.',
    who: ['admin'],
    params: z.strictObject({ botId: PathId, keyId: PathId }),
    query: Nothing,
    answer: { schema: z.object({ deleted: z.literal(true) }) },
    errors: ['key.not_found'],
  },
} as const satisfies Record<string, RouteSpec>

const messengerApp = '/api/v1/channels/messenger/app'

/** The routes of the operator's applications at platforms, which the channels of all bots share. */
export const platformRoutes = {
  messengerApp: {
    method: 'GET',
    path: messengerApp,
    tag: 'setup',
    summary: "Reads the operator's app at Meta, with masked secrets. Version 0 alone: there is none yet.",
    who: ['admin'],
    params: Nothing,
    query: Nothing,
    answer: { schema: z.union([MessengerApp, z.strictObject({ version: z.literal(0) })]) },
    errors: [],
  },
  putMessengerApp: {
    method: 'PUT',
    path: messengerApp,
    tag: 'setup',
    summary: "Enters the operator's app at Meta, or changes it if `version` is current.",
    who: ['admin'],
    params: Nothing,
    query: Nothing,
    body: MessengerApp,
    answer: { schema: MessengerApp },
    errors: ['config.stale_version'],
  },
} as const satisfies Record<string, RouteSpec>

/** Cache time of answers that only a deployment changes. */
const cacheSeconds = 3600

/** The routes of the API's documents. */
export const serviceRoutes = {
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'service',
    summary: 'API reference as an OpenAPI document.',
    who: ['anyone'],
    params: Nothing,
    query: z.object({}),
    answer: { schema: z.record(z.string(), z.unknown()), cacheSeconds },
    errors: [],
  },
  docs: {
    method: 'GET',
    path: '/docs',
    tag: 'service',
    summary: 'API reference as HTML.',
    who: ['anyone'],
    params: Nothing,
    query: z.object({}),
    answer: { schema: z.string(), contentType: 'text/html; charset=utf-8', cacheSeconds },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
