import type { OwnReplyStore, StoredReplies } from '../ports/own-replies.ts'
import type { Database } from './database.ts'

/** The own canned replies of agents. */
export function ownReplies(database: Database): OwnReplyStore {
  const one = database.prepare('SELECT version, items FROM own_replies WHERE bot = ? AND agent = ?')
  return {
    ownReplies: ({ botId, agentId }) =>
      database.read(() => {
        const row = one.get(botId, agentId) as { version: number; items: string } | undefined
        return row && { version: row.version, items: JSON.parse(row.items) as StoredReplies['items'] }
      }),

    putOwnReplies: ({ botId, agentId }, version, { version: newVersion, items }) =>
      database.write('putOwnReplies', { botId, agentId, version, newVersion, items: JSON.stringify(items) }),
  }
}
