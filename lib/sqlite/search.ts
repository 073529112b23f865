import type { SessionStore } from '../session/ports.ts'
import { searchPrefix } from '../session/words.ts'
import type { Engine } from './engine.ts'
import type { Place, StoredSessions } from './stored.ts'

/** Behind every word that begins alike: SQLite compares the bytes of UTF-8, and this is the greatest character. */
const LAST = '\u{10ffff}'

/** Finds people by name and userId: a range of the index of words, never a scan. */
export function search(engine: Engine, stored: StoredSessions): Pick<SessionStore, 'search'> {
  const found = engine.prepare(
    `SELECT pk, id, version FROM session WHERE pk IN (
       SELECT DISTINCT session FROM word WHERE bot = ? AND word >= ? AND word < ? LIMIT ?
     ) ORDER BY last_event DESC`,
  )
  return {
    search: ({ botId, prefix, limit }) =>
      engine.readAtOnce(() => {
        const from = searchPrefix(prefix)
        return (found.all(botId, from, from + LAST, limit) as unknown as Place[]).map(stored.at)
      }),
  }
}
