import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Page } from '../ports/sessions.ts'
import type { Session } from '../session/session.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import type { StoredSessions } from './stored.ts'

/** Rows that one read examines at most, so that it does not delay other requests. */
const SLICE = 1_000
/**
 * Time in ms by which the newest events of neighbours may be out of order: their commits are ordered, and a commit may
 * wait after it has read the clock.
 */
const OUT_OF_ORDER_MS = 600_000

interface RecentRow {
  readonly position: number
  readonly session: number
  /** Null if a later entry has given the conversation another place. */
  readonly id: string | null
  readonly version: number
  readonly lastEvent: number
}

interface Found {
  readonly session: Session
  readonly position: number
}

export interface RecentQuery {
  readonly botId: string
  readonly limit: number
  readonly cursor?: string | undefined
  readonly since: number
}

/** Lists a bot's conversations by their newest entry: reads the order of commits backward, and skips former places. */
export function recentList(database: Database, stored: StoredSessions): (query: RecentQuery) => Promise<Page<Session>> {
  const back = database.prepare(
    `SELECT place.position, place.session, id, version, last_event AS lastEvent
     FROM (SELECT position, session FROM recent WHERE bot = ? AND position < ? ORDER BY position DESC LIMIT ?) AS place
     LEFT JOIN session ON pk = place.session AND newest = place.position
     ORDER BY place.position DESC`,
  )

  return async ({ botId, limit, cursor, since }) => {
    let [before = 0] = decodeCursor(cursor, 1)
    const found: Found[] = []

    /** Whether there may be more. */
    function readSlice(size: number): boolean {
      const rows = back.all(botId, before, size) as unknown as RecentRow[]
      for (const { id, position, session, version, lastEvent } of rows) {
        before = position
        if (id === null) continue
        if (lastEvent >= since) found.push({ session: stored.at({ pk: session, id, version }), position })
        else if (lastEvent < since - OUT_OF_ORDER_MS) return false
        if (found.length > limit) return false
      }
      return rows.length === size
    }

    let size = limit + 1
    while (await database.readAtOnce(() => readSlice(size))) {
      size = SLICE
      await nextTurn()
    }
    const page = pageOf(
      found,
      limit,
      ({ session }) => session,
      ({ position }) => [position],
    )
    return { ...page, items: page.items.toSorted((one, two) => two.lastEventAt - one.lastEventAt) }
  }
}
