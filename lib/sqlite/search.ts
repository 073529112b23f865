import type { StatementSync } from 'node:sqlite'
import type { SessionStore } from '../ports/sessions.ts'
import { soughtBy } from '../search/words.ts'
import type { Database } from './database.ts'
import type { Place, StoredSessions } from './stored.ts'

/** Sorts after every word with the same beginning: the greatest character in SQLite's order of UTF-8 bytes. */
const LAST = '\u{10ffff}'

/** Maximum number of words that a search with several words reads, so that it does not delay other requests. */
const MAX_EXAMINED = 5_000

/**
 * Number of words that may be read for one found session, since several words of a name may have the same beginning.
 */
const WORDS_A_SESSION = 2

interface Candidate {
  readonly session: number
  readonly matches: 0 | 1
}

/** Finds users by their words: reads ranges of the index of words, never scans. */
export function search(database: Database, stored: StoredSessions): Pick<SessionStore, 'search'> {
  const placeOf = database.prepare('SELECT pk, id, version FROM session WHERE pk = ?')
  const countOf = database.prepare(
    'SELECT count(*) AS words FROM (SELECT 1 FROM word WHERE bot = ? AND word >= ? AND word < ? LIMIT ?)',
  )
  const statements = new Map<number, StatementSync>()

  /**
   * The statement for this number of prefixes. It reads the range of the first one, and looks up the others for each
   * session in it.
   */
  function statementOf(prefixes: number): StatementSync {
    const known = statements.get(prefixes)
    if (known) return known
    const hasOther = `EXISTS (SELECT 1 FROM word other
      WHERE other.session = word.session AND other.bot = word.bot AND other.word >= ? AND other.word < ?)`
    const conditions = Array.from({ length: prefixes - 1 }, () => hasOther)
    const made = database.prepare(
      `SELECT session, ${conditions.length === 0 ? '1' : conditions.join(' AND ')} AS matches
       FROM word WHERE bot = ? AND word >= ? AND word < ? LIMIT ?`,
    )
    statements.set(prefixes, made)
    return made
  }

  /** The prefix with the fewest words first, counted up to `MAX_EXAMINED`. */
  function rarestFirst(botId: string, prefixes: readonly string[]): readonly string[] {
    if (prefixes.length < 2) return prefixes
    const counted = prefixes.map(prefix => {
      const row = countOf.get(botId, prefix, prefix + LAST, MAX_EXAMINED)
      return { prefix, words: Number(row?.words) }
    })
    return counted.sort((a, b) => a.words - b.words).map(({ prefix }) => prefix)
  }

  /** At most `limit` sessions with words for all prefixes. */
  function candidates(botId: string, prefixes: readonly string[], limit: number): ReadonlySet<number> {
    const [first = '', ...others] = rarestFirst(botId, prefixes)
    const bounds = others.flatMap(prefix => [prefix, prefix + LAST])
    const examined = others.length === 0 ? limit * WORDS_A_SESSION : MAX_EXAMINED
    const rows = statementOf(prefixes.length).iterate(...bounds, botId, first, first + LAST, examined)
    const found = new Set<number>()
    for (const row of rows as Iterable<unknown> as Iterable<Candidate>) {
      if (row.matches === 1) found.add(row.session)
      if (found.size >= limit) break
    }
    return found
  }

  return {
    search: ({ botId, text, limit }) =>
      database.readAtOnce(() => {
        if (limit <= 0) return []
        const found = soughtBy(text).flatMap(prefixes => [...candidates(botId, prefixes, limit)])
        const places = [...new Set(found)].slice(0, limit).map(pk => placeOf.get(pk) as unknown as Place)
        return places.map(stored.at).sort((a, b) => b.lastEventAt - a.lastEventAt)
      }),
  }
}
