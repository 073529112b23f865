import type { Policy } from './policy.ts'
import { firstLeaseEnd } from './recent.ts'
import type { Handoff, Instant, Session } from './session.ts'

/** When the oldest open turn's answer is overdue: its lease, and time for a retry to take it over. */
export function turnDeadline(session: Session, policy: Policy): Instant | undefined {
  const leaseEnd = firstLeaseEnd(session.recent)
  return leaseEnd === undefined ? undefined : leaseEnd + policy.turnGraceMs
}

export function giveUpAt(handoff: Extract<Handoff, { status: 'pending' }>, policy: Policy): Instant {
  return handoff.since + policy.giveUpMs
}

/** What must happen by when if nobody acts. Derived from what is still owed, so that nothing can clear it by mistake. */
export function deadlines(session: Session, policy: Policy): readonly Instant[] {
  return [
    turnDeadline(session, policy),
    handoffDeadline(session, policy),
    deliveryDeadline(session, policy),
    session.telling?.at,
  ].filter(at => at !== undefined)
}

/** The first of the deadlines; none where nothing is owed. */
export function dueAt(session: Session, policy: Policy): Instant | undefined {
  const all = deadlines(session, policy)
  return all.length > 0 ? Math.min(...all) : undefined
}

function handoffDeadline({ control }: Session, policy: Policy): Instant | undefined {
  if (control.holder === 'bot') return undefined
  const { handoff } = control
  return handoff.status === 'pending' ? Math.min(handoff.deadline, giveUpAt(handoff, policy)) : handoff.deadline
}

/** When somebody must look after the channel's webhook: the claim under way ends, or a message lies there unclaimed. */
function deliveryDeadline({ sending, outgoing, handed }: Session, policy: Policy): Instant | undefined {
  if (sending) return sending.until
  return outgoing && outgoing.seq > handed ? outgoing.at + policy.deliveryCheckMs : undefined
}
