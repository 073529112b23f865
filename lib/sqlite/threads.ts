import type { SessionStore } from '../ports/sessions.ts'
import type { Engine } from './engine.ts'

/** The conversations with a thread that a user has on a channel, by a range of the table's own key. */
export function threads(engine: Engine): Pick<SessionStore, 'threads'> {
  // Rows of conversations are numbered as they come, so the greatest number is the newest one.
  const ofUser = engine.prepare(
    `SELECT id FROM thread JOIN session ON pk = thread.session
     WHERE thread.bot = ? AND channel = ? AND user = ? ORDER BY thread.session DESC LIMIT ?`,
  )
  return {
    threads: ({ botId, channel, userId, limit }) =>
      engine.read(() => {
        const rows = ofUser.all(botId, channel, userId, Math.max(0, limit)) as unknown as { id: string }[]
        return rows.map(({ id }) => id)
      }),
  }
}
