import type { ConversationEvent } from '../protocol/events.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Instant } from '../session/session.ts'
import type { Page } from './sessions.ts'

/** How long a dead letter is kept after its last failure. */
export const DEAD_EVENT_MS = 30 * 24 * 60 * 60_000

/** The place of an event: its time, and its entry. */
export interface EventPlace {
  readonly at: Instant
  readonly session: SessionId
  readonly seq: number
}

/** A dead letter: an event that the operator's endpoint did not take. */
export interface StoredDeadEvent extends EventPlace {
  readonly event: ConversationEvent
  readonly failedAt: Instant
  /** The endpoint's last failure. */
  readonly reason: string
}

/** The dead letters of a bot. One older than `DEAD_EVENT_MS` counts as removed. */
export interface DeadEventStore {
  /** Stores a dead letter. Replaces the one of the same event. */
  putDeadEvent(botId: string, dead: StoredDeadEvent): Promise<void>
  /** The newest events first. A page may have fewer than `limit` and still a `next`. */
  deadEvents(
    query: { readonly botId: string; readonly limit: number; readonly cursor?: string },
    now: Instant,
  ): Promise<Page<StoredDeadEvent>>
  /** Removes the dead letter of an event, if there is one. */
  removeDeadEvent(botId: string, place: EventPlace): Promise<void>
}
