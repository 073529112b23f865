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

/** Why a conversation is paused: any text, made one short line. Nothing of it is left where it is empty. */
const Trigger = z
  .string()
  .transform(text => oneLine(text, MAX_TRIGGER_CHARS))
  .meta({
    description: `Why. Cut to a line of ${MAX_TRIGGER_CHARS} characters. A pause by an end user always has \`user\`.`,
  })
const PauseQuery = z.object({ trigger: Trigger.exactOptional() })
/** Only the text `true` is true, as in the original. */
const flag = z.string().transform(text => text === 'true')

/** Pausing, giving back and asking, by the user: each once with the ids in the path and once in the query. */
const byUser = { method: 'POST', tag: 'hitl', who: ['bot', 'agent', 'user'] } as const
const ofUser = (action: string) => ({
  ...byUser,
  path: `${hitl}/channel/{channel}/user/{userId}/${action}` as const,
  params: UserPath,
})
const addressed = (action: string) => ({
  ...byUser,
  path: `${hitl}/${action}` as const,
  params: BotPath,
  summary: 'The same, with ids that a path cannot carry.',
})
const pausesByUser = { answer: plainOk, errors: [notOwn, 'pause.too_often', ...control] } as const
const unpausesByUser = { answer: plainOk, errors: [notOwn, ...control] } as const
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
    errors: ['session.not_found', ...control],
  },
  hitlUserPause: {
    ...ofUser('pause'),
    summary:
      'Takes all conversations with a user on a channel from the bot, or the one with that thread; a user who is not known yet gets a paused conversation.',
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    ...pausesByUser,
  },
  hitlAddressedPause: {
    ...addressed('pause'),
    query: z.object({ ...UserQuery.shape, ...PauseQuery.shape }),
    ...pausesByUser,
  },
  hitlUserUnpause: {
    ...ofUser('unpause'),
    summary: 'Gives all conversations with a user on a channel back to the bot, or the one with that thread.',
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    ...unpausesByUser,
  },
  hitlAddressedUnpause: {
    ...addressed('unpause'),
    query: z.object({ ...UserQuery.shape, ...PauseQuery.shape }),
    ...unpausesByUser,
  },
  hitlIsPaused: {
    method: 'POST',
    path: `${hitl}/sessions/{id}/isPaused`,
    tag: 'hitl',
    summary: 'Whether people hold a conversation.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    answer: { schema: z.boolean() },
    errors: ['session.not_found'],
  },
  hitlUserIsPaused: {
    ...ofUser('isPaused'),
    summary:
      'Whether people hold any conversation with a user on a channel, or the one with that thread; false for a user who is not known.',
    query: Thread,
    ...asksByUser,
  },
  hitlAddressedIsPaused: {
    ...addressed('isPaused'),
    query: UserQuery,
    ...asksByUser,
  },
  hitlSessions: {
    method: 'GET',
    path: `${hitl}/sessions`,
    tag: 'hitl',
    summary: 'The newest conversations in which something was said, at most 100.',
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
    summary: 'The last 100 messages of a conversation, ascending; none where there is no such conversation.',
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
    summary: 'Says something to the user as an agent.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    body: z.object({ message: z.string().min(1) }),
    answer: plainOk,
    errors: ['session.not_found', 'message.too_large', ...control],
  },
  hitlAttributes: {
    method: 'GET',
    path: `${hitl}/config/attributes`,
    tag: 'hitl',
    summary: "Which of a user's attributes to show.",
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({}),
    answer: { schema: z.array(AttributeConfig) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>

/**
 * Takes all other requests below the module's base: a route of it with a slash at its end, or by `HEAD`, as Express takes
 * both. It stands for the routes above, and is not documented by itself.
 */
export const hitlRest = {
  method: 'ANY',
  path: `${hitl}/{rest+}`,
  tag: 'hitl',
  summary: 'A route of the module with a slash at its end, or asked by HEAD.',
  who: ['bot', 'agent', 'user'],
  params: z.strictObject({ botId: PathId, rest: z.string() }),
  query: z.object({}),
  answer: { schema: z.never() },
  errors: ['route.not_found'],
} as const satisfies RouteSpec
