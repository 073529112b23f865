import * as z from 'zod'
import { AttributeConfig } from '../config.ts'
import { HitlMessage, HitlSession } from '../hitl.ts'
import { PathId } from '../ids.ts'
import { oneLine } from '../line.ts'
import {
  BotPath,
  bot,
  control,
  notOwn,
  plainOk,
  type RouteSpec,
  SessionPath,
  Thread,
  UserPath,
  UserQuery,
} from './spec.ts'

const hitl = `${bot}/mod/hitl`
const MAX_TRIGGER_CHARS = 64

/** The cause of a pause: any text, shortened to one line. */
const Trigger = z
  .string()
  .transform(text => oneLine(text, MAX_TRIGGER_CHARS))
  .meta({
    description: `Cause of the command, shortened to one line of ${MAX_TRIGGER_CHARS} characters. A pause by an end user always has the trigger \`user\`.`,
  })
const PauseQuery = z.object({ trigger: Trigger.exactOptional() })
/** Only the text `true` is true, as in Botpress. */
const flag = z.string().transform(text => text === 'true')

/** The routes that name a user: each exists once with the ids in the path, and once with the ids in the query. */
const byUser = { method: 'POST', tag: 'hitl', who: ['bot', 'agent', 'user'] } as const
const ofUser = (action: string) => ({
  ...byUser,
  path: `${hitl}/channel/{channel}/user/{userId}/${action}` as const,
  params: UserPath,
})
const addressed = (action: string, does: string) => ({
  ...byUser,
  path: `${hitl}/${action}` as const,
  params: BotPath,
  summary: `${does}, with the ids in the query. Use it for ids that a path cannot carry.`,
})
const pausesByUser = { answer: plainOk, errors: [notOwn, 'pause.too_often', ...control] } as const
const unpausesByUser = { answer: plainOk, errors: [notOwn, 'review.waiting', ...control] } as const
const asksByUser = { answer: { schema: z.boolean() }, errors: [notOwn] } as const

/** The routes of Botpress 12's HITL module. */
export const hitlRoutes = {
  hitlPause: {
    method: 'POST',
    path: `${hitl}/sessions/{id}/pause`,
    tag: 'hitl',
    summary: 'Takes a conversation from the bot.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: PauseQuery,
    answer: plainOk,
    errors: ['session.not_found', ...control],
  },
  hitlUnpause: {
    method: 'POST',
    path: `${hitl}/sessions/{id}/unpause`,
    tag: 'hitl',
    summary: 'Gives a conversation back to the bot.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: PauseQuery,
    answer: plainOk,
    errors: ['session.not_found', 'review.waiting', ...control],
  },
  hitlUserPause: {
    ...ofUser('pause'),
    summary:
      'Takes every conversation of a user on a channel from the bot, or only the one with the given thread. Creates a paused conversation if the user is unknown.',
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    ...pausesByUser,
  },
  hitlAddressedPause: {
    ...addressed('pause', "Takes a user's conversations from the bot"),
    query: z.object({ ...UserQuery.shape, ...PauseQuery.shape }),
    ...pausesByUser,
  },
  hitlUserUnpause: {
    ...ofUser('unpause'),
    summary: 'Gives every conversation of a user on a channel back to the bot, or only the one with the given thread.',
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    ...unpausesByUser,
  },
  hitlAddressedUnpause: {
    ...addressed('unpause', "Gives a user's conversations back to the bot"),
    query: z.object({ ...UserQuery.shape, ...PauseQuery.shape }),
    ...unpausesByUser,
  },
  hitlIsPaused: {
    method: 'POST',
    path: `${hitl}/sessions/{id}/isPaused`,
    tag: 'hitl',
    summary: 'Says whether people hold a conversation.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    answer: { schema: z.boolean() },
    errors: ['session.not_found'],
  },
  hitlUserIsPaused: {
    ...ofUser('isPaused'),
    summary:
      'Says whether people hold any conversation of a user on a channel, or the one with the given thread. Answers false if the user is unknown.',
    query: Thread,
    ...asksByUser,
  },
  hitlAddressedIsPaused: {
    ...addressed('isPaused', 'Says whether people hold any conversation of a user'),
    query: UserQuery,
    ...asksByUser,
  },
  hitlSessions: {
    method: 'GET',
    path: `${hitl}/sessions`,
    tag: 'hitl',
    summary: 'Lists the newest conversations that have a message, at most 100.',
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({ pausedOnly: flag.default(false), searchText: z.string().max(200).default('') }),
    answer: { schema: z.array(HitlSession) },
    errors: [],
  },
  hitlMessages: {
    method: 'GET',
    path: `${hitl}/sessions/{id}`,
    tag: 'hitl',
    summary:
      'Lists the last 100 messages of a conversation, oldest first. The list is empty if the conversation does not exist.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    answer: { schema: z.array(HitlMessage) },
    errors: [],
  },
  hitlMessage: {
    method: 'POST',
    path: `${hitl}/sessions/{id}/message`,
    tag: 'hitl',
    summary: "Sends an agent's message to the user.",
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    body: z.object({ message: z.string().min(1) }),
    answer: plainOk,
    errors: ['session.not_found', 'message.too_large', 'agent.at_capacity', ...control],
  },
  hitlAttributes: {
    method: 'GET',
    path: `${hitl}/config/attributes`,
    tag: 'hitl',
    summary: 'Lists the user attributes that the console shows.',
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({}),
    answer: { schema: z.array(AttributeConfig) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>

/**
 * Serves the routes above also for paths that end in a slash and for `HEAD`, as Express does. The OpenAPI document
 * leaves it out.
 */
export const hitlRest = {
  method: 'ANY',
  path: `${hitl}/{rest+}`,
  tag: 'hitl',
  summary: 'Serves a route of the module for a path that ends in a slash, or for HEAD.',
  who: ['bot', 'agent', 'user'],
  params: z.strictObject({ botId: PathId, rest: z.string() }),
  query: z.object({}),
  answer: { schema: z.never() },
  errors: ['route.not_found'],
} as const satisfies RouteSpec
