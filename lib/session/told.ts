import { type Change, change, unchanged } from './change.ts'
import type { Told } from './commands.ts'
import type { Policy } from './policy.ts'
import { afterFailure } from './retries.ts'
import { endedEpisodes, type Instant, type Session } from './session.ts'

/** Notes that the bot was told of episodes, or when to try again; past the last try only the next turn tells it. */
export function told(session: Session, { episode, result }: Told, now: Instant, policy: Policy): Change<null> {
  if (result.status === 'ok') {
    const patch = toldUpTo(session, episode)
    return patch ? change(session, now, { patch }, null) : unchanged(session, null)
  }
  if (!session.telling) return unchanged(session, null)
  const { at: _at, ...before } = session.telling
  const next = afterFailure({ ...before, attempts: before.attempts + 1 }, result, now, policy)
  return change(session, now, { patch: { telling: next && { at: next.at, ...next.tries } } }, null)
}

/** With one question, or one answer of the gate, go at most so many packets, the oldest first; the others go with the next. */
export const MAX_PACKETS = 5

/** The newest episode that the bot is told of next; nothing where it knows of all that are over. */
export function nextTold(session: Session): number | undefined {
  const ended = endedEpisodes(session)
  return session.told < ended ? Math.min(session.told + MAX_PACKETS, ended) : undefined
}

/** What changes when the bot knows the episodes up to `episode`; nothing where it knew them before. */
export function toldUpTo(
  session: Session,
  episode: number,
): (Pick<Session, 'told'> & Partial<Pick<Session, 'telling'>>) | undefined {
  const ended = endedEpisodes(session)
  const upTo = Math.min(episode, ended)
  if (upTo <= session.told) return undefined
  return { told: upTo, ...(upTo === ended && { telling: undefined }) }
}
