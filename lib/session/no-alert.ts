import { quietUntil } from './control.ts'
import type { Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'

/** Why agents are not alerted of a conversation. */
export type NoAlert = 'bot_holds' | 'agent_has_it' | 'alerted' | 'alerted_lately'

/** Says why agents are not to be alerted of a conversation now; nothing where they are. */
export function noAlertBecause(session: Session, now: Instant, policy: Policy): NoAlert | undefined {
  const { control } = session
  if (control.holder === 'bot') return 'bot_holds'
  const { handoff } = control
  if (handoff.status === 'assigned') return 'agent_has_it'
  if (now >= handoff.deadline) return undefined
  if (handoff.alerts > 0) return 'alerted'
  // The clock that took the request decides, since it set the deadline: one that is behind would skip a due alert until then.
  const quietEnds = quietUntil(session, { now: handoff.since, policy })
  return quietEnds !== undefined && now < quietEnds ? 'alerted_lately' : undefined
}
