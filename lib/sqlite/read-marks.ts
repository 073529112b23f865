import { READ_MARK_MS, type ReadMarkStore } from '../ports/read-marks.ts'
import type { Database } from './database.ts'
import { KEY_OF_ID, keysOf } from './session-keys.ts'

/** Read marks: how far each agent has read each conversation. */
export function readMarks(database: Database): ReadMarkStore {
  const one = database.prepare(`SELECT seq FROM read_mark WHERE session = ${KEY_OF_ID} AND agent = ? AND expires > ?`)
  return {
    raiseReadMark: (mark, now) => database.write('raiseReadMark', { ...mark, now, expires: now + READ_MARK_MS }),

    readMarks: (agentId, sessions, now) =>
      database.read(() => {
        const rows = sessions.map(
          id => [id, one.get(...keysOf(id), agentId, now) as { seq: number } | undefined] as const,
        )
        return new Map(rows.flatMap(([id, row]) => (row ? [[id, row.seq] as const] : [])))
      }),
  }
}
