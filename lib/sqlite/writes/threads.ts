import type { DatabaseSync } from 'node:sqlite'
import type { SessionRow } from './session-row.ts'

/** Adds a conversation to its user's threads. Does nothing for a conversation without a thread. */
export function threadWriter(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO thread (bot, channel, user, session) VALUES (?, ?, ?, ?)')
  return (pk: number, { botId, channel, userId, hasThread }: SessionRow): void => {
    if (hasThread) insert.run(botId, channel, userId, pk)
  }
}
