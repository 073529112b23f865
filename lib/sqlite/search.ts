import type { StatementSync } from 'node:sqlite'
import type { SessionStore } from '../session/ports.ts'
import { soughtBy } from '../session/words.ts'
import type { Engine } from './engine.ts'
import type { Place, StoredSessions } from './stored.ts'

/** Behind every word that begins alike: SQLite compares the bytes of UTF-8, and this is the greatest character. */
const LAST = '\u{10ffff}'

/** How many words a search by several words looks at, so that no search keeps others waiting. */
const MAX_EXAMINED = 10_000

/** How many words may be looked at for one session that is found: a name may have several that begin alike. */
const WORDS_A_SESSION = 2

interface Candidate {
  readonly session: number
  readonly matches: 0 | 1
}

/** Finds people by their words: ranges of the index of words, never a scan. */
export function search(engine: Engine, stored: StoredSessions): Pick<SessionStore, 'search'> {
  const placeOf = engine.prepare('SELECT pk, id, version, last_event FROM session WHERE pk = ?')
  const statements = new Map<number, StatementSync>()

  /** By so many prefixes. The first one's words are a range; each session of it is looked up for the others. */
  function statementOf(prefixes: number): StatementSync {
    const known = statements.get(prefixes)
    if (known) return known
    const hasOther = `EXISTS (SELECT 1 FROM word other
      WHERE other.session = word.session AND other.bot = word.bot AND other.word >= ? AND other.word < ?)`
    const conditions = Array.from({ length: prefixes - 1 }, () => hasOther)
    const made = engine.prepare(
      `SELECT session, ${conditions.length === 0 ? '1' : conditions.join(' AND ')} AS matches
       FROM word WHERE bot = ? AND word >= ? AND word < ? LIMIT ?`,
    )
    statements.set(prefixes, made)
    return made
  }

  /** Sessions that have them all; the first prefixes are tried in turn where one is too common. */
  function candidates(botId: string, prefixes: readonly string[], limit: number): ReadonlySet<number> {
    const found = new Set<number>()
    const examined = prefixes.length === 1 ? limit * WORDS_A_SESSION : MAX_EXAMINED
    for (const first of prefixes) {
      const others = prefixes.filter(prefix => prefix !== first)
      const bounds = others.flatMap(prefix => [prefix, prefix + LAST])
      const rows = statementOf(prefixes.length).iterate(...bounds, botId, first, first + LAST, examined)
      let seen = 0
      for (const row of rows as Iterable<unknown> as Iterable<Candidate>) {
        seen++
        if (row.matches === 1) found.add(row.session)
        if (found.size >= limit) return found
      }
      if (seen < examined) break
    }
    return found
  }

  return {
    search: ({ botId, text, limit }) =>
      engine.readAtOnce(() => {
        if (limit <= 0) return []
        const found = soughtBy(text).flatMap(prefixes => [...candidates(botId, prefixes, limit)])
        const places = [...new Set(found)].slice(0, limit).map(pk => placeOf.get(pk) as unknown as Place)
        return places.map(stored.at).sort((a, b) => b.lastEventAt - a.lastEventAt)
      }),
  }
}
