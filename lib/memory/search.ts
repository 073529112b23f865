import type { SessionStore } from '../ports/sessions.ts'
import { matches, soughtBy, wordsOf } from '../search/words.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Finds users by their words. */
export function search({ conversations }: Memory): AtOnce<Pick<SessionStore, 'search'>> {
  return {
    search({ botId, text, limit }) {
      const sought = soughtBy(text)
      return [...conversations.values()]
        .filter(({ log, loaded: { session } }) => {
          const isKnown = session.botId === botId && (log.length > 0 || session.user.fullName !== undefined)
          return isKnown && matches(wordsOf(session), sought)
        })
        .map(({ loaded: { session } }) => session)
        .sort((a, b) => b.lastEventAt - a.lastEventAt)
        .slice(0, limit)
    },
  }
}
