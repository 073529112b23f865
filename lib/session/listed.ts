import type { Instant, Session } from './session.ts'

/**
 * Which of a bot's conversations a list has: `all` in which something was said or done, `paused` that people hold, `pending`
 * those of them that nobody has taken yet, `assigned` those that this agent has.
 */
export type Listed =
  | { readonly status: 'all' | 'paused' | 'pending' }
  | { readonly status: 'assigned'; readonly agentId: string }

/** Whether a list has this conversation now. */
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

/** Since when a conversation waits for an agent; nothing where it does not. */
export function waitingSince({ control }: Session): Instant | undefined {
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
}

/** The agent who has a conversation; nothing where nobody has, or an agent without an id. */
export function agentIdOf({ control }: Session): string | undefined {
  return control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent.id : undefined
}

/** The order of a list: the longest wait first where agents are waited for, else the newest event. */
export function listOrder({ status }: Listed): (one: Session, two: Session) => number {
  return status === 'pending'
    ? (one, two) => (waitingSince(one) ?? 0) - (waitingSince(two) ?? 0)
    : (one, two) => two.lastEventAt - one.lastEventAt
}
