import type { SessionId } from '../protocol/ids.ts'
import type { Instant } from '../session/session.ts'

/** How long a mark is kept after it was raised last. */
export const READ_MARK_MS = 90 * 24 * 60 * 60_000

/** How far each agent has read each conversation. Apart from the conversation, so that reading bumps no version. */
export interface ReadMarkStore {
  /**
   * Raises an agent's mark in a stored session to `seq`, kept for `READ_MARK_MS`. The highest of several marks at the same time stands. Answers
   * where the mark stands then, and whether this call raised it.
   */
  raiseReadMark(
    mark: { readonly agentId: string; readonly session: SessionId; readonly seq: number },
    now: Instant,
  ): Promise<{ readonly seq: number; readonly raised: boolean }>
  /** An agent's marks in at most 100 sessions; of those only in which they have one that is still kept. */
  readMarks(agentId: string, sessions: readonly SessionId[], now: Instant): Promise<ReadonlyMap<SessionId, number>>
}
