import { type Change, change, unchanged } from './change.ts'
import type { Alerted } from './commands.ts'
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
  const quietEnds = quietUntil(session, handoff.since, policy)
  return quietEnds !== undefined && now < quietEnds ? 'alerted_lately' : undefined
}

/**
 * Notes what came of an alert of an episode that still waits for a person. A failed one is due again soon, a held one when
 * the next notice of the bot goes out. An alert that somebody else recorded meanwhile stands.
 */
export function alerted(
  session: Session,
  { episode, alerts, result }: Alerted,
  now: Instant,
  policy: Policy,
): Change<null> {
  const { control } = session
  if (control.holder === 'bot' || control.handoff.status !== 'pending' || session.episodes !== episode) {
    return unchanged(session, null)
  }
  const { handoff } = control
  if (handoff.alerts !== alerts) return unchanged(session, null)
  const dueAgain = (deadline: Instant) =>
    change(session, now, { patch: { control: { ...control, handoff: { ...handoff, deadline } } } }, null)
  switch (result.status) {
    case 'sent': {
      const count = alerts + 1
      const next = { ...handoff, alerts: count, deadline: now + policy.realertMs }
      const patch = { control: { ...control, handoff: next }, alertedAt: now }
      return change(session, now, { patch, entries: [{ kind: 'alerted', count, episode }] }, null)
    }
    case 'failed':
      return dueAgain(now + policy.alertCheckMs)
    case 'held':
      return handoff.deadline === result.until ? unchanged(session, null) : dueAgain(result.until)
    default:
      return result satisfies never
  }
}
