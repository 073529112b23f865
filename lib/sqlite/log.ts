import type { EntryRange } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Database } from './database.ts'
import { HAS_ID, keysOf } from './session-keys.ts'
import { MARK_EVERY } from './writes/log.ts'

interface End {
  readonly pk: number
  readonly revision: number
  readonly newest: number
}

interface EntryRow {
  readonly json: string
}

/** Reads logs, each entry by the position of the one after it. Call within `database.read`. */
export interface LogReader {
  entries(id: SessionId, range: EntryRange): Entry[]
  /** The entries after `seq`, up to the one at `position`. */
  between(seq: number, position: number): Entry[]
}

export function logReader(database: Database): LogReader {
  const endOf = database.prepare(`SELECT pk, revision, newest FROM session WHERE ${HAS_ID}`)
  const markAt = database.prepare('SELECT position FROM mark WHERE session = ? AND number = ?')
  // Collects the positions first, so that the entries above the range are not copied.
  const back = database.prepare(
    `WITH RECURSIVE chain (at, seq, previous) AS (
       SELECT position, seq, previous FROM entry WHERE position = ?1
       UNION ALL
       SELECT position, entry.seq, entry.previous FROM chain CROSS JOIN entry ON position = chain.previous
       WHERE chain.seq > ?2 + 1
     )
     SELECT json FROM chain CROSS JOIN entry ON position = at WHERE chain.seq > ?2 AND chain.seq <= ?3 ORDER BY chain.seq`,
  )

  const read = (from: number, after: number, upTo: number): Entry[] =>
    (back.all(from, after, upTo) as unknown as EntryRow[]).map(({ json }) => JSON.parse(json) as Entry)

  /** The position of the nearest mark at or above an entry. The newest entry's, if no mark lies between. */
  function startFor(seq: number, { pk, revision, newest }: End): number {
    const number = Math.ceil(seq / MARK_EVERY)
    if (number * MARK_EVERY > revision) return newest
    return (markAt.get(pk, number) as unknown as { position: number }).position
  }

  return {
    entries(id, range) {
      const end = endOf.get(...keysOf(id)) as End | undefined
      if (!end) return []
      const { after, upTo } = boundsOf(range, end.revision)
      return after < upTo ? read(startFor(upTo, end), after, upTo) : []
    },
    between: (seq, position) => read(position, seq, Number.MAX_SAFE_INTEGER),
  }
}

function boundsOf(range: EntryRange, revision: number): { readonly after: number; readonly upTo: number } {
  if ('before' in range) {
    const upTo = Math.min(range.before - 1, revision)
    return { after: Math.max(0, upTo - range.limit), upTo }
  }
  const { after, upTo = revision, limit } = range
  return { after, upTo: Math.min(upTo, after + limit, revision) }
}
