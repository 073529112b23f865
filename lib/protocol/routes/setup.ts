import * as z from 'zod'
import { BotConfig } from '../config.ts'
import { PathId, Time } from '../ids.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

const DAY_SECONDS = 24 * 3600

/** For how long the earlier secret counts beside the new one. */
const overlapOf = (usual: number) =>
  z
    .strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(30 * DAY_SECONDS)
        .default(usual)
        .meta({ description: 'How long the earlier secret is still accepted, in seconds.' }),
    })
    .default({ overlapSeconds: usual })

/** Bots and their keys. */
export const setupRoutes = {
  putBot: {
    method: 'PUT',
    path: bot,
    tag: 'setup',
    summary: 'Creates a bot, or changes its configuration if the version that you read still holds.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: BotConfig,
    answer: { schema: BotConfig },
    errors: ['config.stale_version'],
  },
  config: {
    method: 'GET',
    path: `${bot}/config`,
    tag: 'setup',
    summary: "A bot's configuration, secrets masked.",
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
    summary: "The secret with which your server signs its users' ids.",
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
      "Replaces the secret with which your server signs its users' ids. The earlier one is accepted for a while.",
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
    summary:
      "Replaces the secret that signs end users' tokens. With an overlap of 0 every token of the bot ends at once.",
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: overlapOf(2 * 3600),
    answer: { schema: z.object({ earlierUntil: Time }) },
    errors: ['config.stale_version'],
  },
  keys: {
    method: 'GET',
    path: `${bot}/keys`,
    tag: 'setup',
    summary: "A bot's keys, without their secrets.",
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
    summary: 'Makes a key. Its secret is shown this once.',
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
    summary: 'Takes a key back. It stops working within 30 seconds.',
    who: ['admin'],
    params: z.strictObject({ botId: PathId, keyId: PathId }),
    query: Nothing,
    answer: { schema: z.object({ deleted: z.literal(true) }) },
    errors: ['key.not_found'],
  },
} as const satisfies Record<string, RouteSpec>

/** The caching of answers that change with a deployment alone. */
const cacheSeconds = 3600

/** The API about itself. */
export const serviceRoutes = {
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'service',
    summary: 'This document.',
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
    summary: 'The API as a page to read.',
    who: ['anyone'],
    params: Nothing,
    query: z.object({}),
    answer: { schema: z.string(), contentType: 'text/html; charset=utf-8', cacheSeconds },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
