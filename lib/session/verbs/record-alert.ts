import { type Change, change, unchanged } from '../change.ts'
import type { RecordAlert } from '../commands.ts'
import type { Moment } from '../policy.ts'
import type { Instant, Session } from '../session.ts'

/**
 * Records the outcome of an alert about an episode that still waits for an agent. A failed alert is due again after
 * `alertCheckMs`, a held one when the bot's next notice goes out. If another process recorded an alert meanwhile,
 * nothing changes.
 */
export function recordAlert(session: Session, { episode, alerts, result }: RecordAlert, moment: Moment): Change<null> {
  const { now, policy } = moment
  const { control } = session
  if (control.holder === 'bot' || control.handoff.status !== 'pending' || session.episodes !== episode) {
    return unchanged(session, null)
  }
  const { handoff } = control
  if (handoff.alerts !== alerts) return unchanged(session, null)
  const dueAgain = (deadline: Instant) =>
    change(session, moment, { patch: { control: { ...control, handoff: { ...handoff, deadline } } } }, null)
  switch (result.status) {
    case 'sent': {
      const count = alerts + 1
      const next = { ...handoff, alerts: count, deadline: now + policy.realertMs }
      const patch = { control: { ...control, handoff: next }, alertedAt: now }
      return change(session, moment, { patch, entries: [{ kind: 'alerted', count, episode }] }, null)
    }
    case 'failed':
      return dueAgain(now + policy.alertCheckMs)
    case 'held':
      return handoff.deadline === result.until ? unchanged(session, null) : dueAgain(result.until)
    default:
      return result satisfies never
  }
}
