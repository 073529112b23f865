import { endedEpisodes, type Session } from './session.ts'

/**
 * Maximum number of handbacks in one request to the bot, the oldest first. The next request carries the following ones.
 */
export const MAX_PACKETS = 5

/** The newest episode among the handbacks that go with the next request. Undefined if the bot has had all of them. */
export function handbacksUpTo(session: Session): number | undefined {
  const ended = endedEpisodes(session)
  return session.handedBackUpTo < ended ? Math.min(session.handedBackUpTo + MAX_PACKETS, ended) : undefined
}

/** The patch that records the handbacks up to `episode` as given. Undefined if they were recorded before. */
export function handedBack(
  session: Session,
  episode: number,
): (Pick<Session, 'handedBackUpTo'> & Partial<Pick<Session, 'nextHandback'>>) | undefined {
  const ended = endedEpisodes(session)
  const upTo = Math.min(episode, ended)
  if (upTo <= session.handedBackUpTo) return undefined
  return { handedBackUpTo: upTo, ...(upTo === ended && { nextHandback: undefined }) }
}
