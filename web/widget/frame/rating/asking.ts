import type { Entry, ResumedEntry } from '../../../../lib/protocol/entry.ts'
import type { Rated } from '../chat/open-chat.ts'

/** The status of a question for a rating. */
export type RatingStatus = 'asked' | 'sending' | Rated

/** Returns the newest end of the part of people, if the user may still rate it. */
export function askingIn(entries: readonly Entry[], now: number): ResumedEntry | undefined {
  const ended = entries.findLast(entry => entry.kind === 'resumed')
  if (ended?.rateUntil === undefined || Date.parse(ended.rateUntil) <= now) return undefined
  const isRated = entries.some(entry => entry.kind === 'rated' && entry.episode === ended.episode)
  return isRated ? undefined : ended
}
