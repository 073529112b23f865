import type { SessionStore } from '../ports/sessions.ts'
import type { Address, Episode } from '../session/session.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import { HANDOFF_KEY, timeKey } from './index-keys.ts'
import { bodyOf, textOf } from './item.ts'
import { keys, sessionOf } from './keys.ts'
import { getAll, indexed, range, type Table } from './reads.ts'
import { BODY } from './table.ts'

/** The content of an episode's item. */
interface EpisodeBody {
  readonly episode: Episode
  readonly address: Address
}

/** Episodes, of a conversation (strongly consistent) and of a bot. */
export function episodes(table: Table): Pick<SessionStore, 'episodes' | 'handoffs'> {
  return {
    async episodes(id, wanted) {
      const { limit } = wanted
      if (limit <= 0) return []
      const isBackward = 'before' in wanted
      const [first, last] = isBackward ? [1, wanted.before - 1] : [wanted.after + 1, Number.MAX_SAFE_INTEGER]
      const bounds = { from: keys.episode(id, first), to: keys.episode(id, last) }
      const items = await range(table, { ...bounds, limit, backward: isBackward })
      const found = items.map(item => bodyOf<EpisodeBody>(item, BODY).episode)
      return isBackward ? found.reverse() : found
    },

    async handoffs({ botId, limit, cursor, since }) {
      const from = decodeCursor(cursor, HANDOFF_KEY)
      const which = since === undefined ? { before: from } : { after: from ?? timeKey(since) }
      const found = await indexed(table, 'handoffs', botId, which, limit + 1)
      const { items, next } = pageOf('handoffs', found, limit, since !== undefined)
      const keysOfPage = items.map(item => ({ PK: textOf(item, 'PK'), SK: textOf(item, 'SK') }))
      const stored = await getAll(table, keysOfPage)
      return {
        items: stored.map(item => {
          const { episode, address } = bodyOf<EpisodeBody>(item, BODY)
          return { ...episode, ...address, session: sessionOf(textOf(item, 'PK')) }
        }),
        ...next,
      }
    },
  }
}
