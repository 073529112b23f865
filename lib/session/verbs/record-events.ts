import { type Change, change, unchanged } from '../change.ts'
import type { RecordEvents } from '../commands.ts'
import type { Moment } from '../policy.ts'
import type { Failure } from '../retries.ts'
import type { Session } from '../session.ts'

/**
 * Records how far the endpoint has got the events of a conversation, and schedules the next attempt if it lacks some.
 * Changes nothing if another caller has got further.
 */
export function recordEvents(session: Session, { upTo, taken, failure }: RecordEvents, moment: Moment): Change<null> {
  const { nextEvents: owed, revision } = session
  if (!owed || owed.after > upTo) return unchanged(session, null)
  const attempts = taken ? 0 : owed.attempts
  const isDone = !failure && upTo >= revision
  const next = failure ? nextAttempt(attempts, failure, moment) : { at: moment.now, attempts }
  return change(session, moment, { patch: { nextEvents: isDone ? undefined : { after: upTo, ...next } } }, null)
}

/** A skipped call does not count as an attempt. */
function nextAttempt(attempts: number, failure: Failure, { now, policy: { eventRetryMs } }: Moment) {
  if (failure.status === 'skipped') return { at: now + failure.waitMs, attempts }
  return { at: now + (eventRetryMs[attempts] ?? (eventRetryMs.at(-1) as number)), attempts: attempts + 1 }
}
