import { DEAD_EVENT_MS, type DeadEventStore, type StoredDeadEvent } from '../ports/dead-events.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import type { Database } from './database.ts'

interface Row {
  readonly place: number
  readonly at: number
  readonly json: string
}

/** Dead letters of events. */
export function deadEvents(database: Database): DeadEventStore {
  const page = database.prepare(
    `SELECT place, at, json FROM dead_event WHERE bot = ? AND (at, place) < (?, ?) AND failed_at > ?
     ORDER BY at DESC, place DESC LIMIT ?`,
  )
  return {
    putDeadEvent(botId, dead) {
      const { at, session, seq, failedAt } = dead
      const keptSince = failedAt - DEAD_EVENT_MS
      return database.write('putDeadEvent', {
        ...{ botId, at, session, seq, failedAt, keptSince },
        json: JSON.stringify(dead),
      })
    },

    deadEvents: ({ botId, limit, cursor }, now) =>
      database.read(() => {
        const [at = 0, place = 0] = decodeCursor(cursor, 2)
        const rows = page.all(botId, at, place, now - DEAD_EVENT_MS, limit + 1) as unknown as Row[]
        return pageOf(
          rows,
          limit,
          ({ json }) => JSON.parse(json) as StoredDeadEvent,
          row => [row.at, row.place],
        )
      }),

    removeDeadEvent: (botId, { session, seq }) => database.write('removeDeadEvent', { botId, session, seq }),
  }
}
