import * as z from 'zod'
import { CommandBody } from '../control-bodies.ts'
import {
  AnswerWindow,
  ChannelKind,
  Conversation,
  ConversationView,
  NoteBody,
  SayAnswer,
  SayBody,
  ViewCounts,
  Written,
} from '../conversation.ts'
import { PathId, Time } from '../ids.ts'
import { LogPage } from './messages.ts'
import { BotPath, bot, control, limit, Nothing, page, type RouteSpec, SessionPath, seqText } from './spec.ts'

/** The routes of conversations and their logs. */
export const conversationRoutes = {
  conversations: {
    method: 'GET',
    path: `${bot}/conversations`,
    tag: 'conversations',
    summary: 'Lists conversations page by page: those of an inbox view, or those of a status, newest first.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: z
      .strictObject({
        view: ConversationView.exactOptional(),
        status: z.enum(['all', 'paused', 'pending', 'assigned']).exactOptional(),
        queue: PathId.exactOptional().meta({
          description: 'Lists only conversations that wait in this queue. Only with `view=waiting`.',
        }),
        agent: z.string().min(1).max(256).exactOptional().meta({
          description: 'Lists the conversations of this agent in place of those of the caller. Only with `view=mine`.',
        }),
        q: z.string().max(200).exactOptional(),
        since: Time.exactOptional().meta({
          description:
            'Lists only conversations with events since this time, or shortly before it, newest first. Not allowed with `view=waiting` or `q`.',
        }),
        cursor: z.string().max(2000).exactOptional(),
        limit,
      })
      .refine(({ view, status }) => view === undefined || status === undefined, {
        error: 'not allowed with view',
        path: ['status'],
      })
      .refine(({ view, queue }) => queue === undefined || view === 'waiting', {
        error: 'only allowed with view=waiting',
        path: ['queue'],
      })
      .refine(({ view, agent }) => agent === undefined || view === 'mine', {
        error: 'only allowed with view=mine',
        path: ['agent'],
      })
      .refine(({ view, q, since }) => since === undefined || (view !== 'waiting' && q === undefined), {
        error: 'not allowed with view=waiting or q',
        path: ['since'],
      }),
    answer: {
      schema: page(Conversation).extend({
        at: Time.meta({ description: 'Time at which the list was read. Send it as the next `since`.' }),
      }),
    },
    errors: [],
  },
  counts: {
    method: 'GET',
    path: `${bot}/conversations/counts`,
    tag: 'conversations',
    summary: 'Counts the conversations of each view, up to 100.',
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: ViewCounts },
    errors: [],
  },
  conversation: {
    method: 'GET',
    path: `${bot}/conversations/{id}`,
    tag: 'conversations',
    summary: 'Reads one conversation.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    answer: {
      schema: Conversation.extend({
        attributes: z.record(z.string(), z.unknown()),
        ...ChannelKind.shape,
        ...AnswerWindow.shape,
      }),
    },
    errors: ['session.not_found'],
  },
  entries: {
    method: 'GET',
    path: `${bot}/conversations/{id}/entries`,
    tag: 'conversations',
    summary:
      "Reads a page of a conversation's log, oldest entry first: the newest page, or the one before, after, between or around given entries.",
    who: ['agent', 'bot'],
    params: SessionPath,
    query: z
      .strictObject({
        before: seqText.exactOptional(),
        after: seqText.exactOptional(),
        around: seqText.exactOptional(),
        limit,
      })
      .refine(({ before, after, around }) => around === undefined || (before ?? after) === undefined, {
        error: 'not allowed with before or after',
        path: ['around'],
      }),
    answer: { schema: LogPage },
    errors: ['session.not_found'],
  },
  say: {
    method: 'POST',
    path: `${bot}/conversations/{id}/messages`,
    tag: 'conversations',
    summary: "Sends an agent's message to the user.",
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    tolerant: true,
    body: SayBody,
    answer: { schema: SayAnswer },
    errors: [
      'session.not_found',
      'message.too_large',
      'handoff.not_yours',
      'review.closed',
      'agent.at_capacity',
      ...control,
    ],
  },
  note: {
    method: 'POST',
    path: `${bot}/conversations/{id}/notes`,
    tag: 'conversations',
    summary: 'Writes a line that only agents see.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    tolerant: true,
    body: NoteBody,
    answer: { schema: Written },
    errors: ['session.not_found', 'message.too_large', ...control],
  },
  redeliver: {
    method: 'POST',
    path: `${bot}/conversations/{id}/entries/{seq}/redeliver`,
    tag: 'conversations',
    summary: 'Retries the delivery of an undeliverable message, after the messages that already wait for its channel.',
    who: ['agent'],
    params: SessionPath.extend({ seq: seqText }),
    query: Nothing,
    tolerant: true,
    body: CommandBody.default({}),
    answer: { schema: Written },
    errors: ['session.not_found', 'message.not_undeliverable', ...control],
  },
} as const satisfies Record<string, RouteSpec>
