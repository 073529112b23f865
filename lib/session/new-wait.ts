import type { Priority } from '../protocol/control.ts'
import { nextAlertAt } from './deadlines.ts'
import type { Moment } from './policy.ts'
import type { Handoff, Instant, Session } from './session.ts'

/**
 * Makes a pending handoff. Its first alert waits for the end of the quiet time, if agents were alerted about the
 * conversation within `realertMs`.
 */
export function newWait(session: Session, priority: Priority, moment: Moment): Extract<Handoff, { status: 'pending' }> {
  const { now, policy } = moment
  const waits = { status: 'pending', priority, since: now, alerts: 0 } as const
  const quietEnds = quietUntil(session, moment)
  const due = Math.max(nextAlertAt(waits, policy), quietEnds ?? 0)
  // The commit that begins the wait brings a due alert at once. The deadline is a check that it went out.
  return { ...waits, deadline: due > now ? due : now + policy.alertCheckMs }
}

/**
 * Moves the last alert before the wait that begins now, in case the clock of its machine was ahead: `isHeard` compares
 * the two.
 */
export function alertedBefore({ alertedAt }: Session, now: Instant): Partial<Session> {
  return alertedAt !== undefined && alertedAt >= now ? { alertedAt: now - 1 } : {}
}

/**
 * Returns when a new request may alert agents again, after an alert within `realertMs`. Undefined if it may alert now.
 */
export function quietUntil({ alertedAt }: Session, { now, policy }: Moment): Instant | undefined {
  if (alertedAt === undefined || now >= alertedAt + policy.realertMs) return undefined
  // A clock that was set back must not delay the next alert further.
  return Math.min(alertedAt, now) + policy.realertMs
}
