import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { InterludeError } from '../protocol/problem.ts'
import { HELD_INDEXES, heldFrom3, QUEUE_INDEX, queuesFrom9 } from './held-columns.ts'
import { makeWordsAgain, type OnProgress } from './make-words.ts'
import {
  AGENT_TABLE,
  CHANNEL_TABLES,
  DEAD_EVENT_TABLE,
  NOTIFICATION_TABLES,
  OWN_REPLIES_TABLE,
  READ_MARK_TABLE,
  RECEIPT_TABLE,
  SUBSCRIPTION_TABLE,
  THREAD_TABLE,
  THREADS_FROM_2,
} from './tables.ts'

/** The path of a database that exists only in this process's memory. */
export const IN_MEMORY = ':memory:'

/** Incremented with every change of the tables. `migrate` upgrades files of older versions. */
const SCHEMA_VERSION = 10

/**
 * The commits that are not acknowledged; their changes are in the log. AUTOINCREMENT, so that an acknowledged position
 * is never used again.
 */
function feedTable(name: string): string {
  return `
    CREATE TABLE ${name} (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      session INTEGER NOT NULL,
      revision_before INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      paused_before INTEGER NOT NULL,
      watchers TEXT NOT NULL
    ) STRICT;
  `
}

/**
 * Migrates from version 1, whose feed had copies of the sessions, and which stored sockets although none survives a
 * restart.
 */
const FROM_1 = `
  ${feedTable('feed_2')}
  INSERT INTO feed_2
    SELECT position, pk, revision_before, json_extract(feed.state, '$.revision'), paused_before, feed.watchers
    FROM feed JOIN session ON id = json_extract(feed.state, '$.id');
  UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'feed') WHERE name = 'feed_2';
  DROP TABLE feed;
  ALTER TABLE feed_2 RENAME TO feed;
  DROP TABLE socket;
`

/**
 * Conversations have a number of their own (`pk`), which keeps the indexes small. `state` is the domain's part of a
 * session as JSON. The other columns serve the lists: `waiting_since` and `queue` while it waits for an agent,
 * `agent` while an agent has it. `name` (NULL before it has words) and `email` (empty if unknown) are the values from which its words
 * were made.
 */
const TABLES = `
  CREATE TABLE session (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    bot TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    waiting_since INTEGER,
    queue TEXT,
    agent TEXT,
    due INTEGER,
    name TEXT,
    email TEXT NOT NULL DEFAULT '',
    watchers TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX session_recent ON session (bot, last_event) WHERE revision > 0;
  CREATE INDEX session_paused ON session (bot, last_event) WHERE paused = 1;
  ${HELD_INDEXES}
  ${QUEUE_INDEX}
  CREATE INDEX session_due ON session (due) WHERE due IS NOT NULL;

  CREATE TABLE entry (session INTEGER, seq INTEGER, json TEXT NOT NULL, PRIMARY KEY (session, seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE attributes (session INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;

  CREATE TABLE episode (
    session INTEGER,
    number INTEGER,
    bot TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (session, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX episode_recent ON episode (bot, started_at, session, number);

  CREATE TABLE word (bot TEXT, word TEXT, session INTEGER, PRIMARY KEY (bot, word, session)) STRICT, WITHOUT ROWID;
  CREATE INDEX word_of_session ON word (session);

  ${THREAD_TABLE}
  ${READ_MARK_TABLE}
  ${RECEIPT_TABLE}
  ${NOTIFICATION_TABLES}
  ${CHANNEL_TABLES}

  CREATE TABLE bot (id TEXT PRIMARY KEY, version INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE bot_key (bot TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (bot, id)) STRICT, WITHOUT ROWID;

  ${feedTable('feed')}
`

/** Added without a new schema version: older versions of Interlude ignore the tables. */
const ADDED = `
  ${AGENT_TABLE}
  CREATE TABLE IF NOT EXISTS sign_out (agent TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${DEAD_EVENT_TABLE}
  ${SUBSCRIPTION_TABLE}
  ${OWN_REPLIES_TABLE}
`

/**
 * Opens the file, or a database in memory. Creates the file and its folder if needed, readable only by the owner.
 * Throws if that fails, and `store.unavailable` if a newer version of Interlude wrote the file. Calls `onProgress`
 * during the migration of an older file.
 */
export function openFile(path: string, onProgress: OnProgress = () => {}): DatabaseSync {
  if (path !== IN_MEMORY) makePrivate(path)
  const db = new DatabaseSync(path)
  try {
    // FULL, so that acknowledged writes survive a power cut. The log may grow larger than usual (16,000 pages), so that
    // it is checkpointed less often.
    db.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 16000;
      PRAGMA journal_size_limit = 134217728;
      PRAGMA cache_size = -65536;
      PRAGMA temp_store = MEMORY;
    `)
    migrate(db, onProgress)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Locks the file against every other process (and every other store of this one) while the returned database is open.
 * The lock ends with the process. It has its own file, so that tools can still read the data. Throws
 * `store.unavailable`.
 */
export function lockFile(path: string): DatabaseSync {
  const lockPath = `${path}.lock`
  makePrivate(lockPath)
  const lock = new DatabaseSync(lockPath)
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    throw new InterludeError('store.unavailable', `${path} is in use by another process`, { cause })
  }
}

function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Before SQLite opens the file, since the log beside it gets the same permissions.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** Migrates the file to the newest version. Long work runs in many transactions, each of which may be repeated. */
function migrate(db: DatabaseSync, onProgress: OnProgress): void {
  db.exec('BEGIN IMMEDIATE')
  const version = db.prepare('PRAGMA user_version').get()?.user_version
  if (version === 0) db.exec(`${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}`)
  if (version === 1) db.exec(`${FROM_1} PRAGMA user_version = 2`)
  db.exec('COMMIT')
  if (typeof version !== 'number' || version > SCHEMA_VERSION) {
    throw new InterludeError(
      'store.unavailable',
      `a newer version of Interlude wrote the data (schema ${version}, known: ${SCHEMA_VERSION})`,
    )
  }
  if (version === 1 || version === 2) {
    db.exec(`BEGIN IMMEDIATE; ${THREADS_FROM_2} COMMIT`)
    makeWordsAgain(db, onProgress)
  }
  if (version > 0 && version < 4) heldFrom3(db)
  if (version > 0 && version < 10) queuesFrom9(db)
  if (version > 0 && version < SCHEMA_VERSION) {
    const added = `${READ_MARK_TABLE} ${RECEIPT_TABLE} ${NOTIFICATION_TABLES} ${CHANNEL_TABLES}`
    db.exec(`BEGIN IMMEDIATE; ${added} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  }
  db.exec(ADDED)
}
