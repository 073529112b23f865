import type { StatementSync } from 'node:sqlite'
import type { SessionStore } from '../ports/sessions.ts'
import type { Listed } from '../session/listed.ts'
import { decodeCursor, OLDEST, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import type { Place, StoredSessions } from './stored.ts'

interface ListRow extends Place {
  /** The value of the column that orders the list, besides `pk`. */
  readonly at: number
}

/** A list in SQL: the condition of its rows (each has its own index), and the column that orders it. */
interface SqlList {
  readonly condition: string
  readonly column: 'last_event' | 'waiting_since'
  readonly isOldestFirst?: true
}

const LISTS: { readonly [Status in Listed['status']]: SqlList } = {
  all: { condition: 'bot = ? AND revision > 0', column: 'last_event' },
  paused: { condition: 'bot = ? AND paused = 1', column: 'last_event' },
  pending: { condition: 'bot = ? AND waiting_since IS NOT NULL', column: 'waiting_since', isOldestFirst: true },
  assigned: { condition: 'bot = ? AND agent = ?', column: 'last_event' },
}

/** A bot's lists of conversations, and the overdue conversations, each served by an index. */
export function lists(database: Database, stored: StoredSessions): Pick<SessionStore, 'list' | 'count' | 'due'> {
  const paged = eachList(({ condition, column, isOldestFirst }) => {
    const [past, order] = isOldestFirst ? ['>', 'ASC'] : ['<', 'DESC']
    return database.prepare(
      `SELECT pk, id, version, ${column} AS at FROM session WHERE ${condition} AND (${column}, pk) ${past} (?, ?)
       AND ${column} >= ? ORDER BY ${column} ${order}, pk ${order} LIMIT ?`,
    )
  })
  const counted = eachList(({ condition }) =>
    database.prepare(`SELECT count(*) AS sessions FROM (SELECT 1 FROM session WHERE ${condition} LIMIT ?)`),
  )
  const overdue = database.prepare('SELECT id FROM session WHERE due <= ? ORDER BY due LIMIT ?')

  return {
    list: ({ botId, limit, cursor, since = 0, ...listed }) =>
      database.readAtOnce(() => {
        const beginning = LISTS[listed.status].isOldestFirst ? OLDEST : undefined
        const [at = 0, pk = 0] = decodeCursor(cursor, 2, beginning)
        const rows = paged[listed.status].all(...whose(botId, listed), at, pk, since, limit + 1) as unknown as ListRow[]
        return pageOf(rows, limit, stored.at, row => [row.at, row.pk])
      }),

    count: ({ botId, most, ...listed }) =>
      database.read(() => Number(counted[listed.status].get(...whose(botId, listed), most)?.sessions)),

    due: (now, limit) =>
      database.read(() => (overdue.all(now, limit) as unknown as { id: string }[]).map(({ id }) => id)),
  }
}

/** The values of a list's condition. */
function whose(botId: string, listed: Listed): readonly string[] {
  return listed.status === 'assigned' ? [botId, listed.agentId] : [botId]
}

function eachList(make: (list: SqlList) => StatementSync): { readonly [Status in Listed['status']]: StatementSync } {
  const { all, paused, pending, assigned } = LISTS
  return { all: make(all), paused: make(paused), pending: make(pending), assigned: make(assigned) }
}
