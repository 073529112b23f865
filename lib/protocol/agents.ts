import * as z from 'zod'
import { Time } from './ids.ts'

/** A bot, as its agents see it. */
export const BotRef = z
  .object({
    id: z.string(),
    name: z.string().exactOptional(),
    avatarUrl: z.string().exactOptional(),
    paused: z.boolean().meta({ description: 'The whole bot is paused: Interlude accepts none of its replies.' }),
  })
  .meta({ id: 'BotRef' })
export type BotRef = z.infer<typeof BotRef>

/** An agent who is connected to a bot. */
export const OnlineAgent = z.object({ id: z.string(), name: z.string().exactOptional() }).meta({ id: 'OnlineAgent' })
export type OnlineAgent = z.infer<typeof OnlineAgent>

/** The calling agent, from their token. */
export const Me = z
  .object({
    id: z.string(),
    name: z.string().exactOptional(),
    roles: z.array(z.string()),
    isAdmin: z.boolean(),
    expiresAt: Time.meta({ description: 'Time at which the token expires.' }),
    bots: z.array(BotRef).meta({ description: 'The first 100 bots of the agent.' }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>
