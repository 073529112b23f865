import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { InterludeError } from '../../protocol/problem.ts'
import { ADDED, connect, makePrivate, SCHEMA_VERSION, TABLES } from '../schema.ts'
import { WORD_INDEX } from '../session-tables.ts'
import { type Cursor, copyRest, copySteps, PLACE_TABLE } from './copy-steps.ts'
import type { OnProgress } from './progress.ts'

/** Free space that a copy needs, as a share of the file's size. */
const SPACE = 1.25
const TELL_EVERY = 50_000

/** How far the copy has got: which version of the file it copies, and its next step and rows. */
const MIGRATION_TABLE = `
  CREATE TABLE migration (source TEXT NOT NULL, step INTEGER NOT NULL, cursor TEXT NOT NULL, done INTEGER NOT NULL) STRICT;
`

interface State {
  readonly step: number
  readonly cursor: Cursor
  readonly done: number
}

/**
 * Migrates a file of version 10: copies it into a file beside it, whose rows stand in another order, and renames that
 * at the end. So there is a whole file of one version at any time. Every transaction stores how far it has got.
 */
export function migrateTo11(path: string, onProgress: OnProgress): void {
  const copyPath = `${path}.migrating`
  const source = sourceOf(path)
  requireSpace(path, copyPath)
  const db = openCopy(copyPath, source)
  try {
    db.prepare('ATTACH ? AS old').run(path)
    copy(db, onProgress)
    db.exec('DETACH old; PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  replace(path, copyPath)
}

/** Identifies the content of a closed file. An older version of Interlude that opens and changes it changes this. */
function sourceOf(path: string): string {
  const { mtimeNs, size } = statSync(path, { bigint: true })
  return `${mtimeNs} ${size}`
}

function requireSpace(path: string, copyPath: string): void {
  const needed = statSync(path).size * SPACE - (statSync(copyPath, { throwIfNoEntry: false })?.size ?? 0)
  const { bavail, bsize } = statfsSync(dirname(path))
  if (bavail * bsize >= needed) return
  const inMb = (bytes: number) => Math.ceil(bytes / 1e6).toLocaleString('en')
  throw new InterludeError(
    'store.unavailable',
    `the migration of ${path} needs ${inMb(needed)} MB of free disk space, and there are ${inMb(bavail * bsize)} MB`,
  )
}

/** Opens the copy of an interrupted migration if it is one of this source, else a new one. */
function openCopy(copyPath: string, source: string): DatabaseSync {
  if (existsSync(copyPath)) {
    const db = connectCopy(copyPath)
    if (sourceCopied(db) === source) return db
    db.close()
    rmSync(copyPath)
  }
  makePrivate(copyPath)
  const db = connectCopy(copyPath)
  // The index of words is made at the end: SQLite then sorts it once.
  db.exec(`BEGIN IMMEDIATE; ${TABLES} ${ADDED} ${PLACE_TABLE} ${MIGRATION_TABLE} DROP INDEX word_of_session`)
  db.prepare("INSERT INTO migration VALUES (?, 0, 'null', 0)").run(source)
  db.exec('COMMIT')
  return db
}

/** NORMAL: after a power cut the copy may lack its last transactions, and does not have half of one. */
function connectCopy(copyPath: string): DatabaseSync {
  const db = connect(copyPath)
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144')
  return db
}

function sourceCopied(db: DatabaseSync): unknown {
  const isCopy = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get() !== undefined
  return isCopy ? db.prepare('SELECT source FROM migration').get()?.source : undefined
}

function copy(db: DatabaseSync, onProgress: OnProgress): void {
  const steps = copySteps(db)
  const total = steps.reduce((sum, step) => sum + step.total(), 0)
  const save = db.prepare('UPDATE migration SET step = ?, cursor = ?, done = ?')
  let state = stateOf(db)
  let told = state.done
  onProgress({ done: state.done, total })
  while (state.step < steps.length) {
    db.exec('BEGIN IMMEDIATE')
    const copied = steps[state.step]?.next(state.cursor)
    state = copied
      ? { ...state, cursor: copied.cursor, done: state.done + copied.rows }
      : { step: state.step + 1, cursor: null, done: state.done }
    save.run(state.step, JSON.stringify(state.cursor), state.done)
    db.exec('COMMIT')
    if (state.done - told < TELL_EVERY) continue
    told = state.done
    onProgress({ done: state.done, total })
  }
  db.exec('BEGIN IMMEDIATE')
  db.exec(WORD_INDEX)
  copyRest(db)
  db.exec(`DROP TABLE place; DROP TABLE migration; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  onProgress({ done: total, total })
}

function stateOf(db: DatabaseSync): State {
  const { step, cursor, done } = db.prepare('SELECT step, cursor, done FROM migration').get() ?? {}
  return { step: Number(step), cursor: JSON.parse(String(cursor)), done: Number(done) }
}

/** Puts the copy in the place of the file. Both are closed, so neither has a log beside it that is needed. */
function replace(path: string, copyPath: string): void {
  for (const file of [path, copyPath]) {
    if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
      throw new InterludeError('store.unavailable', `the log of ${file} could not be written into the file`)
    }
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  }
  renameSync(copyPath, path)
  syncFolder(dirname(path))
}

/** Writes the renaming to the disk. Systems that cannot open a folder do so by themselves. */
function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
