import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { freeKey } from '../session-keys.ts'
import { MARK_EVERY } from '../writes/log.ts'

/** The values of the last copied row that order a step's rows. Null before the first one. */
export type Cursor = readonly SQLInputValue[] | null

/** A part of the copy that runs in many transactions. */
interface Step {
  /** Copies the next rows. Returns undefined if none is left. */
  next(cursor: Cursor): { readonly cursor: Cursor; readonly rows: number } | undefined
  /** The rows of the whole step. */
  total(): number
}

/** The new key and the newest position of each conversation, by its key in version 10. */
export const PLACE_TABLE = `
  CREATE TABLE place (old INTEGER PRIMARY KEY, pk INTEGER NOT NULL UNIQUE, newest INTEGER NOT NULL DEFAULT 0) STRICT;
`

/** Conversations or rows of one transaction: few enough for memory and for SQLite's log, however large the file is. */
const AT_ONCE = 2_000

/** Words or threads of one transaction, which are small rows. */
const SMALL_AT_ONCE = 20_000

/** Tables with a row or more for a conversation, which the step of the conversations copies. */
const OF_SESSIONS = ['attributes', 'episode', 'receipts', 'read_mark']
/** Tables that the steps or special statements copy. */
const COPIED = new Set([
  'session',
  'entry',
  'mark',
  'recent',
  'conversations',
  'word',
  'thread',
  'feed',
  'place',
  'migration',
  ...OF_SESSIONS,
])

/** The steps that copy the attached database `old`, of version 10, in their order. */
export function copySteps(db: DatabaseSync): readonly Step[] {
  return [places(db), logs(db), sessions(db), words(db), threads(db)]
}

/** Gives every conversation its key. */
function places(db: DatabaseSync): Step {
  const rows = db.prepare(`SELECT pk, id FROM old.session WHERE pk > ? ORDER BY pk LIMIT ${AT_ONCE}`)
  const isTaken = db.prepare('SELECT 1 FROM place WHERE pk = ?')
  const insert = db.prepare('INSERT INTO place (old, pk) VALUES (?, ?)')
  return {
    total: () => countOf(db, 'session'),
    next(cursor) {
      const found = rows.all(...(cursor ?? [0])) as unknown as { pk: number; id: string }[]
      const last = found.at(-1)
      if (!last) return undefined
      for (const { pk, id } of found) {
        insert.run(
          pk,
          freeKey(id, key => isTaken.get(key) !== undefined),
        )
      }
      return { cursor: [last.pk], rows: found.length }
    },
  }
}

/**
 * Copies the logs, the one with the oldest last event first, so that the positions order conversations as their last
 * events do. The entries of a log stand together.
 */
function logs(db: DatabaseSync): Step {
  db.exec(`
    CREATE TEMP TABLE batch (number INTEGER PRIMARY KEY, old INTEGER, bot TEXT, last_event INTEGER, session INTEGER)
  `)
  const choose = db.prepare(
    `INSERT INTO batch (old, bot, last_event, session)
     SELECT was.pk, bot, last_event, place.pk
     FROM old.session AS was INDEXED BY session_recent CROSS JOIN place ON place.old = was.pk
     WHERE revision > 0 AND (bot, last_event, was.pk) > (?, ?, ?) ORDER BY bot, last_event, was.pk LIMIT ${AT_ONCE}`,
  )
  const last = db.prepare('SELECT bot, last_event, old FROM batch ORDER BY number DESC LIMIT 1')
  const end = db.prepare('SELECT ifnull(max(position), 0) AS position FROM entry')
  const copyEntries = db.prepare(
    `INSERT INTO entry (position, session, seq, previous, json)
     SELECT ?1 + number, session, seq, iif(seq = 1, 0, ?1 + number - 1), json
     FROM (SELECT row_number() OVER (ORDER BY batch.number, seq) AS number, batch.session, seq, json
           FROM batch CROSS JOIN old.entry AS was ON was.session = batch.old)`,
  )
  const copyMarks = db.prepare(
    `INSERT INTO mark (session, number, position)
     SELECT session, seq / ${MARK_EVERY}, position FROM entry WHERE position > ? AND seq % ${MARK_EVERY} = 0`,
  )
  const copyNewest = db.prepare(
    `UPDATE place SET newest = position
     FROM (SELECT session, max(position) AS position FROM entry WHERE position > ? GROUP BY session) AS log
     WHERE pk = log.session`,
  )
  const copyRecent = db.prepare(
    'INSERT INTO recent (bot, position, session) SELECT bot, newest, session FROM batch JOIN place USING (old) WHERE newest > 0',
  )
  return {
    total: () => countOf(db, 'session'),
    next(cursor) {
      db.exec('DELETE FROM batch')
      const { changes } = choose.run(...(cursor ?? ['', -1, 0]))
      if (changes === 0) return undefined
      const { position } = end.get() as { position: number }
      copyEntries.run(position)
      copyMarks.run(position)
      copyNewest.run(position)
      copyRecent.run()
      const { bot, last_event, old } = last.get() ?? {}
      return { cursor: [bot, last_event, old] as SQLInputValue[], rows: Number(changes) }
    },
  }
}

