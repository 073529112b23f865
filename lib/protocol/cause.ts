import { defined } from '../defined.ts'
import type { BriefFields } from './brief.ts'
import type { Cause } from './control.ts'
import type { RatingFields } from './rating.ts'

/** Copies the cause of a pause from any object that has it: a command, a conversation's control, an entry, an episode. */
export function causeOf({ trigger, reason }: Cause): Cause {
  return defined({ trigger, reason } satisfies Record<keyof Cause, unknown>)
}

/** Copies what a bot told agents about a conversation: of a command, or of a `paused` entry. */
export function briefOf({ summary, context }: BriefFields): BriefFields {
  return defined({ summary, context } satisfies Record<keyof BriefFields, unknown>)
}

/** Copies a rating from any object that has it: a command, an entry, the record of an episode. */
export function ratingOf({ stars, comment }: RatingFields): RatingFields {
  return { stars, ...defined({ comment } satisfies Record<Exclude<keyof RatingFields, 'stars'>, unknown>) }
}
