import type { EpisodeOutcome } from '../../../lib/protocol/control.ts'

/** How an agent may end an episode, the most frequent one first. */
export const OUTCOMES = ['resolved', 'rejected', 'returned'] as const satisfies readonly EpisodeOutcome[]
export type Outcome = (typeof OUTCOMES)[number]

/** A comment has at most this many UTF-16 units. */
export const MAX_COMMENT_CHARS = 2_000
