import { quietUntil } from './new-wait.ts'
import { forQueue, type Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'
import { isHeard } from './waits.ts'

/** Why agents are not alerted about a conversation. */
export type NoAlert =
  | 'bot_holds'
  | 'agent_has_it'
  | 'acknowledged'
  | 'all_sent'
  | 'alerted'
  | 'not_due'
  | 'alerted_lately'

/** Returns why agents are not alerted about a conversation now. Undefined if they are. */
export function noAlertBecause(session: Session, now: Instant, policy: Policy): NoAlert | undefined {
  const { control } = session
  if (control.holder !== 'human') return 'bot_holds'
  const { handoff } = control
  if (handoff.status === 'assigned') return 'agent_has_it'
  if (handoff.acknowledgedBy) return 'acknowledged'
  // It may not have gone out: the process that counted it may have died.
  if (handoff.alerts > 0 && !isHeard(session, handoff)) return now >= handoff.deadline ? undefined : 'alerted'
  const step = forQueue(policy, control.queue).alerts[handoff.alerts]
  if (!step) return 'all_sent'
  if (now >= handoff.deadline) return undefined
  if (handoff.alerts > 0) return 'alerted'
  if (step.afterMs > 0) return 'not_due'
  // The deadline of an alert without a delay is a check that it went out. Compare with the clock of the machine that
  // took the request, since it set the deadline. A clock that is behind would skip an alert that is due.
  const quietEnds = quietUntil(session, { now: handoff.since, policy })
  return quietEnds !== undefined && now < quietEnds ? 'alerted_lately' : undefined
}
