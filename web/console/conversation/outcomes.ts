import type { EpisodeOutcome } from '../../../lib/protocol/control.ts'

/** The outcomes that an agent can give an episode, the most frequent one first. */
export const OUTCOMES = ['resolved', 'rejected', 'returned'] as const satisfies readonly EpisodeOutcome[]
export type Outcome = (typeof OUTCOMES)[number]
