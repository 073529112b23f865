import type { DatabaseSync } from 'node:sqlite'
import type { SessionRow } from './session-row.ts'

/** Writes that a conversation is one of its user's threads. A conversation without a thread writes nothing. */
export function threadWriter(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO thread (bot, channel, user, session) VALUES (?, ?, ?, ?)')
  return (pk: number, { botId, channel, userId, hasThread }: SessionRow): void => {
    if (hasThread) insert.run(botId, channel, userId, pk)
  }
}
