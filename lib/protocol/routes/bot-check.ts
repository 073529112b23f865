import { BotCheck } from '../bot-check.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

/** The route that tries the servers of a bot. */
export const botCheckRoutes = {
  checkBot: {
    method: 'POST',
    path: `${bot}/check`,
    tag: 'setup',
    summary: 'Calls the connector and the endpoint of events of a bot once, and says how each answers.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    answer: { schema: BotCheck },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
