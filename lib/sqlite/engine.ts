import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { InterludeError } from '../protocol/problem.ts'
import { asUnavailable } from './errors.ts'
import { openDatabase } from './schema.ts'
import { createWriter } from './writer.ts'

/** One connection: statements, reads of what is committed, and writes in groups. */
export interface Engine {
  prepare(sql: string): StatementSync
  /** Runs `work` at once; transactions never stay open between turns of the event loop, so it sees committed state. */
  read<T>(work: () => T): Promise<T>
  /** See `Writer.write`. */
  write<T>(work: () => T): Promise<T>
  /** Calls `listener` after each commit. */
  onCommit(listener: () => void): void
  /** Commits what waits and closes. Everything after it throws `store.unavailable`. */
  close(): void
}

/** Throws `store.unavailable` where the file cannot be opened. */
export function openEngine(path: string): Engine {
  const db = opened(path)
  const listeners: (() => void)[] = []
  const writer = createWriter(db, () => {
    for (const listener of listeners) listener()
  })
  return {
    prepare: sql => db.prepare(sql),
    read: async work => guarded(work),
    write: writer.write,
    onCommit: listener => listeners.push(listener),
    close: () => close(db, writer.flush),
  }
}

function opened(path: string): DatabaseSync {
  try {
    return openDatabase(path)
  } catch (cause) {
    if (cause instanceof InterludeError) throw cause
    throw new InterludeError('store.unavailable', 'the store cannot be opened', { cause })
  }
}

function close(db: DatabaseSync, flush: () => void): void {
  flush()
  if (db.isOpen) db.close()
}

function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asUnavailable(error)
  }
}
