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

/**
 * `online`: the agent has a console or another socket open, and takes conversations. `away`: has one open, and takes none
 * for now. `offline`: has none open.
 */
export const AgentStatus = z.enum(['online', 'away', 'offline']).meta({ id: 'AgentStatus' })
export type AgentStatus = z.infer<typeof AgentStatus>

/** The status that an agent may choose. */
export const ChosenStatus = AgentStatus.exclude(['offline'])

/** An agent of a bot: status, and number of conversations. */
export const BotAgent = z
  .object({
    id: z.string(),
    name: z.string().exactOptional(),
    status: AgentStatus,
    load: z.int().meta({ description: 'Number of conversations that the agent has.' }),
    capacity: z.int().exactOptional().meta({
      description: 'Most conversations that the agent may have. Missing: no limit.',
    }),
  })
  .meta({ id: 'BotAgent' })
export type BotAgent = z.infer<typeof BotAgent>

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
