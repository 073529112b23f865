import * as z from 'zod'
import { CannedReplies, CannedReply } from '../canned-reply.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

const OwnReplies = z
  .strictObject({
    version: z.int().min(0).default(0).meta({
      description: 'Version that you read. Interlude refuses a stale one. 0 (the default): the agent has none yet.',
    }),
    items: CannedReplies,
  })
  .meta({ id: 'OwnReplies', description: 'The canned replies of one agent.' })

/** A canned reply of the bot (`shared`) or of the calling agent (`own`). */
const ListedReply = CannedReply.extend({
  scope: z.enum(['shared', 'own']).meta({
    description: '`shared`: from the configuration of the bot. `own`: the calling agent made it.',
  }),
}).meta({ id: 'ListedReply' })
export type ListedReply = z.infer<typeof ListedReply>

/** The routes of canned replies. */
export const replyRoutes = {
  cannedReplies: {
    method: 'GET',
    path: `${bot}/replies`,
    tag: 'agents',
    summary:
      "Lists a bot's canned replies and then the agent's own, with variables, and the character that opens them.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: z.array(ListedReply), trigger: z.string() }) },
    errors: [],
  },
  ownReplies: {
    method: 'GET',
    path: `${bot}/agents/me/replies`,
    tag: 'agents',
    summary: "Reads the calling agent's own canned replies.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: OwnReplies },
    errors: [],
  },
  putOwnReplies: {
    method: 'PUT',
    path: `${bot}/agents/me/replies`,
    tag: 'agents',
    summary: "Replaces the calling agent's own canned replies if `version` is current.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    body: OwnReplies,
    answer: { schema: OwnReplies },
    errors: ['config.stale_version'],
  },
} as const satisfies Record<string, RouteSpec>
