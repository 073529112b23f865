import * as z from 'zod'
import { Handback, PostReplies } from './bot.ts'
import { AttributeConfig, BotConfig } from './config.ts'
import { ControlChange, Conversation, HandoffView, NoteBody, PauseBody, UnpauseBody } from './conversation.ts'
import { Entry } from './entry.ts'
import { HitlMessage, HitlSession } from './hitl.ts'
import { BodyId, CommandId, PathId, Seq, SessionId } from './ids.ts'
import { InboundMessage, MessageType } from './message.ts'
import type { ErrorCode } from './problem.ts'

/** Who may call a route. A `user` only for their own conversation. */
export type Who = 'bot' | 'agent' | 'admin' | 'user' | 'anyone'

/** One route of the HTTP API: what it takes, what it answers, and who may call it. OpenAPI is made from these. */
export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly tag: 'messages' | 'hitl' | 'conversations' | 'setup' | 'service'
  readonly summary: string
  readonly who: readonly Who[]
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  readonly answer: { readonly schema: z.ZodType; readonly status?: number; readonly contentType?: string }
  readonly errors: readonly ErrorCode[]
}

const bot = '/api/v1/bots/{botId}'
const hitl = `${bot}/mod/hitl`
const user = `${bot}/channel/{channel}/user/{userId}`

const BotPath = z.strictObject({ botId: PathId })
const SessionPath = z.strictObject({ botId: PathId, id: PathId })
const UserPath = z.strictObject({ botId: PathId, channel: PathId, userId: PathId })
const Nothing = z.strictObject({})
const Thread = z.object({ threadId: PathId.exactOptional() })
const flag = z.enum(['true', 'false', '1', '0', '']).transform(text => text === 'true' || text === '1')
const count = (max: number, normal: number) => z.coerce.number().int().min(1).max(max).default(normal)
const seqText = z.coerce.number().pipe(Seq)
const limitTo = count(100, 50)

/** The answer to a user's message; `paused` and `replies` describe the same commit. */
export const InboundAnswer = z
  .object({
    session: SessionId,
    seq: Seq,
    epoch: z.int(),
    paused: z.boolean(),
    replies: z.array(
      z.object({
        seq: Seq,
        type: MessageType,
        text: z.string().exactOptional(),
        payload: z.record(z.string(), z.unknown()).exactOptional(),
      }),
    ),
    handbacks: z.array(Handback).exactOptional(),
  })
  .meta({ id: 'InboundAnswer' })
export type InboundAnswer = z.infer<typeof InboundAnswer>

export const LogPage = z
  .object({ session: SessionId, entries: z.array(Entry), after: Seq, upto: Seq, revision: Seq, isPaused: z.boolean() })
  .meta({ id: 'LogPage' })
export type LogPage = z.infer<typeof LogPage>

export const AddressedMessage = z
  .strictObject({
    channel: BodyId,
    userId: BodyId,
    threadId: BodyId.exactOptional(),
    ...InboundMessage.shape,
  })
  .meta({ id: 'AddressedMessage' })

export const UserTokenRequest = z
  .strictObject({
    userId: PathId.exactOptional(),
    expiresAt: z.iso.datetime().exactOptional(),
    signature: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
      .exactOptional(),
    renew: z.string().min(1).max(2000).exactOptional().meta({
      description: 'An earlier token of an anonymous user, ended at most 30 days ago: the user stays the same.',
    }),
  })
  .refine(
    body =>
      [body.userId, body.expiresAt, body.signature].every(
        value => (value === undefined) === (body.userId === undefined),
      ),
    {
      error: 'an identified user needs userId, expiresAt and signature',
      path: ['signature'],
    },
  )
  .meta({ id: 'UserTokenRequest' })

const control: readonly ErrorCode[] = ['session.busy']
/** Of a user's token, where the path names somebody else's conversation. */
const notOwn: ErrorCode = 'session.not_found'
const inbound: readonly ErrorCode[] = ['message.too_large', 'turn.in_progress', 'session.busy']
const plainOk = { schema: z.literal('OK'), contentType: 'text/plain; charset=utf-8' }
const PauseQuery = z.object({ trigger: z.string().min(1).max(64).exactOptional() })
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().exactOptional() })

