import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { InterludeError } from '../protocol/problem.ts'
import { asUnavailable, unavailable } from './errors.ts'
import type { OnProgress } from './make-words.ts'
import { IN_MEMORY, lockFile, openDatabase } from './schema.ts'
import { writeHere } from './writer/here.ts'
import { writeInThread } from './writer/thread.ts'
import { createWriter, type Writer } from './writer/writer.ts'

/** Reads by statements of its own, on what is committed; writes by name, in groups. */
export interface Engine extends Pick<Writer, 'write'> {
  /** A statement that reads. */
  prepare(sql: string): StatementSync
  /** Runs `work` at once; transactions never stay open between turns of the event loop, so it sees committed state. */
  read<T>(work: () => T): Promise<T>
  /** The same, of several statements that are to see the same state, whatever is committed meanwhile. */
  readAtOnce<T>(work: () => T): Promise<T>
  /** Calls `listener` after each commit. */
  onCommit(listener: () => void): void
  /** Commits what waits and closes. Everything after it throws `store.unavailable`. */
  close(): void
}

/** Throws `store.unavailable` where the file cannot be opened. */
export function openEngine(path: string, onProgress?: OnProgress): Engine {
  const isInMemory = path === IN_MEMORY
  const lock = isInMemory ? undefined : opened(path, lockFile)
  const db = opened(
    path,
    each => openDatabase(each, onProgress),
    () => lock?.close(),
  )
  const listeners: (() => void)[] = []
  const writer = createWriter(isInMemory ? writeHere(db) : writeInThread(path), () => {
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
      writer.close()
      if (!db.isOpen) return
      db.close()
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
