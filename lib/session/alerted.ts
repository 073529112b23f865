import { type Change, change, unchanged } from './change.ts'
import type { Alerted } from './commands.ts'
import type { Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'

/** Notes that agents were alerted of an episode that still waits for one; what failed is tried again soon. */
export function alerted(session: Session, { episode, ok }: Alerted, now: Instant, policy: Policy): Change<null> {
  const { control } = session
  if (control.holder === 'bot' || control.handoff.status !== 'pending' || session.episodes !== episode) {
    return unchanged(session, null)
  }
  const { handoff } = control
  const count = handoff.alerts + 1
  const next = ok
    ? { ...handoff, alerts: count, deadline: now + policy.realertMs }
    : { ...handoff, deadline: now + policy.alertCheckMs }
  const patch = { control: { ...control, handoff: next } }
  return change(session, now, { patch, entries: ok ? [{ kind: 'alerted', count, episode }] : [] }, null)
}
