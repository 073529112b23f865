import * as z from 'zod'
import { UserLinks } from '../user-links.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

/** The route of the links that agents see in a profile. */
export const linkRoutes = {
  links: {
    method: 'GET',
    path: `${bot}/links`,
    tag: 'agents',
    summary: "Lists the links of a user's profile, with variables, in the order of the bot's configuration.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: UserLinks }) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
