import * as z from 'zod'
import { ControlChange } from '../conversation.ts'
import { Tag, TagsBody } from '../tags.ts'
import { BotPath, bot, control, Nothing, type RouteSpec, SessionPath } from './spec.ts'

/** The routes of tags. */
export const tagRoutes = {
  tags: {
    method: 'GET',
    path: `${bot}/tags`,
    tag: 'agents',
    summary: 'Lists the tags that conversations of a bot may get, in the order of its configuration.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: z.array(Tag) }) },
    errors: [],
  },
  tag: {
    method: 'POST',
    path: `${bot}/conversations/{id}/tags`,
    tag: 'conversations',
    summary: 'Adds tags to a conversation, and removes others. A conversation has at most 20.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    body: TagsBody,
    answer: { schema: ControlChange },
    errors: ['session.not_found', 'tag.not_found', 'tag.too_many', ...control],
  },
} as const satisfies Record<string, RouteSpec>
