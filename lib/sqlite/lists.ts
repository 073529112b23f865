import type { SessionStore } from '../session/ports.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import type { Engine } from './engine.ts'
import type { Place, StoredSessions } from './stored.ts'

interface ListRow extends Place {
  readonly last_event: number
}

/** A bot's conversations by when something last happened, and those whose deadline passed: each served by an index. */
export function lists(engine: Engine, stored: StoredSessions): Pick<SessionStore, 'list' | 'due'> {
  const newestFirst = (condition: string) =>
    engine.prepare(
      `SELECT pk, id, version, last_event FROM session WHERE bot = ? AND ${condition} AND (last_event, pk) < (?, ?)
       ORDER BY last_event DESC, pk DESC LIMIT ?`,
    )
  const listed = { all: newestFirst('revision > 0'), paused: newestFirst('paused = 1') }
  const overdue = engine.prepare('SELECT id FROM session WHERE due <= ? ORDER BY due LIMIT ?')

  return {
    list: ({ botId, status, limit, cursor }) =>
      engine.readAtOnce(() => {
        const [lastEvent = 0, pk = 0] = decodeCursor(cursor, 2)
        const rows = listed[status].all(botId, lastEvent, pk, limit + 1) as unknown as ListRow[]
        return pageOf(rows, limit, stored.at, row => [row.last_event, row.pk])
      }),

    due: (now, limit) =>
      engine.read(() => (overdue.all(now, limit) as unknown as { id: string }[]).map(({ id }) => id)),
  }
}
