import * as z from 'zod'
import { byLanguage } from './by-language.ts'

/** Longest text that Interlude sends to users, in characters. */
const MAX_CHARS = 1_000

const text = (description: string) =>
  byLanguage(z.string().trim().min(1).max(MAX_CHARS)).nullable().exactOptional().meta({ description })

/**
 * The texts that the user gets, by language. A text may contain `{{agentName}}`. `null` sends none, and so does a missing
 * one, except that `expired` and `outOfHours` have default texts.
 */
export const UserTexts = z
  .strictObject({
    waiting: text('Text as the conversation begins to wait for a person.'),
    outOfHours: text(
      'Text in place of `waiting` and `transferred` as the conversation begins to wait outside the hours. `{{opensAt}}` is the next opening.',
    ),
    position: text(
      'Text with the place among those that wait, `{{position}}`: as the conversation begins to wait, and as it changes near the front.',
    ),
    assigned: text('Text as an agent takes the conversation on.'),
    transferred: text('Text as the conversation goes to another agent, or waits for one again.'),
    ended: text('Text as people give the conversation back to the bot.'),
    expired: text('Text as the bot gets the conversation back because no agent came.'),
    rating: text(
      'Text as people give the conversation back and the user is asked for a rating (`rating`), on channels other than the widget, which shows stars. `{{episodeId}}` is the episode, for a link of yours.',
    ),
    idleWarning: text('Text some time before the bot gets the conversation back because the user is silent.'),
  })
  .meta({ id: 'UserTexts' })
export type UserTexts = Readonly<z.infer<typeof UserTexts>>

/** A moment at which Interlude may tell the user what happens to their conversation. */
export type UserMoment = keyof UserTexts
