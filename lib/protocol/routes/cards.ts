import * as z from 'zod'
import { CannedCard } from '../canned-card.ts'
import { BotPath, bot, Nothing, type RouteSpec } from './spec.ts'

/** The route of the cards that agents may send. */
export const cardRoutes = {
  cards: {
    method: 'GET',
    path: `${bot}/cards`,
    tag: 'agents',
    summary: "Lists a bot's canned cards, in the order of its configuration.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: z.array(CannedCard) }) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
