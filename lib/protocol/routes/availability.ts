import * as z from 'zod'
import { PathId, Time } from '../ids.ts'
import { MAX_COUNT } from '../wire.ts'
import { BotPath, bot, type RouteSpec } from './spec.ts'

/** Whether a conversation that is handed over now may expect an agent soon. */
export const Availability = z
  .object({
    queue: z.string().exactOptional().meta({ description: 'The queue that the request named.' }),
    open: z.boolean().meta({ description: 'The hours say that people answer now. True without configured hours.' }),
    opensAt: Time.exactOptional().meta({ description: 'Next opening of a closed queue. Missing if there is none.' }),
    online: z
      .int()
      .min(0)
      .meta({ description: 'Number of members of the queue, or agents of the bot, who are online.' }),
    waiting: z
      .int()
      .min(0)
      .max(MAX_COUNT)
      .meta({
        description: `Number of conversations that wait. ${MAX_COUNT} stands for more than ${MAX_COUNT - 1}.`,
      }),
    expectedWaitSeconds: z.int().min(0).exactOptional().meta({
      description:
        'Median of the newest waits that an agent ended. Missing if there is none among the newest episodes.',
    }),
  })
  .meta({ id: 'Availability' })
export type Availability = z.infer<typeof Availability>

/** The route by which a bot asks before it promises a person. */
export const availabilityRoutes = {
  availability: {
    method: 'GET',
    path: `${bot}/availability`,
    tag: 'conversations',
    summary: 'Says whether people answer now, who is online, how many wait, and how long it takes.',
    who: ['agent', 'bot'],
    params: BotPath,
    query: z.strictObject({
      queue: PathId.exactOptional().meta({
        description: 'Queue. Without it: the hours of the bot, and the conversations of every queue.',
      }),
    }),
    answer: { schema: Availability },
    errors: ['queue.not_found'],
  },
} as const satisfies Record<string, RouteSpec>
