import type { DatabaseSync } from 'node:sqlite'

/** Every entry whose `seq` is a multiple of this has a mark, so that a read from the middle begins near its page. */
export const MARK_EVERY = 64

/**
 * Distance in positions within which a conversation's former place among the recent ones is removed at once. Its page
 * was written a moment ago, so removing it costs little. Readers skip older ones.
 */
const NEAR = 10_000

/** The end of a log: the `seq` and the position of its newest entry. Both 0 if it is empty. */
export interface LogEnd {
  readonly revision: number
  readonly newest: number
}

export const EMPTY_LOG: LogEnd = { revision: 0, newest: 0 }

/** Appends entries to the log of a conversation. Returns the positions of the first and the last one. */
export type LogAppend = (
  conversation: { readonly pk: number; readonly botId: string; readonly end: LogEnd },
  entries: readonly { readonly seq: number; readonly json: string }[],
) => { readonly first: number; readonly last: number }

/**
 * Writes of logs. Entries of all conversations stand in the order of their commits, so an append changes the table's
 * last page. Each points to the one before it in its conversation.
 */
export function logWrites(db: DatabaseSync): LogAppend {
  const insert = db.prepare('INSERT INTO entry (session, seq, previous, json) VALUES (?, ?, ?, ?)')
  const putMark = db.prepare('INSERT INTO mark (session, number, position) VALUES (?, ?, ?)')
  const putRecent = db.prepare('INSERT INTO recent (bot, position, session) VALUES (?, ?, ?)')
  const removeRecent = db.prepare('DELETE FROM recent WHERE bot = ? AND position = ?')
  const countUp = db.prepare(
    `INSERT INTO conversations (bot, number) VALUES (?, 1) ON CONFLICT (bot) DO UPDATE SET number = number + 1`,
  )

  return ({ pk, botId, end }, entries) => {
    let { revision, newest } = end
    let first = 0
    for (const { seq, json } of entries) {
      if (seq !== revision + 1) throw new Error(`entry ${seq} does not follow entry ${revision}`)
      const position = Number(insert.run(pk, seq, newest, json).lastInsertRowid)
      if (seq % MARK_EVERY === 0) putMark.run(pk, seq / MARK_EVERY, position)
      first ||= position
      revision = seq
      newest = position
    }
    putRecent.run(botId, newest, pk)
    if (end.revision === 0) countUp.run(botId)
    else if (newest - end.newest < NEAR) removeRecent.run(botId, end.newest)
    return { first, last: newest }
  }
}
