import type { SessionStore } from '../ports/sessions.ts'
import type { Database } from './database.ts'

/** A user's conversations with a thread on a channel, read as a range of the table's primary key. */
export function threads(database: Database): Pick<SessionStore, 'threads'> {
  const ofUser = database.prepare(
    `SELECT id FROM thread JOIN session ON pk = thread.session
     WHERE thread.bot = ? AND channel = ? AND user = ? ORDER BY place DESC LIMIT ?`,
  )
  return {
    threads: ({ botId, channel, userId, limit }) =>
      database.read(() => {
        const rows = ofUser.all(botId, channel, userId, Math.max(0, limit)) as unknown as { id: string }[]
        return rows.map(({ id }) => id)
      }),
  }
}
