import type { StatementSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SessionStore } from '../ports/sessions.ts'
import type { Listed } from '../session/listed.ts'
import { decodeCursor, NEWEST, OLDEST, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import { recentList } from './recent.ts'
import type { Place, StoredSessions } from './stored.ts'
import { NO_QUEUE } from './writes/session-row.ts'

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

/** The lists that have an index. `all` is read from the order of commits (`recent.ts`). */
type ListName = Exclude<Listed['status'], 'all'> | 'queue'
type Indexed = Exclude<Listed, All>
type All = Extract<Listed, { readonly status: 'all' }>

const LISTS: { readonly [Name in ListName]: SqlList } = {
  paused: { condition: 'bot = ? AND paused = 1', column: 'last_event' },
  pending: { condition: 'bot = ? AND waiting_since IS NOT NULL', column: 'waiting_since', isOldestFirst: true },
  queue: {
    condition: 'bot = ? AND queue = ? AND waiting_since IS NOT NULL',
    column: 'waiting_since',
    isOldestFirst: true,
  },
  assigned: { condition: 'bot = ? AND agent = ?', column: 'last_event' },
}

/** The list that serves a selection. */
function nameOf(listed: Indexed): ListName {
  return listed.status === 'pending' && listed.queue !== undefined ? 'queue' : listed.status
}

/** A bot's lists of conversations, and the overdue conversations. */
export function lists(database: Database, stored: StoredSessions): Pick<SessionStore, 'list' | 'count' | 'due'> {
  const paged = eachList(({ condition, column, isOldestFirst }) => {
    const [past, order] = isOldestFirst ? ['>', 'ASC'] : ['<', 'DESC']
    return database.prepare(
      `SELECT pk, id, version, ${column} AS at FROM session WHERE ${condition} AND (${column}, pk) ${past} (?, ?)
       AND ${column} >= ? ORDER BY ${column} ${order}, pk ${order} LIMIT ?`,
    )
  })
  const counted = eachList(({ condition, column }) =>
    database.prepare(
      `SELECT count(*) AS sessions FROM (SELECT 1 FROM session WHERE ${condition} AND ${column} < ? LIMIT ?)`,
    ),
  )
  const conversations = database.prepare('SELECT number FROM conversations WHERE bot = ?')
  const recent = recentList(database, stored)
  const overdue = database.prepare('SELECT id FROM session WHERE due <= ? ORDER BY due LIMIT ?')

  return {
    async list({ botId, limit, cursor, since = 0, waitsFrom = OLDEST, ...listed }) {
      if (isAll(listed)) return await recent({ botId, limit, cursor, since })
      return await database.readAtOnce(() => {
        const name = nameOf(listed)
        const isFromTime = cursor === undefined && LISTS[name].isOldestFirst
        const [at = 0, pk = 0] = isFromTime ? [waitsFrom, OLDEST] : decodeCursor(cursor, 2)
        const rows = paged[name].all(...whose(botId, listed), at, pk, since, limit + 1) as unknown as ListRow[]
        return pageOf(rows, limit, stored.at, row => [row.at, row.pk])
      })
    },

    count: ({ botId, most, waitsBefore = NEWEST, ...listed }) =>
      database.read(() => {
        if (isAll(listed)) return Math.min(most, Number(conversations.get(botId)?.number ?? 0))
        const name = nameOf(listed)
        const before = LISTS[name].isOldestFirst ? waitsBefore : NEWEST
        return Number(counted[name].get(...whose(botId, listed), before, most)?.sessions)
      }),

    async due(now, limit) {
      // The clock reads again and again until nothing is due. Without a turn for others, thousands of conversations that
      // stay due (their events wait for an endpoint that is down) would stop the whole process for seconds.
      await nextTurn()
      return await database.read(() => (overdue.all(now, limit) as unknown as { id: string }[]).map(({ id }) => id))
    },
  }
}

function isAll(listed: Listed): listed is All {
  return listed.status === 'all'
}

/** The values of a list's condition. */
function whose(botId: string, listed: Indexed): readonly string[] {
  switch (listed.status) {
    case 'assigned':
      return [botId, listed.agentId]
    case 'pending':
      return listed.queue === undefined ? [botId] : [botId, listed.queue ?? NO_QUEUE]
    case 'paused':
      return [botId]
    default:
      return listed satisfies never
  }
}

function eachList(make: (list: SqlList) => StatementSync): { readonly [Name in ListName]: StatementSync } {
  const { paused, pending, queue, assigned } = LISTS
  return {
    paused: make(paused),
    pending: make(pending),
    queue: make(queue),
    assigned: make(assigned),
  }
}
