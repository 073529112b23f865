import type { SessionStore } from '../ports/sessions.ts'
import type { SessionId } from '../protocol/ids.ts'
import { matches, type Sought, soughtBy, wordsOf } from '../search/words.ts'
import type { Session } from '../session/session.ts'
import { decodeSession } from './codec.ts'
import { type Item, textOf } from './item.ts'
import { keys, sessionAtEnd } from './keys.ts'
import { beginning, type Filter, filtered, getAll, type Table } from './reads.ts'
import type { Key } from './table.ts'
import { OTHER_WORDS, otherWord, wordPartition } from './word-keys.ts'

/**
 * Number of words that may be read for one found session, since several words of a name may have the same beginning.
 */
const WORDS_A_SESSION = 2

/**
 * Number of words that a search with several prefixes reads: first for each prefix, then, if needed, for the longest
 * one. The limit matters, since a bot may have a million users.
 */
const EXAMINED_AT_FIRST = 1_000
const MAX_EXAMINED = 10_000

/** Finds users by their words: one query for each list of prefixes, then the sessions in one batch. */
export function search(table: Table): Pick<SessionStore, 'search'> {
  return {
    async search({ botId, text, limit }) {
      if (limit <= 0) return []
      const sought = soughtBy(text)
      const found = await Promise.all(sought.map(list => candidates(table, botId, list, limit)))
      const ids = [...new Set(found.flat())].slice(0, limit)
      const sessions = (await getAll(table, ids.map(keys.state))).map(decodeSession)
      // Word items may lag behind, and store the other words cut, so check each session.
      return sessions.filter(session => isFound(session, sought)).sort((a, b) => b.lastEventAt - a.lastEventAt)
    },
  }
}

async function candidates(
  table: Table,
  botId: string,
  prefixes: readonly string[],
  limit: number,
): Promise<readonly SessionId[]> {
  const room = limit * WORDS_A_SESSION
  const [longest = '', ...more] = prefixes
  if (more.length === 0) {
    const items = await beginning(table, placeOf(botId, longest), room, { consistent: false })
    return sessionsWith(items).slice(0, limit)
  }
  const look = async (first: string, maxExamined: number) => {
    const filter = havingAll(prefixes.filter(prefix => prefix !== first))
    const { items, isComplete } = await filtered(table, placeOf(botId, first), { filter, limit: room, maxExamined })
    return { ids: sessionsWith(items), isComplete }
  }
  // The first read usually covers all words of the rarest prefix, and every session with all prefixes is among them.
  const looks = await Promise.all(prefixes.map(prefix => look(prefix, EXAMINED_AT_FIRST)))
  const complete = looks.find(({ isComplete }) => isComplete)
  if (complete) return complete.ids.slice(0, limit)
  const found = new Set(looks.flatMap(({ ids }) => ids))
  if (found.size < limit) for (const id of (await look(longest, MAX_EXAMINED)).ids) found.add(id)
  return [...found].slice(0, limit)
}

function placeOf(botId: string, prefix: string): Key {
  return { PK: wordPartition(botId, prefix), SK: prefix }
}

/** The distinct sessions of these words. */
function sessionsWith(items: readonly Item[]): readonly SessionId[] {
  return [...new Set(items.map(item => sessionAtEnd(textOf(item, 'SK'))))]
}

/** Items of earlier versions do not store the other words. They pass the filter, and their sessions are checked. */
function havingAll(prefixes: readonly string[]): Filter {
  const conditions = prefixes.map((_, index) => `contains(#others, :other${index})`)
  return {
    FilterExpression: `attribute_not_exists(#others) OR (${conditions.join(' AND ')})`,
    ExpressionAttributeNames: { '#others': OTHER_WORDS },
    ExpressionAttributeValues: Object.fromEntries(
      prefixes.map((prefix, index) => [`:other${index}`, otherWord(prefix)]),
    ),
  }
}

function isFound(session: Session, sought: Sought): boolean {
  return session.revision > 0 && matches(wordsOf(session), sought)
}
