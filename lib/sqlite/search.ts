import type { SessionStore } from '../session/ports.ts'
import type { Session } from '../session/session.ts'
import { searchPrefix, wordsOf } from '../session/words.ts'
import type { Engine } from './engine.ts'

/** Behind every word that begins alike: SQLite compares the bytes of UTF-8, and this is the greatest character. */
const LAST = '\u{10ffff}'

/** Writes the words by which a session is found, in place of those that it had. */
export function wordWriter(engine: Engine): (pk: number, session: Session, hadWords: boolean) => void {
  const forget = engine.prepare('DELETE FROM word WHERE session = ?')
  const insert = engine.prepare('INSERT INTO word (bot, word, session) VALUES (?, ?, ?)')
  return (pk, session, hadWords) => {
    if (hadWords) forget.run(pk)
    for (const word of wordsOf(session)) insert.run(session.botId, word, pk)
  }
}

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
