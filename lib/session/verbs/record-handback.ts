import { type Change, change, unchanged } from '../change.ts'
import type { RecordHandback } from '../commands.ts'
import { handedBack } from '../handbacks.ts'
import type { Moment } from '../policy.ts'
import { afterFailure } from '../retries.ts'
import type { Session } from '../session.ts'

/**
 * Records that the bot got the handbacks up to an episode, or schedules the next attempt. After the last attempt only
 * the next turn carries them.
 */
export function recordHandback(session: Session, { episode, result }: RecordHandback, moment: Moment): Change<null> {
  if (result.status === 'ok') {
    const patch = handedBack(session, episode)
    return patch ? change(session, moment, { patch }, null) : unchanged(session, null)
  }
  if (!session.nextHandback) return unchanged(session, null)
  const { at: _at, ...before } = session.nextHandback
  const next = afterFailure({ ...before, attempts: before.attempts + 1 }, result, moment)
  return change(session, moment, { patch: { nextHandback: next && { at: next.at, ...next.tries } } }, null)
}
