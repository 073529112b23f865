import type { App } from '../app.ts'
import type { Instant, Session } from '../session/session.ts'
import { alertAgents } from './alert.ts'
import { deliverPending } from './deliver.ts'
import { handBackToBot } from './hand-back.ts'

/** The effects that a conversation owes: an alert, a delivery, or a handback to the bot. */
export interface Owed {
  readonly alert: boolean
  readonly delivery: boolean
  readonly handback: boolean
}

/** Returns the effects whose deadlines have passed. */
export function owedAt(
  { control, deliveryClaim, newestOutgoing, claimedUpTo, nextHandback }: Session,
  now: Instant,
): Owed {
  const pending = control.holder === 'human' && control.handoff.status === 'pending'
  return {
    alert: pending && now >= control.handoff.deadline,
    delivery: deliveryClaim
      ? now >= deliveryClaim.until
      : newestOutgoing !== undefined && newestOutgoing.seq > claimedUpTo,
    handback: nextHandback !== undefined && now >= nextHandback.at,
  }
}

/** Runs the owed effects. A failure of one does not stop the others. Throws the first failure at the end. */
export async function pay(app: App, session: Session, owed: Owed): Promise<void> {
  const target = { id: session.id, botId: session.botId }
  const results = await Promise.allSettled([
    owed.alert && alertAgents(app, session),
    owed.delivery && deliverPending(app, target),
    owed.handback && handBackToBot(app, target),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
