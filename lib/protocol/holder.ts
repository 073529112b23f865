import * as z from 'zod'
import { Actor } from './actor.ts'

/** The side that has a conversation, as answers and refusals tell it to agents. */
export const holderFields = {
  holder: z.enum(['bot', 'supervised', 'human']).meta({
    description: 'Side that holds the conversation now. `supervised`: the bot, and people approve what it says.',
  }),
  agent: Actor.exactOptional().meta({ description: 'Agent who has the conversation.' }),
}
export type HolderNow = Readonly<z.infer<z.ZodObject<typeof holderFields>>>
