import * as z from 'zod'
import { ControlChange, Conversation, HandoffView, NoteBody, PauseBody, UnpauseBody } from '../conversation.ts'
import { CommandId, Seq, SessionId } from '../ids.ts'
import { MessageType } from '../message.ts'
import { LogPage } from './messages.ts'
import { BotPath, bot, control, limit, Nothing, page, type RouteSpec, SessionPath, seqText } from './spec.ts'

/** Conversations, their logs, and who holds them. */
export const conversationRoutes = {
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
      limit,
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
    query: z.strictObject({ before: seqText.exactOptional(), after: seqText.exactOptional(), limit }),
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
    query: z.strictObject({ cursor: z.string().max(2000).exactOptional(), limit }),
    answer: { schema: page(HandoffView) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
