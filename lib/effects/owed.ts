import type { App } from '../app.ts'
import type { Instant, Session } from '../session/session.ts'
import { alertAgents } from './alert.ts'
import { handBackToBot } from './hand-back.ts'
import { deliverInControl } from './move-control.ts'

/** The effects that a conversation owes: an alert, a delivery, a handback to the bot, or a move of the platform's control. */
export interface Owed {
  readonly alert: boolean
  readonly delivery: boolean
  readonly handback: boolean
  readonly control: boolean
}

/** Returns the effects whose deadlines have passed. */
export function owedAt(
  { control, deliveryClaim, newestOutgoing, claimedUpTo, nextHandback }: Session,
  now: Instant,
): Owed {
  const pending = control.holder === 'human' && control.handoff.status === 'pending'
  const alert = pending && now >= control.handoff.deadline
  const delivery = deliveryClaim
    ? now >= deliveryClaim.until
    : newestOutgoing !== undefined && newestOutgoing.seq > claimedUpTo
  return {
    alert,
    delivery,
    // A message leaves while Interlude has control, and people get it then. Each alert makes up for a failed move.
    control: alert || delivery,
    handback: nextHandback !== undefined && now >= nextHandback.at,
  }
}

/** Runs the owed effects. A failure of one does not stop the others. Throws the first failure at the end. */
export async function pay(app: App, session: Session, owed: Owed): Promise<void> {
  const target = { id: session.id, botId: session.botId }
  const results = await Promise.allSettled([
    owed.alert && alertAgents(app, session),
    (owed.delivery || owed.control) && deliverInControl(app, session, owed),
    owed.handback && handBackToBot(app, target),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
