import type { SessionStore } from '../ports/sessions.ts'
import type { AtOnce, Memory } from './memory.ts'

/** A user's conversations with a thread on a channel. */
export function threads({ conversations }: Memory): AtOnce<Pick<SessionStore, 'threads'>> {
  return {
    threads({ botId, channel, userId, limit }) {
      const found = [...conversations.values()].filter(({ loaded: { session } }) => {
        const isUsers = session.botId === botId && session.channel === channel && session.userId === userId
        return isUsers && session.threadId !== undefined && session.revision > 0
      })
      return found
        .sort((a, b) => b.loaded.session.createdAt - a.loaded.session.createdAt || b.place - a.place)
        .slice(0, Math.max(0, limit))
        .map(({ loaded: { session } }) => session.id)
    },
  }
}