/** Copies the conversations and all that belongs to them, in the order of their new keys. */
function sessions(db: DatabaseSync): Step {
  const upTo = db.prepare(
    `SELECT count(*) AS rows, max(pk) AS pk FROM (SELECT pk FROM place WHERE pk > ? ORDER BY pk LIMIT ${AT_ONCE})`,
  )
  const copies = ['session', ...OF_SESSIONS].map(table => {
    const key = table === 'session' ? 'pk' : 'session'
    const columns = columnsOf(db, table)
    const values = columns.map(column => {
      if (column === key) return 'place.pk'
      return column === 'newest' ? 'place.newest' : `was.${column}`
    })
    return db.prepare(
      `INSERT INTO ${table} (${columns}) SELECT ${values} FROM place CROSS JOIN old.${table} AS was ON was.${key} = place.old
       WHERE place.pk > ? AND place.pk <= ? ORDER BY place.pk`,
    )
  })
  return {
    total: () => countOf(db, 'session'),
    next(cursor) {
      const [from = -1] = cursor ?? []
      const { rows, pk } = upTo.get(from) as { rows: number; pk: number | null }
      if (pk === null) return undefined
      for (const each of copies) each.run(from, pk)
      return { cursor: [pk], rows }
    },
  }
}

/** Copies the words in their order. */
function words(db: DatabaseSync): Step {
  const next = `SELECT bot, word, session FROM old.word WHERE (bot, word, session) > (?, ?, ?)
    ORDER BY bot, word, session LIMIT ${SMALL_AT_ONCE}`
  const copy = db.prepare(
    `INSERT INTO word (bot, word, session) SELECT bot, word, place.pk
     FROM (${next}) AS was CROSS JOIN place ON place.old = was.session ORDER BY bot, word, place.pk`,
  )
  return inOrder(db, { table: 'word', next, copy, order: ['bot', 'word', 'session'] })
}

/** Copies the threads. Their conversations keep the order of the old keys, below every new position. */
function threads(db: DatabaseSync): Step {
  const next = `SELECT bot, channel, user, session FROM old.thread
    WHERE (bot, channel, user, session) > (?, ?, ?, ?) ORDER BY bot, channel, user, session LIMIT ${SMALL_AT_ONCE}`
  const copy = db.prepare(
    `INSERT INTO thread (bot, channel, user, place, session)
     SELECT bot, channel, user, was.session - (SELECT max(old) + 1 FROM place), place.pk
     FROM (${next}) AS was CROSS JOIN place ON place.old = was.session`,
  )
  return inOrder(db, { table: 'thread', next, copy, order: ['bot', 'channel', 'user', 'session'] })
}

/** Copies a table by ranges of its primary key, which is `order`: texts, and a conversation's old key at the end. */
function inOrder(
  db: DatabaseSync,
  parts: {
    readonly table: string
    readonly next: string
    readonly copy: { run(...values: SQLInputValue[]): unknown }
    readonly order: readonly string[]
  },
): Step {
  const { table, next, copy, order } = parts
  const backward = order.map(column => `${column} DESC`)
  const last = db.prepare(`SELECT *, count(*) OVER () AS rows FROM (${next}) ORDER BY ${backward} LIMIT 1`)
  const first = order.map((_, index) => (index === order.length - 1 ? 0 : ''))
  return {
    total: () => countOf(db, table),
    next(cursor) {
      const from = [...(cursor ?? first)]
      const row = last.get(...from)
      if (!row) return undefined
      copy.run(...from)
      return { cursor: order.map(column => row[column] as SQLInputValue), rows: Number(row.rows) }
    },
  }
}

/** Copies the feed, and the tables that do not name conversations by their keys. */
export function copyRest(db: DatabaseSync): void {
  db.exec(`
    INSERT INTO conversations (bot, number) SELECT bot, count(*) FROM recent GROUP BY bot;
    INSERT INTO feed (position, session, newest, revision_before, revision, paused_before, watchers)
      SELECT position, place.pk, place.newest - (session.revision - feed.revision), revision_before, feed.revision,
        paused_before, feed.watchers
      FROM old.feed JOIN place ON place.old = feed.session JOIN session ON session.pk = place.pk;
    DELETE FROM sqlite_sequence WHERE name = 'feed';
    INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM old.sqlite_sequence WHERE name = 'feed';
  `)
  for (const table of tablesOf(db)) {
    if (COPIED.has(table)) continue
    const columns = columnsOf(db, table)
    db.exec(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM old.${table}`)
  }
}

function tablesOf(db: DatabaseSync): readonly string[] {
  const rows = db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()
  return rows.map(({ name }) => String(name))
}

function columnsOf(db: DatabaseSync, table: string): readonly string[] {
  return db
    .prepare("SELECT name FROM pragma_table_info(?, 'main')")
    .all(table)
    .map(({ name }) => String(name))
}

function countOf(db: DatabaseSync, table: string): number {
  return Number(db.prepare(`SELECT count(*) AS rows FROM old.${table}`).get()?.rows)
}
