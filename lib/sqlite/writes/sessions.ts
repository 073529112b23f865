import type { DatabaseSync } from 'node:sqlite'
import { wordsOf } from '../../search/words.ts'
import type { Seat } from './agents.ts'
import type { FeedAppend } from './feed.ts'
import type { CountTallies } from './reports.ts'
import { type CommitInput, type Committed, NOBODY, type SessionRow, type WatchersInput } from './session-row.ts'
import { wordWriter } from './words.ts'

interface LockRow {
  readonly pk: number
  readonly version: number
  readonly revision: number
  readonly paused: 0 | 1
  readonly name: string | null
  readonly email: string
  readonly watchers: string
}

/** The columns that serve the lists, in the order of both statements. */
const listedBy = ({ paused, lastEventAt, waitingSince, queue, agentId, due }: SessionRow) => [
  paused,
  lastEventAt,
  waitingSince,
  queue,
  agentId,
  due,
]

/** Writes of conversations and their logs. */
export function sessionWrites(db: DatabaseSync, appendToFeed: FeedAppend, seat: Seat, count: CountTallies) {
  const lock = db.prepare('SELECT pk, version, revision, paused, name, email, watchers FROM session WHERE id = ?')
  const insert = db.prepare(
    `INSERT INTO session (id, bot, version, revision, paused, last_event, waiting_since, queue, agent, due, name, email, watchers, state)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE session SET version = version + 1, revision = ?, paused = ?, last_event = ?, waiting_since = ?, queue = ?, agent = ?, due = ?,
     name = ?, email = ?, state = ?
     WHERE pk = ?`,
  )
  const updateWatchers = db.prepare('UPDATE session SET version = version + 1, watchers = ? WHERE pk = ?')
  const insertEntry = db.prepare('INSERT INTO entry (session, seq, json) VALUES (?, ?, ?)')
  const putAttributes = db.prepare('INSERT OR REPLACE INTO attributes (session, json) VALUES (?, ?)')
  const putWords = wordWriter(db)
  const putEpisode = episodeWriter(db)
  const putThread = threadWriter(db)

  const lockOf = (id: string) => lock.get(id) as LockRow | undefined

  function create(row: SessionRow, name: string | null, watchers: string): number {
    const { id, botId, revision, email, state } = row
    const values = [id, botId, revision, ...listedBy(row), name, email, watchers, state]
    return Number(insert.run(...values).lastInsertRowid)
  }

  return {
    /**
     * Writes a decision if the session still has `version` and its agent has room. Otherwise writes nothing and returns
     * false.
     */
    commit({ version, row, entries, episodes, attributes, seating, tallies }: CommitInput): Committed | false {
      const before = lockOf(row.id)
      if ((before?.version ?? 0) !== version) return false

      if (seating && !seat(row.botId, seating)) return false
      const { revision, fullName, email, state } = row
      const pk = before?.pk ?? create(row, fullName, NOBODY)
      if (before) update.run(revision, ...listedBy(row), fullName, email, state, pk)
      if (before?.name !== fullName || before.email !== email) {
        const words = wordsOf({ userId: row.userId, user: { fullName, email } })
        putWords(pk, row.botId, words, before !== undefined)
      }
      if ((before?.revision ?? 0) === 0 && revision > 0) putThread(pk, row)
      for (const { seq, json } of entries) insertEntry.run(pk, seq, json)
      for (const episode of episodes) putEpisode(pk, row.botId, episode)
      if (attributes !== undefined) putAttributes.run(pk, attributes)
      count(row.botId, tallies)
      const { revision: revisionBefore = 0, paused: pausedBefore = 0, watchers = NOBODY } = before ?? {}
      if (entries.length === 0) return { watchers }
      const position = appendToFeed({ pk, revisionBefore, revision, pausedBefore, watchers })
      return { watchers, appended: { position, revisionBefore, isPausedBefore: pausedBefore === 1 } }
    },

    setWatchers({ version, row, watchers }: WatchersInput): boolean {
      const before = lockOf(row.id)
      if ((before?.version ?? 0) !== version) return false
      if (before) updateWatchers.run(watchers, before.pk)
      else create(row, null, watchers)
      return true
    },
  }
}

/** Inserts or updates an episode's record. */
function episodeWriter(db: DatabaseSync) {
  const put = db.prepare(
    `INSERT INTO episode (session, number, bot, started_at, json) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (session, number) DO UPDATE SET json = excluded.json`,
  )
  return (pk: number, botId: string, { number, startedAt, json }: CommitInput['episodes'][number]): void => {
    put.run(pk, number, botId, startedAt, json)
  }
}

/** Adds a conversation to its user's threads. Does nothing for a conversation without a thread. */
function threadWriter(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO thread (bot, channel, user, session) VALUES (?, ?, ?, ?)')
  return (pk: number, { botId, channel, userId, hasThread }: SessionRow): void => {
    if (hasThread) insert.run(botId, channel, userId, pk)
  }
}
