import { isAttended } from './holder.ts'
import { waitingReviews } from './reviews.ts'
import type { Instant, Session } from './session.ts'

/**
 * Selects conversations of a bot: `all` with at least one entry, `paused` held by people or supervised, `pending`
 * those of them that wait for an agent or for the approval of a reply (of every queue, or of one; `null`: of none),
 * `assigned` those of this agent.
 */
export type Listed =
  | { readonly status: 'all' }
  | { readonly status: 'paused' }
  | { readonly status: 'pending'; readonly queue?: string | null }
  | { readonly status: 'assigned'; readonly agentId: string }

/** Whether a list contains this conversation now. */
export function isListed(session: Session, listed: Listed): boolean {
  if (session.revision === 0) return false
  switch (listed.status) {
    case 'all':
      return true
    case 'paused':
      return isAttended(session)
    case 'pending':
      return waitingSince(session) !== undefined && isInQueue(session, listed.queue)
    case 'assigned':
      return agentIdOf(session) === listed.agentId
    default:
      return listed satisfies never
  }
}

function isInQueue(session: Session, queue: string | null | undefined): boolean {
  return queue === undefined || queueOf(session) === (queue ?? undefined)
}

/** The queue of a conversation that people hold. Undefined if it has none. */
export function queueOf({ control }: Session): string | undefined {
  return control.holder === 'human' ? control.queue : undefined
}

/**
 * The time that gives a conversation its place among those that wait for an agent, or for a decision about a reply of
 * their supervised bot. Undefined if it does not wait.
 */
export function waitingSince(session: Session): Instant | undefined {
  const { control } = session
  if (control.holder === 'supervised') {
    const waiting = waitingReviews(session)
    return waiting.length > 0 ? Math.min(...waiting.map(({ turn }) => turn.since)) : undefined
  }
  if (control.holder === 'bot' || control.handoff.status === 'assigned') return undefined
  const { since, place = since } = control.handoff
  return place
}

/** The id of the agent who has a conversation. Undefined if no agent has it, or one without an id. */
export function agentIdOf({ control }: Session): string | undefined {
  return control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent.id : undefined
}

/** The order of a list: the longest wait first for `pending`, the newest event first for the others. */
export function listOrder({ status }: Listed): (one: Session, two: Session) => number {
  return status === 'pending'
    ? (one, two) => (waitingSince(one) ?? 0) - (waitingSince(two) ?? 0)
    : (one, two) => two.lastEventAt - one.lastEventAt
}
