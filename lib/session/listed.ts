import type { Instant, Session } from './session.ts'

/**
 * Selects conversations of a bot: `all` with at least one entry, `paused` held by people, `pending` those of them
 * without an agent, `assigned` those of this agent.
 */
export type Listed =
  | { readonly status: 'all' | 'paused' | 'pending' }
  | { readonly status: 'assigned'; readonly agentId: string }

/** Whether a list contains this conversation now. */
export function isListed(session: Session, listed: Listed): boolean {
  if (session.revision === 0) return false
  switch (listed.status) {
    case 'all':
      return true
    case 'paused':
      return session.control.holder === 'human'
    case 'pending':
      return waitingSince(session) !== undefined
    case 'assigned':
      return agentIdOf(session) === listed.agentId
    default:
      return listed satisfies never
  }
}

/** Since when a conversation waits for an agent. Undefined if it does not wait. */
export function waitingSince({ control }: Session): Instant | undefined {
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
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
