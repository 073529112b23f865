import { fdatasyncSync } from 'node:fs'
import type { StatementSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import { closeAndTell } from '../closing.ts'
import { connect } from '../schema.ts'
import { BATCHES, type CheckpointsData, CLOSED, STOP } from './thread.ts'

/**
 * The program of the thread of checkpoints. While there are commits, it copies the log into the file, beside the writer,
 * and syncs the file. So a full log holds little that the file lacks: the writer copies and syncs that, and writes from
 * the log's start again. Without commits for a while, the thread empties the log.
 */
const { path, file, signal, pace } = workerData as CheckpointsData
const db = connect(path)
// The writer and the readers go first: a checkpoint that would have to wait for them comes later.
db.exec('PRAGMA busy_timeout = 0')
const copyLog = db.prepare('PRAGMA wal_checkpoint(PASSIVE)')
const emptyLog = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)')

let seen = 0
let isEmpty = false
while (Atomics.load(signal, STOP) === 0) {
  const waited: string = Atomics.wait(signal, BATCHES, seen, isEmpty ? Number.POSITIVE_INFINITY : pace.idleMs)
  const isIdle = waited === 'timed-out'
  seen = Atomics.load(signal, BATCHES)
  isEmpty = isIdle && isDone(emptyLog)
  if (isIdle) continue
  if (isDone(copyLog)) sync()
  Atomics.wait(signal, STOP, 0, pace.everyMs)
}
closeAndTell(db, signal, CLOSED)

/**
 * Writes the copied pages to the disk. SQLite does it only in a checkpoint that ends without newer commits: under load
 * that is the writer's, which would wait for all pages of a full log.
 */
function sync(): void {
  try {
    fdatasyncSync(file)
  } catch {
    // The disk reports the error to SQLite, too.
  }
}

/** Runs a checkpoint. Returns whether it did all its work. An error of the disk comes up in the writer's commits, too. */
function isDone(checkpoint: StatementSync): boolean {
  try {
    return checkpoint.get()?.busy === 0
  } catch {
    return false
  }
}
