import { forQueue, type Policy } from './policy.ts'
import { firstLeaseEnd } from './recent.ts'
import { firstReviewEnd } from './reviews.ts'
import type { Control, Handoff, Instant, Session } from './session.ts'

/**
 * The time at which the oldest open turn is overdue: the end of its lease, and the grace for a retry to take it over.
 */
export function turnDeadline(session: Session, policy: Policy): Instant | undefined {
  const leaseEnd = firstLeaseEnd(session.recent)
  return leaseEnd === undefined ? undefined : leaseEnd + policy.turnGraceMs
}

/** The end of a wait for an agent. `policy`: that of the conversation's queue. */
export function giveUpAt(handoff: Pick<Extract<Handoff, { status: 'pending' }>, 'since'>, policy: Policy): Instant {
  return handoff.since + policy.giveUpMs
}

/** When the next alert of a wait is due. The end of the wait if there is none. */
export function nextAlertAt(
  handoff: Pick<Extract<Handoff, { status: 'pending' }>, 'since' | 'alerts' | 'acknowledgedBy'>,
  policy: Policy,
): Instant {
  const step = handoff.acknowledgedBy ? undefined : policy.alerts[handoff.alerts]
  return step ? handoff.since + step.afterMs : giveUpAt(handoff, policy)
}

/** The time after which people get a conversation because nobody decided about a proposal. */
export function reviewDeadline(session: Session, { reviewThen, reviewGraceMs }: Policy): Instant | undefined {
  const end = firstReviewEnd(session)
  // The effect that sends an overdue reply reads it from the log, which takes a visit of the clock.
  return end === undefined || reviewThen === 'hand_over' ? end : end + reviewGraceMs
}

type HumanControl = Extract<Control, { holder: 'human' }>

/** How long before its end by idleness a conversation of this queue gets the warning. */
export function warningMs({ idleWarningMs, idleMs }: Policy): number | undefined {
  return idleWarningMs === undefined ? undefined : Math.min(idleWarningMs, Math.floor(idleMs / 2))
}

/**
 * When a silent user is to be warned that idleness ends the conversation. Undefined if no agent has it, the user waits
 * for the agent, was warned already, the conversation is snoozed, or the operator configured no warning.
 */
export function idleWarningAt(
  { preview }: Session,
  { queue, handoff }: HumanControl,
  policy: Policy,
): Instant | undefined {
  const own = forQueue(policy, queue)
  const before = warningMs(own)
  if (handoff.status === 'pending' || handoff.warned || handoff.snoozedUntil || preview?.from === 'user')
    return undefined
  return before === undefined || !own.userTexts.idleWarning ? undefined : handoff.deadline - before
}

/**
 * The times at which the session needs a check. Derived from what is still owed, so that no command can
 * clear one by mistake.
 */
export function deadlines(session: Session, policy: Policy): readonly Instant[] {
  return [
    turnDeadline(session, policy),
    handoffDeadline(session, policy),
    firstReviewEnd(session),
    deliveryDeadline(session, policy),
    session.nextHandback?.at,
    session.nextEvents?.at,
  ].filter(at => at !== undefined)
}

/** The earliest deadline. Undefined if nothing is owed. */
export function dueAt(session: Session, policy: Policy): Instant | undefined {
  const all = deadlines(session, policy)
  return all.length > 0 ? Math.min(...all) : undefined
}

function handoffDeadline(session: Session, policy: Policy): Instant | undefined {
  const { control } = session
  if (control.holder !== 'human') return undefined
  const { handoff } = control
  return handoff.status === 'pending'
    ? Math.min(handoff.deadline, giveUpAt(handoff, forQueue(policy, control.queue)))
    : (idleWarningAt(session, control, policy) ?? handoff.deadline)
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
