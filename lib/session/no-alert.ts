import { quietUntil } from './control.ts'
import type { Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'

/** Why agents are not alerted about a conversation. */
export type NoAlert = 'bot_holds' | 'agent_has_it' | 'alerted' | 'alerted_lately'

/** Returns why agents are not alerted about a conversation now. Undefined if they are. */
export function noAlertBecause(session: Session, now: Instant, policy: Policy): NoAlert | undefined {
  const { control } = session
  if (control.holder === 'bot') return 'bot_holds'
  const { handoff } = control
  if (handoff.status === 'assigned') return 'agent_has_it'
  if (now >= handoff.deadline) return undefined
  if (handoff.alerts > 0) return 'alerted'
  // Compare with the clock of the machine that took the request, since it set the deadline. A clock that is behind
  // would skip an alert that is due.
  const quietEnds = quietUntil(session, { now: handoff.since, policy })
  return quietEnds !== undefined && now < quietEnds ? 'alerted_lately' : undefined
}
