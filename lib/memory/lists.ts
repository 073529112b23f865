import type { SessionStore } from '../ports/sessions.ts'
import { isListed, type Listed, waitingSince } from '../session/listed.ts'
import { pageOf } from './cursor.ts'
import type { AtOnce, Conversation, Memory } from './memory.ts'

/** A bot's lists of conversations, and the overdue conversations. */
export function lists({ conversations }: Memory): AtOnce<Pick<SessionStore, 'list' | 'count' | 'due'>> {
  function inList(botId: string, listed: Listed): readonly Conversation[] {
    return [...conversations.values()].filter(
      ({ loaded: { session } }) => session.botId === botId && isListed(session, listed),
    )
  }

  return {
    list({ botId, limit, cursor, since = 0, waitsFrom = 0, ...listed }) {
      const first = listed.status === 'pending' && cursor === undefined ? waitsFrom : 0
      const found = inList(botId, listed).filter(
        ({ loaded: { session } }) => session.lastEventAt >= since && (waitingSince(session) ?? first) >= first,
      )
      const ordered = found.map(({ loaded: { session }, place }) => {
        const waits = listed.status === 'pending' ? waitingSince(session) : undefined
        return { item: session, order: waits === undefined ? [session.lastEventAt, place] : [-waits, -place] }
      })
      return pageOf(ordered, limit, cursor)
    },

    count({ botId, most, waitsBefore = Number.POSITIVE_INFINITY, ...listed }) {
      const isCounted = ({ loaded: { session } }: Conversation) =>
        listed.status !== 'pending' || (waitingSince(session) ?? 0) < waitsBefore
      return Math.min(most, inList(botId, listed).filter(isCounted).length)
    },

    due: (now, limit) =>
      [...conversations.values()]
        .flatMap(({ due, loaded: { session } }) => (due !== undefined && due <= now ? [{ due, id: session.id }] : []))
        .sort((a, b) => a.due - b.due)
        .slice(0, limit)
        .map(({ id }) => id),
  }
}
