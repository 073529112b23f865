import type { SessionStore } from '../session/ports.ts'
import type { Session } from '../session/session.ts'
import { searchPrefix } from '../session/words.ts'
import type { Engine } from './engine.ts'

/** Behind every word that begins alike: SQLite compares the bytes of UTF-8, and this is the greatest character. */
const LAST = '\u{10ffff}'

/** Finds people by name and userId: a range of the index of words, never a scan. */
export function search(engine: Engine): Pick<SessionStore, 'search'> {
  const found = engine.prepare(
    `SELECT state FROM session WHERE pk IN (
       SELECT DISTINCT session FROM word WHERE bot = ? AND word >= ? AND word < ? LIMIT ?
     ) ORDER BY last_event DESC`,
  )
  return {
    search: ({ botId, prefix, limit }) =>
      engine.read(() => {
        const from = searchPrefix(prefix)
        const rows = found.all(botId, from, from + LAST, limit) as unknown as { state: string }[]
        return rows.map(({ state }) => JSON.parse(state) as Session)
      }),
  }
}
