import { endedEpisodes, type Session } from './session.ts'

/**
 * Maximum number of handbacks in one request to the bot, the oldest first. The next request carries the following ones.
 */
export const MAX_PACKETS = 5

/** The newest episode among the handbacks that go with the next request. Undefined if the bot has had all of them. */
export function nextTold(session: Session): number | undefined {
  const ended = endedEpisodes(session)
  return session.told < ended ? Math.min(session.told + MAX_PACKETS, ended) : undefined
}

/** The patch that records the handbacks up to `episode` as given. Undefined if they were recorded before. */
export function toldUpTo(
  session: Session,
  episode: number,
): (Pick<Session, 'told'> & Partial<Pick<Session, 'telling'>>) | undefined {
  const ended = endedEpisodes(session)
  const upTo = Math.min(episode, ended)
  if (upTo <= session.told) return undefined
  return { told: upTo, ...(upTo === ended && { telling: undefined }) }
}
