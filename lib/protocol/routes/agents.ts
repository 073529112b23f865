import * as z from 'zod'
import { BotAgent, BotRef, ChosenStatus, Me } from '../agents.ts'
import { PathId } from '../ids.ts'
import { BotPath, bot, limit, Nothing, page, type RouteSpec } from './spec.ts'

/** The routes about the calling agent, and the other agents of a bot. */
export const agentRoutes = {
  me: {
    method: 'GET',
    path: '/api/v1/me',
    tag: 'agents',
    summary: "Reads the signed-in agent and the agent's bots.",
    who: ['agent'],
    params: Nothing,
    query: Nothing,
    answer: { schema: Me },
    errors: [],
  },
  bots: {
    method: 'GET',
    path: '/api/v1/bots',
    tag: 'agents',
    summary: "Lists the agent's bots page by page, ordered by id. An admin gets every bot.",
    who: ['agent'],
    params: Nothing,
    query: z.strictObject({ cursor: z.string().max(2000).exactOptional(), limit }),
    answer: { schema: page(BotRef) },
    errors: [],
  },
  botAgents: {
    method: 'GET',
    path: `${bot}/agents`,
    tag: 'agents',
    summary:
      'Lists the agents of a bot who were connected in the last 90 days, sorted by name. With `queue`: its members, and the most conversations that each may have there.',
    who: ['agent'],
    params: BotPath,
    query: z.strictObject({ queue: PathId.exactOptional() }),
    answer: { schema: z.object({ items: z.array(BotAgent) }) },
    errors: [],
  },
  myStatus: {
    method: 'GET',
    path: `${bot}/agents/me`,
    tag: 'agents',
    summary: 'Reads the status and the number of conversations of the calling agent.',
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: BotAgent },
    errors: [],
  },
  setStatus: {
    method: 'PUT',
    path: `${bot}/agents/me`,
    tag: 'agents',
    summary: 'Sets whether the calling agent takes conversations. It holds until the agent changes it.',
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    body: z.strictObject({ status: ChosenStatus }),
    answer: { schema: BotAgent },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
