import * as z from 'zod'
import { Actor } from './actor.ts'

/**
 * The end of a review. `sent`: the user got the bot's proposal as it was. `edited`: the user got it as a person changed it.
 * `answered`: a person answered instead. `withheld`: people took the conversation before anybody decided.
 */
export const ReviewOutcome = z.enum(['sent', 'edited', 'answered', 'withheld']).meta({ id: 'ReviewOutcome' })
export type ReviewOutcome = z.infer<typeof ReviewOutcome>

/** A closed review, as a command that came too late is told it. */
export const reviewFields = {
  outcome: ReviewOutcome,
  by: Actor.meta({ description: 'Person who closed the review, or the system at the deadline.' }),
}
export type ReviewClosed = Readonly<z.infer<z.ZodObject<typeof reviewFields>>>
