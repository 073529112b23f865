import * as z from 'zod'
import { byLanguage } from './by-language.ts'

/** Longest text that Interlude sends to users, in characters. */
const MAX_CHARS = 1_000

/** The moments at which Interlude may tell the user what happens to their conversation. */
export const UserMoment = z.enum(['waiting', 'assigned', 'transferred', 'ended', 'expired'])
export type UserMoment = z.infer<typeof UserMoment>

const text = (description: string) =>
  byLanguage(z.string().trim().min(1).max(MAX_CHARS)).nullable().exactOptional().meta({ description })

/**
 * The texts that the user gets, by language. A text may contain `{{agentName}}`. `null` sends none, and so does a missing
 * one, except that `expired` has a default text.
 */
export const UserTexts = z
  .strictObject({
    waiting: text('Text as the conversation begins to wait for a person.'),
    assigned: text('Text as an agent takes the conversation on.'),
    transferred: text('Text as the conversation goes to another agent, or waits for one again.'),
    ended: text('Text as people give the conversation back to the bot.'),
    expired: text('Text as the bot gets the conversation back because no agent came.'),
  } satisfies Record<UserMoment, z.ZodType>)
  .meta({ id: 'UserTexts' })
export type UserTexts = Readonly<z.infer<typeof UserTexts>>
