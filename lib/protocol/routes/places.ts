import * as z from 'zod'
import { MAX_COUNT } from '../wire.ts'
import { BotPath, bot, Nothing, notOwn, type RouteSpec, SessionPath, Thread, UserPath, UserQuery } from './spec.ts'

/** The place of a user among those who wait for an agent. */
export const Place = z
  .object({
    waiting: z.boolean().meta({ description: 'The conversation waits for an agent.' }),
    position: z
      .int()
      .min(1)
      .max(MAX_COUNT)
      .exactOptional()
      .meta({
        description: `The place in the queue, from 1. Missing outside the hours of the queue, behind place ${MAX_COUNT}, and if the conversation does not wait.`,
      }),
  })
  .meta({ id: 'Place' })
export type Place = z.infer<typeof Place>

const asks = { method: 'GET', tag: 'messages', answer: { schema: Place } } as const

/** The routes by which the user's client or the channel asks for the place among those who wait. */
export const placeRoutes = {
  place: {
    ...asks,
    path: `${bot}/channel/{channel}/user/{userId}/place`,
    summary: "Says whether a user's conversation waits for an agent, and its place in the queue.",
    who: ['bot', 'user'],
    params: UserPath,
    query: Thread,
    errors: [notOwn],
  },
  placeAddressed: {
    ...asks,
    path: `${bot}/place`,
    summary: "Says a waiting user's place, with the user's ids in the query. Use it for ids that a path cannot carry.",
    who: ['bot', 'user'],
    params: BotPath,
    query: UserQuery,
    errors: [notOwn],
  },
  placeOfSession: {
    ...asks,
    path: `${bot}/conversations/{id}/place`,
    summary: "Says a waiting user's place, with the conversation's id in the path.",
    who: ['bot'],
    params: SessionPath,
    query: Nothing,
    errors: [notOwn],
  },
} as const satisfies Record<string, RouteSpec>
