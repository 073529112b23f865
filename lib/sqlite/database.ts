import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { InterludeError } from '../protocol/problem.ts'
import { checkpointsInThread } from './checkpoints/thread.ts'
import { asUnavailable, unavailable } from './errors.ts'
import type { OnProgress } from './migrations/progress.ts'
import { upgrade } from './migrations/upgrade.ts'
import { IN_MEMORY, lockFile, openFile } from './schema.ts'
import { writeHere } from './writer/here.ts'
import { writeInThread } from './writer/thread.ts'
import { createWriter, type Writer } from './writer/writer.ts'

/** Prepares statements that read committed data, and carries out writes by name, in groups. */
export interface Database extends Pick<Writer, 'write'> {
  /** Prepares a statement that reads. */
  prepare(sql: string): StatementSync
  /** Runs `work` at once. No transaction stays open between turns of the event loop, so it sees committed data. */
  read<T>(work: () => T): Promise<T>
  /** Runs `work` in a transaction, so that several statements see the same state. */
  readAtOnce<T>(work: () => T): Promise<T>
  /** Calls `listener` after each commit. */
  onCommit(listener: () => void): void
  /** Commits the waiting writes and closes the file. Later calls throw `store.unavailable`. */
  close(): void
}

/** Opens the file. Throws `store.unavailable` if it cannot be opened. */
export function openDatabase(path: string, onProgress: OnProgress = () => {}): Database {
  const isInMemory = path === IN_MEMORY
  const lock = isInMemory ? undefined : opened(path, lockFile)
  const db = opened(
    path,
    each => {
      if (!isInMemory) upgrade(each, onProgress)
      return openFile(each)
    },
    () => lock?.close(),
  )
  const listeners: (() => void)[] = []
  const checkpoints = isInMemory ? undefined : checkpointsInThread(path)
  const writer = createWriter(isInMemory ? writeHere(db) : writeInThread(path), () => {
    checkpoints?.committed()
    for (const listener of listeners) listener()
  })
  return {
    prepare: sql => db.prepare(sql),
    read: async work => guarded(db, work),
    readAtOnce: async work =>
      guarded(db, () => {
        db.exec('BEGIN')
        try {
          return work()
        } finally {
          db.exec('COMMIT')
        }
      }),
    write: writer.write,
    onCommit: listener => listeners.push(listener),
    close() {
      if (!db.isOpen) return
      writer.close()
      db.close()
      checkpoints?.close()
      lock?.close()
    },
  }
}

function opened(path: string, open: (path: string) => DatabaseSync, orElse: () => void = () => {}): DatabaseSync {
  try {
    return open(path)
  } catch (cause) {
    orElse()
    if (cause instanceof InterludeError) throw cause
    throw new InterludeError('store.unavailable', 'the store cannot be opened', { cause })
  }
}

function guarded<T>(db: DatabaseSync, work: () => T): T {
  if (!db.isOpen) throw unavailable(new Error('the store is closed'))
  try {
    return work()
  } catch (error) {
    throw asUnavailable(error)
  }
}
