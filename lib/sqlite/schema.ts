import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { InterludeError } from '../protocol/problem.ts'
import { SESSION_TABLES } from './session-tables.ts'
import {
  AGENT_TABLE,
  CHANNEL_TABLES,
  DEAD_EVENT_TABLE,
  NOTIFICATION_TABLES,
  OWN_REPLIES_TABLE,
  READ_MARK_TABLE,
  RECEIPT_TABLE,
  REPORT_TABLES,
  SUBSCRIPTION_TABLE,
} from './tables.ts'

/** The path of a database that exists only in this process's memory. */
export const IN_MEMORY = ':memory:'

/** Incremented with every change of the tables. `migrations/upgrade.ts` upgrades files of older versions. */
export const SCHEMA_VERSION = 11

/** The tables of a new file. */
export const TABLES = `
  ${SESSION_TABLES}
  ${READ_MARK_TABLE}
  ${RECEIPT_TABLE}
  ${NOTIFICATION_TABLES}
  ${CHANNEL_TABLES}

  CREATE TABLE bot (id TEXT PRIMARY KEY, version INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE bot_key (bot TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (bot, id)) STRICT, WITHOUT ROWID;
`

/** Added without a new schema version: older versions of Interlude ignore the tables. */
export const ADDED = `
  ${AGENT_TABLE}
  CREATE TABLE IF NOT EXISTS sign_out (agent TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${DEAD_EVENT_TABLE}
  ${SUBSCRIPTION_TABLE}
  ${OWN_REPLIES_TABLE}
  ${REPORT_TABLES}
`

/**
 * Opens a file of this schema version, or a database in memory. Creates the file and its folder if needed, readable only
 * by the owner. Throws if that fails, or if the file has another schema version.
 */
export function openFile(path: string): DatabaseSync {
  if (path !== IN_MEMORY) makePrivate(path)
  const db = connect(path)
  try {
    create(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Opens a connection. FULL, so that acknowledged writes survive a power cut. The log may grow larger than usual, so that
 * the thread of checkpoints (`checkpoints/`) copies nearly all of it before the writer uses it again from its start.
 */
export function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 134217728;
    PRAGMA cache_size = -65536;
    PRAGMA temp_store = MEMORY;
  `)
  return db
}

/** Creates the tables that the database lacks. Throws `store.unavailable` if it has another schema version. */
function create(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  if (versionOf(db) === 0) db.exec(`${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}`)
  db.exec('COMMIT')
  const version = versionOf(db)
  if (version !== SCHEMA_VERSION) {
    throw new InterludeError('store.unavailable', `the data has schema ${version}, expected ${SCHEMA_VERSION}`)
  }
  db.exec(ADDED)
}

/** The schema version of a file. 0 if it is empty. */
export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version)
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

/** Creates the file and its folder if needed, and makes the file readable only by its owner. */
export function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Before SQLite opens the file, since the log beside it gets the same permissions.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}
