import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import { pageOf } from './cursor.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Episodes, of a conversation and of a bot. */
export function episodes({ conversations }: Memory): AtOnce<Pick<SessionStore, 'episodes' | 'handoffs'>> {
  return {
    episodes(id, range) {
      const all = conversations.get(id)?.episodes ?? []
      if ('after' in range) return all.filter(({ number }) => number > range.after).slice(0, range.limit)
      const before = all.filter(({ number }) => number < range.before)
      return before.slice(Math.max(0, before.length - range.limit))
    },

    handoffs({ botId, limit, cursor, since }) {
      const ofBot = [...conversations.values()].filter(({ loaded: { session } }) => session.botId === botId)
      const ordered = ofBot.flatMap(({ episodes: all, place, loaded }) => {
        const { id, channel, userId, threadId } = loaded.session
        const address = { session: id, botId, channel, userId, ...defined({ threadId }) }
        const wanted = all.filter(({ startedAt }) => since === undefined || startedAt >= since)
        return wanted.map(episode => {
          const order = [episode.startedAt, place, episode.number]
          return { item: { ...episode, ...address }, order: since === undefined ? order : order.map(n => -n) }
        })
      })
      return pageOf(ordered, limit, cursor)
    },
  }
}
