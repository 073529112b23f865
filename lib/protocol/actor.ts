import * as z from 'zod'

/** The author of an entry. `id` is the agent's subject, the bot key's id or the user's id. */
export const Actor = z
  .strictObject({
    type: z.enum(['user', 'bot', 'agent', 'system']),
    id: z.string().exactOptional(),
    name: z.string().exactOptional(),
  })
  .meta({ id: 'Actor' })
export type Actor = z.infer<typeof Actor>
