import { endedEpisodes, type Session } from './session.ts'

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
