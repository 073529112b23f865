import type { AlertBegun, BeginAlert } from '../alert-commands.ts'
import { type Change, change, unchanged } from '../change.ts'
import { nextAlertAt } from '../deadlines.ts'
import { forQueue, type Moment } from '../policy.ts'
import type { Session } from '../session.ts'
import { isHeard, waitsSince } from '../waits.ts'

/**
 * Counts the next alert about an episode that waits, before the caller publishes it, so that a repeated function
 * publishes no step twice. The first alert is the exception: until the log says that it went out, it is due again after
 * `alertCheckMs`, since a caller that died may not have published it. Then nobody would know of the wait.
 */
export function beginAlert(session: Session, command: BeginAlert, moment: Moment): Change<AlertBegun> {
  const control = waitsSince(session, command)
  if (!control || control.handoff.acknowledgedBy) return unchanged(session, { begun: false })
  const { now, policy } = moment
  const isFirst = !isHeard(session, control.handoff)
  const isAgain = isFirst && control.handoff.alerts > 0
  if (isAgain && now < control.handoff.deadline) return unchanged(session, { begun: false })
  const handoff = { ...control.handoff, alerts: control.handoff.alerts + (isAgain ? 0 : 1) }
  const next = nextAlertAt(handoff, forQueue(policy, control.queue))
  const deadline = isFirst ? Math.min(next, now + policy.alertCheckMs) : next
  const patch = { control: { ...control, handoff: { ...handoff, deadline } } }
  return change(session, moment, { patch }, { begun: true })
}
