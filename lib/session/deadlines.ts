import type { Policy } from './policy.ts'
import { firstLeaseEnd } from './recent.ts'
import type { Handoff, Instant, Session } from './session.ts'

/**
 * The time at which the oldest open turn is overdue: the end of its lease, and the grace for a retry to take it over.
 */
export function turnDeadline(session: Session, policy: Policy): Instant | undefined {
  const leaseEnd = firstLeaseEnd(session.recent)
  return leaseEnd === undefined ? undefined : leaseEnd + policy.turnGraceMs
}

export function giveUpAt(handoff: Extract<Handoff, { status: 'pending' }>, policy: Policy): Instant {
  return handoff.since + policy.giveUpMs
}

/**
 * The times at which the session needs a check. Derived from what is still owed, so that no command can
 * clear one by mistake.
 */
export function deadlines(session: Session, policy: Policy): readonly Instant[] {
  return [
    turnDeadline(session, policy),
    handoffDeadline(session, policy),
    deliveryDeadline(session, policy),
    session.nextHandback?.at,
  ].filter(at => at !== undefined)
}

/** The earliest deadline. Undefined if nothing is owed. */
export function dueAt(session: Session, policy: Policy): Instant | undefined {
  const all = deadlines(session, policy)
  return all.length > 0 ? Math.min(...all) : undefined
}

function handoffDeadline({ control }: Session, policy: Policy): Instant | undefined {
  if (control.holder === 'bot') return undefined
  const { handoff } = control
  return handoff.status === 'pending' ? Math.min(handoff.deadline, giveUpAt(handoff, policy)) : handoff.deadline
}

/**
 * When to check the deliveries to the channel's webhook: at the end of the current claim, or some time after an
 * unclaimed message.
 */
function deliveryDeadline(
  { deliveryClaim, newestOutgoing, claimedUpTo }: Session,
  policy: Policy,
): Instant | undefined {
  if (deliveryClaim) return deliveryClaim.until
  return newestOutgoing && newestOutgoing.seq > claimedUpTo ? newestOutgoing.at + policy.deliveryCheckMs : undefined
}
