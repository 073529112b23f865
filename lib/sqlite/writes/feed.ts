import type { DatabaseSync } from 'node:sqlite'

/** Appends a commit to the feed and returns its position. The changes themselves are in the log. */
export type FeedAppend = (commit: {
  readonly pk: number
  /** The position of its newest entry. */
  readonly newest: number
  readonly revisionBefore: number
  readonly revision: number
  readonly pausedBefore: 0 | 1
  readonly watchers: string
}) => number

/** Writes of the feed. */
export function feedWrites(db: DatabaseSync) {
  const insert = db.prepare(
    'INSERT INTO feed (session, newest, revision_before, revision, paused_before, watchers) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const forget = db.prepare('DELETE FROM feed WHERE position <= ?')

  const append: FeedAppend = ({ pk, newest, revisionBefore, revision, pausedBefore, watchers }) =>
    Number(insert.run(pk, newest, revisionBefore, revision, pausedBefore, watchers).lastInsertRowid)

  return {
    append,
    acknowledge(position: number): void {
      forget.run(position)
    },
  }
}
