import type { RecordAlert } from '../alert-commands.ts'
import { type Change, change, unchanged } from '../change.ts'
import { nextAlertAt } from '../deadlines.ts'
import { forQueue, type Moment } from '../policy.ts'
import type { Instant, Session } from '../session.ts'
import { isHeard, waitsSince } from '../waits.ts'

/**
 * Records the outcome of an alert about an episode that still waits for an agent. A begun alert that was not published
 * is due again after `alertCheckMs`, a held one when the bot's next notice goes out. If another process began an alert
 * meanwhile, nothing changes.
 */
export function recordAlert(session: Session, command: RecordAlert, moment: Moment): Change<null> {
  const { episode, alerts, result } = command
  const control = waitsSince(session, command)
  if (!control) return unchanged(session, null)
  const { handoff } = control
  const acknowledged = handoff.acknowledgedBy !== undefined
  const dueAgain = (deadline: Instant, made = alerts) =>
    change(
      session,
      moment,
      { patch: { control: { ...control, handoff: { ...handoff, alerts: made, deadline } } } },
      null,
    )
  switch (result.status) {
    case 'sent': {
      const entries = [{ kind: 'alerted', count: alerts, episode }] as const
      const deadline = nextAlertAt(handoff, forQueue(moment.policy, control.queue))
      // The clock of the machine that began the wait may be ahead.
      const alertedAt = Math.max(moment.now, handoff.since)
      const patch = { control: { ...control, handoff: { ...handoff, deadline } }, alertedAt }
      return change(session, moment, { patch, entries }, null)
    }
    case 'failed':
      // Another process published the first alert, which this one repeated or was slow to publish.
      if (alerts === 1 && isHeard(session, handoff)) return unchanged(session, null)
      // After an acknowledgement no alert is due: the deadline is the end of the wait.
      return dueAgain(acknowledged ? handoff.deadline : moment.now + moment.policy.alertCheckMs, alerts - 1)
    case 'held':
      if (acknowledged) return unchanged(session, null)
      // Another process was faster: the first alert went out, and no step is due. The repeated first one has its number.
      if (isHeard(session, handoff) && moment.now < handoff.deadline) return unchanged(session, null)
      return handoff.deadline === result.until ? unchanged(session, null) : dueAgain(result.until)
    default:
      return result satisfies never
  }
}
