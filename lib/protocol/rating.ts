import * as z from 'zod'
import { CommandId, Seq, SessionId, Time } from './ids.ts'
import { menders, warnings } from './mend.ts'
import { textUpTo, wholeNumber } from './menders.ts'
import { MAX_RATING_CHARS, MAX_STARS } from './wire.ts'

/** The words of a user about the part of people: in the request, the log, and the record of the episode. */
export const ratingFields = {
  stars: z.int().min(1).max(MAX_STARS).register(menders, wholeNumber),
  comment: z.string().min(1).max(MAX_RATING_CHARS).register(menders, textUpTo(MAX_RATING_CHARS)).exactOptional(),
}
export type RatingFields = Readonly<z.infer<z.ZodObject<typeof ratingFields>>>

/** The rating of an episode. */
export const Rating = z.object({ ...ratingFields, at: Time }).meta({ id: 'Rating' })
export type Rating = z.infer<typeof Rating>

export const RateBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    episode: z.int().min(1).register(menders, wholeNumber).exactOptional().meta({
      description: 'Number of the episode, as the entry `resumed` has it. Missing: the newest one that has ended.',
    }),
    ...ratingFields,
  })
  .meta({ id: 'Rate' })
export type RateBody = z.infer<typeof RateBody>

/** The answer to a rating. `duplicate`: the user had given it before. */
export const RatingAnswer = z
  .object({
    session: SessionId,
    seq: Seq,
    episodeId: z.string(),
    rating: Rating,
    duplicate: z.boolean(),
    ...warnings,
  })
  .meta({ id: 'RatingAnswer' })
export type RatingAnswer = z.infer<typeof RatingAnswer>
