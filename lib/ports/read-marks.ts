import type { SessionId } from '../protocol/ids.ts'
import type { Instant } from '../session/session.ts'

/** How long a mark is kept after it was last raised. */
export const READ_MARK_MS = 90 * 24 * 60 * 60_000

/**
 * How far each agent has read each conversation. Stored apart from the conversation, so that reading does not change
 * its version.
 */
export interface ReadMarkStore {
  /**
   * Raises an agent's mark in a stored session to `seq` and keeps it for `READ_MARK_MS`. Of concurrent calls the
   * highest mark wins. Returns the current mark, and whether this call raised it.
   */
  raiseReadMark(
    mark: { readonly agentId: string; readonly session: SessionId; readonly seq: number },
    now: Instant,
  ): Promise<{ readonly seq: number; readonly raised: boolean }>
  /** An agent's marks in at most 100 sessions. The map contains only the marks that are still kept. */
  readMarks(agentId: string, sessions: readonly SessionId[], now: Instant): Promise<ReadonlyMap<SessionId, number>>
}
