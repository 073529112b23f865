import type { DatabaseSync } from 'node:sqlite'
import { wordsOf } from '../../search/words.ts'
import { freeKey, HAS_ID, keysOf } from '../session-keys.ts'
import type { Seat } from './agents.ts'
import type { FeedAppend } from './feed.ts'
import { EMPTY_LOG, type LogAppend, type LogEnd } from './log.ts'
import type { CountTallies } from './reports.ts'
import { type CommitInput, type Committed, NOBODY, type SessionRow, type WatchersInput } from './session-row.ts'
import { wordWriter } from './words.ts'

/** The writes that commits include. */
interface OtherWrites {
  readonly appendToLog: LogAppend
  readonly appendToFeed: FeedAppend
  readonly seat: Seat
  readonly count: CountTallies
}

interface LockRow extends LogEnd {
  readonly pk: number
  readonly version: number
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
export function sessionWrites(db: DatabaseSync, { appendToLog, appendToFeed, seat, count }: OtherWrites) {
  const lock = db.prepare(
    `SELECT pk, version, revision, newest, paused, name, email, watchers FROM session WHERE ${HAS_ID}`,
  )
  const isTaken = db.prepare('SELECT 1 FROM session WHERE pk = ?')
  const insert = db.prepare(
    `INSERT INTO session (pk, id, bot, version, revision, newest, paused, last_event, waiting_since, queue, agent, due, name, email, watchers, state)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE session SET version = version + 1, revision = ?, newest = ?, paused = ?, last_event = ?, waiting_since = ?, queue = ?, agent = ?, due = ?,
     name = ?, email = ?, state = ?
     WHERE pk = ?`,
  )
  const updateWatchers = db.prepare('UPDATE session SET version = version + 1, watchers = ? WHERE pk = ?')
  const putAttributes = db.prepare('INSERT OR REPLACE INTO attributes (session, json) VALUES (?, ?)')
  const putWords = wordWriter(db)
  const putEpisode = episodeWriter(db)
  const putThread = threadWriter(db)

  const lockOf = (id: string) => lock.get(...keysOf(id)) as LockRow | undefined

  function create(pk: number, newest: number, row: SessionRow, name: string | null, watchers: string): void {
    const { id, botId, revision, email, state } = row
    insert.run(pk, id, botId, revision, newest, ...listedBy(row), name, email, watchers, state)
  }

  const newKey = (id: string) => freeKey(id, key => isTaken.get(key) !== undefined)

  return {
    /**
     * Writes a decision if the session still has `version` and its agent has room. Otherwise writes nothing and returns
     * false.
     */
    commit({ version, row, entries, episodes, attributes, seating, tallies }: CommitInput): Committed | false {
      const before = lockOf(row.id)
      if ((before?.version ?? 0) !== version) return false

      if (seating && !seat(row.botId, seating)) return false
      const { botId, revision, fullName, email, state } = row
      const pk = before?.pk ?? newKey(row.id)
      const end = before ?? EMPTY_LOG
      const appended = entries.length === 0 ? undefined : appendToLog({ pk, botId, end }, entries)
      const newest = appended?.last ?? end.newest
      if (before) update.run(revision, newest, ...listedBy(row), fullName, email, state, pk)
      else create(pk, newest, row, fullName, NOBODY)
      if (before?.name !== fullName || before.email !== email) {
        const words = wordsOf({ userId: row.userId, user: { fullName, email } })
        putWords(pk, botId, words, before !== undefined)
      }
      if (appended && end.revision === 0) putThread(pk, row, appended.first)
      for (const episode of episodes) putEpisode(pk, botId, episode)
      if (attributes !== undefined) putAttributes.run(pk, attributes)
      count(botId, tallies)
      const { paused: pausedBefore = 0, watchers = NOBODY } = before ?? {}
      if (!appended) return { watchers }
      const revisionBefore = end.revision
      const position = appendToFeed({ pk, newest, revisionBefore, revision, pausedBefore, watchers })
      return { watchers, appended: { position, revisionBefore, isPausedBefore: pausedBefore === 1 } }
    },

    setWatchers({ version, row, watchers }: WatchersInput): boolean {
      const before = lockOf(row.id)
      if ((before?.version ?? 0) !== version) return false
      if (before) updateWatchers.run(watchers, before.pk)
      else create(newKey(row.id), EMPTY_LOG.newest, row, null, watchers)
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

/** Adds a conversation to its user's threads. `place`: the position of its first entry. Does nothing if it has no thread. */
function threadWriter(db: DatabaseSync) {
  const insert = db.prepare('INSERT INTO thread (bot, channel, user, place, session) VALUES (?, ?, ?, ?, ?)')
  return (pk: number, { botId, channel, userId, hasThread }: SessionRow, place: number): void => {
    if (hasThread) insert.run(botId, channel, userId, place, pk)
  }
}
