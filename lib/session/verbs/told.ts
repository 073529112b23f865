import { type Change, change, unchanged } from '../change.ts'
import type { Told } from '../commands.ts'
import { toldUpTo } from '../handbacks.ts'
import type { Moment } from '../policy.ts'
import { afterFailure } from '../retries.ts'
import type { Session } from '../session.ts'

/**
 * Records that the bot got the handbacks up to an episode, or schedules the next attempt. After the last attempt only
 * the next turn carries them.
 */
export function told(session: Session, { episode, result }: Told, moment: Moment): Change<null> {
  if (result.status === 'ok') {
    const patch = toldUpTo(session, episode)
    return patch ? change(session, moment, { patch }, null) : unchanged(session, null)
  }
  if (!session.telling) return unchanged(session, null)
  const { at: _at, ...before } = session.telling
  const next = afterFailure({ ...before, attempts: before.attempts + 1 }, result, moment)
  return change(session, moment, { patch: { telling: next && { at: next.at, ...next.tries } } }, null)
}
