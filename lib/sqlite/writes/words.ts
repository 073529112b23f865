import type { DatabaseSync } from 'node:sqlite'

/** Replaces the words by which a session is found. */
export function wordWriter(db: DatabaseSync) {
  const forget = db.prepare('DELETE FROM word WHERE session = ?')
  const insert = db.prepare('INSERT INTO word (bot, word, session) VALUES (?, ?, ?)')
  return (pk: number, botId: string, words: readonly string[], hadWords: boolean): void => {
    if (hadWords) forget.run(pk)
    for (const word of words) insert.run(botId, word, pk)
  }
}