/** Every route of the API. */
export const routes = {
  receive: {
    method: 'POST',
    path: `${user}/messages`,
    tag: 'messages',
    summary: "Hands in a user's message: the pause flag decides whether the bot is asked.",
    who: ['bot', 'user'],
    params: UserPath,
    query: Thread,
    body: InboundMessage,
    answer: { schema: InboundAnswer },
    errors: [notOwn, ...inbound],
  },
  receiveAddressed: {
    method: 'POST',
    path: `${bot}/messages`,
    tag: 'messages',
    summary: "Hands in a user's message, the ids in the body: for ids that a path cannot carry.",
    who: ['bot'],
    params: BotPath,
    query: Nothing,
    body: AddressedMessage,
    answer: { schema: InboundAnswer },
    errors: inbound,
  },
  readLog: {
    method: 'GET',
    path: `${user}/messages`,
    tag: 'messages',
    summary: "The user's own conversation after a cursor: what was said, and who holds it.",
    who: ['bot', 'user'],
    params: UserPath,
    query: z.object({ ...Thread.shape, after: seqText.default(0), limit: limitTo }),
    answer: { schema: LogPage },
    errors: [notOwn],
  },
  replies: {
    method: 'POST',
    path: `${user}/replies`,
    tag: 'messages',
    summary: "A gated bot's replies to a turn, or what a bot says of its own accord.",
    who: ['bot'],
    params: UserPath,
    query: Thread,
    body: PostReplies,
    answer: { schema: InboundAnswer },
    errors: ['session.not_found', 'reply.withheld', 'message.too_large', 'turn.in_progress', 'session.busy'],
  },
  sessionReplies: {
    method: 'POST',
    path: `${bot}/conversations/{id}/replies`,
    tag: 'messages',
    summary: "A gated bot's replies, the conversation by its id.",
    who: ['bot'],
    params: SessionPath,
    query: Nothing,
    body: PostReplies,
    answer: { schema: InboundAnswer },
    errors: ['session.not_found', 'reply.withheld', 'message.too_large', 'turn.in_progress', 'session.busy'],
  },
  userToken: {
    method: 'POST',
    path: `${bot}/users/token`,
    tag: 'messages',
    summary:
      'A token of one hour for an end user: anonymous, identified by a signature of your server, or (anonymous ones) renewed by an earlier token.',
    who: ['anyone'],
    params: BotPath,
    query: Nothing,
    body: UserTokenRequest.default({}),
    answer: {
      schema: z.object({
        token: z.string(),
        userId: z.string(),
        channel: z.string(),
        session: SessionId,
        expiresAt: z.string(),
      }),
    },
    errors: ['auth.invalid', 'auth.expired'],
  },

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
    method: 'POST',
    path: `${hitl}/channel/{channel}/user/{userId}/pause`,
    tag: 'hitl',
    summary: 'Takes the conversation with a user from the bot; a user who is not known yet gets a paused conversation.',
    who: ['bot', 'agent', 'user'],
    params: UserPath,
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    answer: plainOk,
    errors: [notOwn, ...control],
  },
  hitlUserUnpause: {
    method: 'POST',
    path: `${hitl}/channel/{channel}/user/{userId}/unpause`,
    tag: 'hitl',
    summary: 'Gives the conversation with a user back to the bot.',
    who: ['bot', 'agent', 'user'],
    params: UserPath,
    query: z.object({ ...PauseQuery.shape, ...Thread.shape }),
    answer: plainOk,
    errors: [notOwn, ...control],
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
    method: 'POST',
    path: `${hitl}/channel/{channel}/user/{userId}/isPaused`,
    tag: 'hitl',
    summary: 'Whether people hold the conversation with a user; false for a user who is not known.',
    who: ['bot', 'agent', 'user'],
    params: UserPath,
    query: Thread,
    answer: { schema: z.boolean() },
    errors: [notOwn],
  },
  hitlSessions: {
    method: 'GET',
    path: `${hitl}/sessions`,
    tag: 'hitl',
    summary: 'The newest conversations, at most 100.',
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
    summary: 'The last 100 messages of a conversation, ascending.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({}),
    answer: { schema: z.array(HitlMessage) },
    errors: ['session.not_found'],
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

  conversations: {
    method: 'GET',
    path: `${bot}/conversations`,
    tag: 'conversations',
    summary: 'Conversations, newest first, page by page.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: z.strictObject({
      status: z.enum(['all', 'paused', 'pending', 'assigned']).default('all'),
      q: z.string().max(200).exactOptional(),
      cursor: z.string().max(2000).exactOptional(),
      limit: limitTo,
    }),
    answer: { schema: page(Conversation) },
    errors: [],
  },
  conversation: {
    method: 'GET',
    path: `${bot}/conversations/{id}`,
    tag: 'conversations',
    summary: 'One conversation.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    answer: { schema: Conversation.extend({ attributes: z.record(z.string(), z.unknown()) }) },
    errors: ['session.not_found'],
  },
  entries: {
    method: 'GET',
    path: `${bot}/conversations/{id}/entries`,
    tag: 'conversations',
    summary: "A conversation's log: the newest, those before one, or those after one; always ascending.",
    who: ['agent', 'bot'],
    params: SessionPath,
    query: z.strictObject({ before: seqText.exactOptional(), after: seqText.exactOptional(), limit: limitTo }),
    answer: { schema: LogPage },
    errors: ['session.not_found'],
  },
  pause: {
    method: 'POST',
    path: `${bot}/conversations/{id}/pause`,
    tag: 'conversations',
    summary: 'Takes a conversation from the bot: once this answers, no reply of the bot is accepted or shown.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    body: PauseBody.default({}),
    answer: { schema: ControlChange },
    errors: ['session.not_found', ...control],
  },
  unpause: {
    method: 'POST',
    path: `${bot}/conversations/{id}/unpause`,
    tag: 'conversations',
    summary: 'Gives a conversation back to the bot, which is told what happened.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    body: UnpauseBody.default({}),
    answer: { schema: ControlChange },
    errors: ['session.not_found', ...control],
  },
  say: {
    method: 'POST',
    path: `${bot}/conversations/{id}/messages`,
    tag: 'conversations',
    summary: 'Says something to the user as an agent.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    body: z
      .strictObject({
        id: CommandId.exactOptional(),
        type: MessageType.default('text'),
        text: z.string().min(1).exactOptional(),
        payload: z.record(z.string(), z.unknown()).exactOptional(),
      })
      .refine(({ text, payload }) => text !== undefined || payload !== undefined, {
        error: 'needs text or payload',
        path: ['text'],
      }),
    answer: { schema: z.object({ session: SessionId, seq: Seq, duplicate: z.boolean() }) },
    errors: ['session.not_found', 'message.too_large', ...control],
  },
  note: {
    method: 'POST',
    path: `${bot}/conversations/{id}/notes`,
    tag: 'conversations',
    summary: 'Writes a line that only agents see.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    body: NoteBody,
    answer: { schema: z.object({ session: SessionId, seq: Seq, duplicate: z.boolean() }) },
    errors: ['session.not_found', 'message.too_large', ...control],
  },
  handoffs: {
    method: 'GET',
    path: `${bot}/handoffs`,
    tag: 'conversations',
    summary: 'Every time that people held a conversation, newest first.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: z.strictObject({ cursor: z.string().max(2000).exactOptional(), limit: limitTo }),
    answer: { schema: page(HandoffView) },
    errors: [],
  },

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

  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'service',
    summary: 'This document.',
    who: ['anyone'],
    params: Nothing,
    query: z.object({}),
    answer: { schema: z.record(z.string(), z.unknown()) },
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
    answer: { schema: z.string(), contentType: 'text/html; charset=utf-8' },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>

export type RouteName = keyof typeof routes
