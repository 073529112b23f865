import type { EpisodeOutcome } from '../../../lib/protocol/control.ts'

/** The outcomes that an agent can give an episode, the most frequent one first. */
export const OUTCOMES = ['resolved', 'rejected', 'returned'] as const satisfies readonly EpisodeOutcome[]
export type Outcome = (typeof OUTCOMES)[number]

/** Longest comment, in UTF-16 units. */
export const MAX_COMMENT_CHARS = 2_000
