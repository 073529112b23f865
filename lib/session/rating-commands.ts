import type { Actor } from '../protocol/entry.ts'
import type { RatingFields } from '../protocol/rating.ts'
import type { Command } from './control-commands.ts'
import type { Episode } from './session.ts'

/** The user rates the part of people in an episode that has ended. */
export interface Rate extends Command, RatingFields {
  readonly verb: 'rate'
  readonly by: Actor
  /** Missing: the newest episode that has ended. */
  readonly episode?: number
  /** The episode as it is stored. Missing if there is none. */
  readonly record?: Episode
}
export interface Rated {
  readonly episode: number
  readonly rating: NonNullable<Episode['rating']>
  /** True if the user had given this rating before. */
  readonly duplicate: boolean
}
