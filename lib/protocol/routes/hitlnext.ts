import * as z from 'zod'
import { HitlnextAgent, HitlnextComment, HitlnextConfig, HitlnextEvent, HitlnextHandoff } from '../hitlnext.ts'
import { BodyId, PathId } from '../ids.ts'
import { Tag } from '../tags.ts'
import { MAX_NOTE_CHARS, MAX_TAGS } from '../wire.ts'
import { BotPath, bot, control, limit, type RouteSpec, SessionPath } from './spec.ts'

const hitlnext = `${bot}/mod/hitlnext`

/** The fields by which a client may sort handoffs. */
const COLUMNS = [
  'id',
  'status',
  'agentId',
  'userId',
  'userChannel',
  'createdAt',
  'updatedAt',
  'assignedAt',
  'resolvedAt',
] as const

/** The order of a list. The module's own clients name the table before the column: `handoffs.createdAt`. */
const Sort = z.object({
  column: z
    .string()
    .transform(text => text.replace(/^handoffs\./, ''))
    .pipe(z.enum(COLUMNS))
    .exactOptional(),
  desc: z.enum(['true', 'false']).exactOptional(),
})

const HandoffPath = z.strictObject({ botId: PathId, handoffId: PathId })
const one = { method: 'POST', tag: 'hitlnext', params: HandoffPath, query: z.object({}) } as const
const handoff = { schema: HitlnextHandoff } as const

/** The routes of Botpress 12's module `hitlnext`. */
export const hitlnextRoutes = {
  hitlnextConfig: {
    method: 'GET',
    path: `${hitlnext}/config`,
    tag: 'hitlnext',
    summary: "Reads the settings of the module's front end.",
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({}),
    answer: { schema: HitlnextConfig },
    errors: [],
  },
  hitlnextAgents: {
    method: 'GET',
    path: `${hitlnext}/agents`,
    tag: 'hitlnext',
    summary: 'Lists the agents who have an open socket, and the calling agent.',
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({}),
    answer: { schema: z.array(HitlnextAgent) },
    errors: [],
  },
  hitlnextMe: {
    method: 'GET',
    path: `${hitlnext}/agents/me`,
    tag: 'hitlnext',
    summary: 'Reads the calling agent.',
    who: ['agent'],
    params: BotPath,
    query: z.object({}),
    answer: { schema: HitlnextAgent },
    errors: [],
  },
  hitlnextOnline: {
    method: 'POST',
    path: `${hitlnext}/agents/me/online`,
    tag: 'hitlnext',
    summary: 'Sets whether the calling agent takes conversations. Without a socket, `online` holds for ten minutes.',
    who: ['agent'],
    params: BotPath,
    query: z.object({}),
    body: z.object({ online: z.boolean() }),
    answer: { schema: z.object({ online: z.boolean() }) },
    errors: [],
  },
  hitlnextHandoffs: {
    method: 'GET',
    path: `${hitlnext}/handoffs`,
    tag: 'hitlnext',
    summary: 'Lists the newest handoffs of a bot, in the order of a column or newest first.',
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({ limit, ...Sort.shape }),
    answer: { schema: z.array(HitlnextHandoff) },
    errors: [],
  },
  hitlnextCreate: {
    method: 'POST',
    path: `${hitlnext}/handoffs`,
    tag: 'hitlnext',
    summary: "Takes a user's conversation from the bot. Answers the open handoff if people hold it already.",
    who: ['bot', 'agent'],
    params: BotPath,
    query: z.object({}),
    body: z.object({
      userId: BodyId,
      userChannel: BodyId,
      userThreadId: BodyId.exactOptional().meta({
        description:
          'Id of the thread, or of the conversation as handoffs show it. Missing: the conversation without a thread.',
      }),
    }),
    answer: { schema: HitlnextHandoff, status: 201 },
    errors: ['session.not_found', ...control],
  },
  hitlnextHandoff: {
    ...one,
    method: 'GET',
    path: `${hitlnext}/handoffs/{handoffId}`,
    summary: 'Reads one handoff. The module has no such route.',
    who: ['bot', 'agent'],
    answer: handoff,
    errors: ['session.not_found'],
  },
  hitlnextUpdate: {
    ...one,
    path: `${hitlnext}/handoffs/{handoffId}`,
    summary: 'Replaces the tags of the conversation of an open handoff.',
    who: ['bot', 'agent'],
    body: z.object({ tags: z.array(Tag).max(MAX_TAGS) }),
    answer: handoff,
    errors: ['session.not_found', 'handoff.not_open', 'tag.not_found', ...control],
  },
  hitlnextAssign: {
    ...one,
    path: `${hitlnext}/handoffs/{handoffId}/assign`,
    summary: 'Assigns a handoff that waits to the calling agent.',
    who: ['agent'],
    answer: handoff,
    errors: ['session.not_found', 'handoff.already_claimed', 'handoff.not_open', ...control],
  },
  hitlnextResolve: {
    ...one,
    path: `${hitlnext}/handoffs/{handoffId}/resolve`,
    summary: 'Gives the conversation of an assigned handoff back to the bot, as resolved.',
    who: ['bot', 'agent'],
    answer: handoff,
    errors: ['session.not_found', 'handoff.not_yours', 'handoff.not_open', ...control],
  },
  hitlnextReject: {
    ...one,
    path: `${hitlnext}/handoffs/{handoffId}/reject`,
    summary: 'Gives the conversation of an open handoff back to the bot, as rejected.',
    who: ['bot', 'agent'],
    answer: handoff,
    errors: ['session.not_found', 'handoff.not_open', ...control],
  },
  hitlnextComments: {
    ...one,
    method: 'GET',
    path: `${hitlnext}/handoffs/{handoffId}/comments`,
    summary: 'Lists the notes of a handoff, oldest first.',
    who: ['bot', 'agent'],
    answer: { schema: z.array(HitlnextComment) },
    errors: ['session.not_found'],
  },
  hitlnextComment: {
    ...one,
    path: `${hitlnext}/handoffs/{handoffId}/comments`,
    summary: "Writes a note to a conversation's newest handoff. Only agents see it.",
    who: ['agent'],
    body: z.object({ content: z.string().min(1).max(MAX_NOTE_CHARS) }),
    answer: { schema: HitlnextComment, status: 201 },
    errors: ['session.not_found', 'handoff.not_open', 'message.too_large', ...control],
  },
  hitlnextMessages: {
    method: 'GET',
    path: `${hitlnext}/conversations/{id}/messages`,
    tag: 'hitlnext',
    summary: 'Lists the last messages of a conversation, newest first. Empty if the conversation does not exist.',
    who: ['bot', 'agent'],
    params: SessionPath,
    query: z.object({ limit }),
    answer: { schema: z.array(HitlnextEvent) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>

/** Serves the routes above also for paths that end in a slash and for `HEAD`. The OpenAPI document leaves it out. */
export const hitlnextRest = {
  method: 'ANY',
  path: `${hitlnext}/{rest+}`,
  tag: 'hitlnext',
  summary: 'Serves a route of the module for a path that ends in a slash, or for HEAD.',
  who: ['bot', 'agent'],
  params: z.strictObject({ botId: PathId, rest: z.string() }),
  query: z.object({}),
  answer: { schema: z.never() },
  errors: ['route.not_found'],
} as const satisfies RouteSpec
