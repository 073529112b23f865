import * as z from 'zod'
import { BotRef, Me } from '../agents.ts'
import { limit, Nothing, page, type RouteSpec } from './spec.ts'

/** The routes about the calling agent. */
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
} as const satisfies Record<string, RouteSpec>
