import * as z from 'zod'
import { Actor } from './actor.ts'
import { Cause } from './control.ts'
import { entryContent, entryFields } from './entry-fields.ts'
import { Seq } from './ids.ts'
import { reviewFields } from './review-outcome.ts'

/** Fields of a request to approve a reply, over HTTP and over a socket. */
export const approveFields = {
  of: Seq.min(1).meta({ description: "The user's message that the reply answers, or the reply's first entry." }),
}

/** For agents only: a reply of a supervised bot. The user gets it only if a person, or the deadline, approves it. */
export const ProposedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('proposed'),
  by: Actor,
  ...entryContent,
  /** The `seq` of the message that it answers. Missing if the bot spoke unasked. */
  inReplyTo: Seq.exactOptional(),
})
export type ProposedEntry = z.infer<typeof ProposedEntry>

/** For agents only: the end of a review. A pause ends the reviews that wait without such an entry. */
export const ReviewedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('reviewed'),
  /** The first entry of the proposal. */
  of: Seq,
  ...reviewFields,
})
export type ReviewedEntry = z.infer<typeof ReviewedEntry>

/** For agents only: supervision of the bot begins (`on`) or ends. */
export const SupervisedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('supervised'),
  by: Actor,
  on: z.boolean(),
  ...Cause.partial().shape,
})
export type SupervisedEntry = z.infer<typeof SupervisedEntry>
