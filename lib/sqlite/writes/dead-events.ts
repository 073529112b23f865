import type { DatabaseSync } from 'node:sqlite'

interface DeadEventRow {
  readonly botId: string
  readonly at: number
  readonly session: string
  readonly seq: number
  readonly failedAt: number
  readonly json: string
  /** Older dead letters of the bot are removed. */
  readonly keptSince: number
}

/** Writes of dead letters. */
export function deadEventWrites(db: DatabaseSync) {
  const put = db.prepare(`
    INSERT INTO dead_event (bot, at, session, seq, failed_at, json) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (session, seq) DO UPDATE SET failed_at = excluded.failed_at, json = excluded.json
  `)
  // A dead letter fails after its event, so the index on the event's time bounds the search.
  const removeOld = db.prepare('DELETE FROM dead_event WHERE bot = ? AND at <= ? AND failed_at <= ?')
  const remove = db.prepare('DELETE FROM dead_event WHERE bot = ? AND session = ? AND seq = ?')
  return {
    putDeadEvent({ botId, at, session, seq, failedAt, json, keptSince }: DeadEventRow): void {
      removeOld.run(botId, keptSince, keptSince)
      put.run(botId, at, session, seq, failedAt, json)
    },
    removeDeadEvent({ botId, session, seq }: Pick<DeadEventRow, 'botId' | 'session' | 'seq'>): void {
      remove.run(botId, session, seq)
    },
  }
}
