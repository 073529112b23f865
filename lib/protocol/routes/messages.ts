import * as z from 'zod'
import { Handback, PostReplies, ReviewReport } from '../bot.ts'
import { Entry } from '../entry.ts'
import { BodyId, OptionalBodyId, Seq, SessionId } from '../ids.ts'
import { menders, warnings } from '../mend.ts'
import {
  hasContent,
  InboundMessage,
  inboundMender,
  isSignal,
  MessageType,
  NEEDS_CONTENT,
  NEEDS_TEXT,
  textHasText,
} from '../message.ts'
import type { ErrorCode } from '../problem.ts'
import { PublicBot } from '../widget.ts'
import {
  BotPath,
  bot,
  limit,
  Nothing,
  notOwn,
  type RouteSpec,
  SessionPath,
  seqText,
  Thread,
  UserPath,
  UserQuery,
} from './spec.ts'

const user = `${bot}/channel/{channel}/user/{userId}`
const inbound: readonly ErrorCode[] = ['message.too_large', 'turn.in_progress', 'session.busy']

/** The answer to a user's message; `paused` and `replies` describe the same commit. */
export const InboundAnswer = z
  .object({
    session: SessionId,
    seq: Seq,
    epoch: z.int(),
    paused: z.boolean(),
    supervised: z.literal(true).exactOptional().meta({
      description:
        'People approve what the bot says. Its reply, if any, reaches the user later. A gated bot answers by `POST …/replies`, although `paused` is true.',
    }),
    replies: z.array(
      z.object({
        seq: Seq,
        type: MessageType,
        text: z.string().exactOptional(),
        payload: z.record(z.string(), z.unknown()).exactOptional(),
      }),
    ),
    handbacks: z.array(Handback).exactOptional(),
    reviews: z.array(ReviewReport).exactOptional(),
    ...warnings,
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
    threadId: OptionalBodyId.exactOptional(),
    ...InboundMessage.shape,
  })
  .refine(message => isSignal(message.type) || hasContent(message), NEEDS_CONTENT)
  .refine(textHasText, NEEDS_TEXT)
  .meta({ id: 'AddressedMessage' })
  .register(menders, inboundMender)

export const UserTokenRequest = z
  .strictObject({
    userId: BodyId.exactOptional(),
    expiresAt: z.iso.datetime().exactOptional(),
    signature: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')
      .exactOptional(),
    renew: z.string().min(1).max(2000).exactOptional().meta({
      description:
        'Earlier token of an anonymous user, expired at most 30 days ago. The new token is for the same user.',
    }),
  })
  .refine(
    body =>
      [body.userId, body.expiresAt, body.signature].every(
        value => (value === undefined) === (body.userId === undefined),
      ),
    {
      error: 'userId, expiresAt and signature are required together',
      path: ['signature'],
    },
  )
  .meta({ id: 'UserTokenRequest' })

/** The routes of users' messages, bots' replies, and a user's own log. */
export const messageRoutes = {
  receive: {
    method: 'POST',
    path: `${user}/messages`,
    tag: 'messages',
    summary: "Submits a user's message. The bot answers it unless the conversation is paused.",
    who: ['bot', 'user'],
    params: UserPath,
    query: Thread,
    tolerant: true,
    body: InboundMessage,
    answer: { schema: InboundAnswer },
    errors: [notOwn, ...inbound],
  },
  receiveAddressed: {
    method: 'POST',
    path: `${bot}/messages`,
    tag: 'messages',
    summary: "Submits a user's message, with the ids in the body. Use it for ids that a path cannot carry.",
    who: ['bot', 'user'],
    params: BotPath,
    query: Nothing,
    tolerant: true,
    body: AddressedMessage,
    answer: { schema: InboundAnswer },
    errors: [notOwn, ...inbound],
  },
  readLog: {
    method: 'GET',
    path: `${user}/messages`,
    tag: 'messages',
    summary: "Reads the entries of a user's conversation after a cursor, and whether it is paused.",
    who: ['bot', 'user'],
    params: UserPath,
    query: z.object({ ...Thread.shape, after: seqText.default(0), limit }),
    answer: { schema: LogPage },
    errors: [notOwn],
  },
  readAddressedLog: {
    method: 'GET',
    path: `${bot}/messages`,
    tag: 'messages',
    summary:
      "Reads the entries of a user's conversation, with the ids in the query. Use it for ids that a path cannot carry.",
    who: ['bot', 'user'],
    params: BotPath,
    query: z.object({ ...UserQuery.shape, after: seqText.default(0), limit }),
    answer: { schema: LogPage },
    errors: [notOwn],
  },
  replies: {
    method: 'POST',
    path: `${user}/replies`,
    tag: 'messages',
    summary: "Submits a gated bot's replies to a turn, or messages that a bot sends on its own.",
    who: ['bot'],
    params: UserPath,
    query: Thread,
    tolerant: true,
    body: PostReplies,
    answer: { schema: InboundAnswer },
    errors: ['session.not_found', 'reply.withheld', 'message.too_large', 'turn.in_progress', 'session.busy'],
  },
  addressedReplies: {
    method: 'POST',
    path: `${bot}/replies`,
    tag: 'messages',
    summary: "Submits a bot's replies, with the ids in the query. Use it for ids that a path cannot carry.",
    who: ['bot'],
    params: BotPath,
    query: UserQuery,
    body: PostReplies,
    answer: { schema: InboundAnswer },
    errors: ['session.not_found', 'reply.withheld', 'message.too_large', 'turn.in_progress', 'session.busy'],
  },
  sessionReplies: {
    method: 'POST',
    path: `${bot}/conversations/{id}/replies`,
    tag: 'messages',
    summary: "Submits a bot's replies, with the conversation's id in the path.",
    who: ['bot'],
    params: SessionPath,
    query: Nothing,
    tolerant: true,
    body: PostReplies,
    answer: { schema: InboundAnswer },
    errors: ['session.not_found', 'reply.withheld', 'message.too_large', 'turn.in_progress', 'session.busy'],
  },
  userToken: {
    method: 'POST',
    path: `${bot}/users/token`,
    tag: 'messages',
    summary:
      'Issues a token for an end user, valid for one hour. The user is new and anonymous, signed for by your server, or the anonymous user of an earlier token.',
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
  publicBot: {
    method: 'GET',
    path: `${bot}/public`,
    tag: 'messages',
    summary:
      'Reads the public configuration of a bot: its name and picture, and the look, texts and options of its widget. Needs no token.',
    who: ['anyone', 'bot', 'agent', 'user'],
    params: BotPath,
    query: Nothing,
    answer: { schema: PublicBot, cacheSeconds: 60 },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
