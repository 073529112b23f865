import type { SessionStore } from '../session/ports.ts'
import type { Session } from '../session/session.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import type { Engine } from './engine.ts'

interface ListRow {
  readonly pk: number
  readonly last_event: number
  readonly state: string
}

/** A bot's conversations by when something last happened, and those whose deadline passed: each served by an index. */
export function lists(engine: Engine): Pick<SessionStore, 'list' | 'due'> {
  const newestFirst = (condition: string) =>
    engine.prepare(
      `SELECT pk, last_event, state FROM session WHERE bot = ? AND ${condition} AND (last_event, pk) < (?, ?)
       ORDER BY last_event DESC, pk DESC LIMIT ?`,
    )
  const listed = { all: newestFirst('revision > 0'), paused: newestFirst('paused = 1') }
  const overdue = engine.prepare('SELECT id FROM session WHERE due <= ? ORDER BY due LIMIT ?')

  return {
    list: ({ botId, status, limit, cursor }) =>
      engine.read(() => {
        const [lastEvent = 0, pk = 0] = decodeCursor(cursor, 2)
        const rows = listed[status].all(botId, lastEvent, pk, limit + 1) as unknown as ListRow[]
        return pageOf(
          rows,
          limit,
          ({ state }) => JSON.parse(state) as Session,
          row => [row.last_event, row.pk],
        )
      }),

    due: (now, limit) =>
      engine.read(() => (overdue.all(now, limit) as unknown as { id: string }[]).map(({ id }) => id)),
  }
}
