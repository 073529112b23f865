import * as z from 'zod'
import { BotRef, Me, OnlineAgent } from '../agents.ts'
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
  onlineAgents: {
    method: 'GET',
    path: `${bot}/agents`,
    tag: 'agents',
    summary: 'Lists the agents of a bot who have a socket open, each once, sorted by name.',
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: z.array(OnlineAgent) }) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
