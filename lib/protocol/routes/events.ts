import * as z from 'zod'
import { DeadEvent } from '../events.ts'
import { Time } from '../ids.ts'
import { BotPath, bot, limit, Nothing, page, type RouteSpec } from './spec.ts'

const ReplayRequest = z
  .strictObject({
    from: Time,
    to: Time.exactOptional().meta({ description: 'Default: the time of the first page.' }),
    cursor: z.string().exactOptional().meta({ description: 'The `next` of the page before.' }),
  })
  .refine(({ from, to }) => to === undefined || Date.parse(to) >= Date.parse(from), {
    error: 'must not be before `from`',
    path: ['to'],
  })

/** The routes of the events that a bot's endpoint lacks. */
export const eventRoutes = {
  deadEvents: {
    method: 'GET',
    path: `${bot}/events/dead`,
    tag: 'events',
    summary:
      'Lists the events that the endpoint did not take within 24 hours, newest first. They are kept for 30 days.',
    who: ['admin'],
    params: BotPath,
    query: z.object({ cursor: z.string().exactOptional(), limit }),
    answer: { schema: page(DeadEvent) },
    errors: [],
  },
  replayEvents: {
    method: 'POST',
    path: `${bot}/events/replay`,
    tag: 'events',
    summary:
      'Sends the events from a time on again, with the same ids: a page of them. Repeat the request with `cursor` while there is a `next`.',
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: ReplayRequest,
    answer: {
      schema: z.object({
        sent: z.int().min(0),
        failed: z.object({ id: z.string(), reason: z.string() }).exactOptional().meta({
          description: 'The event that the endpoint did not take. The page ends after it. It is a dead letter.',
        }),
        next: z.string().exactOptional(),
      }),
    },
    errors: ['events.no_endpoint'],
  },
} as const satisfies Record<string, RouteSpec>
