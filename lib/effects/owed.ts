import type { App } from '../app.ts'
import { firstReviewEnd } from '../session/reviews.ts'
import type { Instant, Session } from '../session/session.ts'
import { isWaiting } from '../session/waits.ts'
import { alertAgents } from './alert.ts'
import { handBackToBot } from './hand-back.ts'
import { deliverInControl } from './move-control.ts'
import { sendOverdue } from './send-overdue.ts'

/** The effects that a conversation owes: an alert, a delivery, a handback to the bot, or a move of the platform's control. */
export interface Owed {
  readonly alert: boolean
  readonly delivery: boolean
  readonly handback: boolean
  readonly control: boolean
  /** Replies of a supervised bot that wait past their deadline. */
  readonly reviews: boolean
}

/** Returns the effects whose deadlines have passed. */
export function owedAt(session: Session, now: Instant): Owed {
  const { deliveryClaim, newestOutgoing, claimedUpTo, nextHandback } = session
  const alert = isWaiting(session) && now >= session.control.handoff.deadline
  const delivery = deliveryClaim
    ? now >= deliveryClaim.until
    : newestOutgoing !== undefined && newestOutgoing.seq > claimedUpTo
  return {
    alert,
    delivery,
    // A message leaves while Interlude has control, and people get it then. Each alert makes up for a failed move.
    control: alert || delivery,
    handback: nextHandback !== undefined && now >= nextHandback.at,
    reviews: now >= (firstReviewEnd(session) ?? Infinity),
  }
}

/** Runs the owed effects. A failure of one does not stop the others. Throws the first failure at the end. */
export async function pay(app: App, session: Session, owed: Owed): Promise<void> {
  const target = { id: session.id, botId: session.botId }
  const results = await Promise.allSettled([
    owed.alert && alertAgents(app, session),
    (owed.delivery || owed.control) && deliverInControl(app, session, owed),
    owed.handback && handBackToBot(app, target),
    owed.reviews && sendOverdue(app, session),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
