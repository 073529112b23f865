import type { DatabaseSync } from 'node:sqlite'
import { type Write, writesOver } from '../writes/writes.ts'

/** The result of one write of a batch. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/**
 * Carries out batches, each in one transaction, in order, so that the disk syncs once per batch. If a write throws,
 * only that write is undone. Throws if none could be written.
 */
export function transactions(db: DatabaseSync): (batch: readonly Write[]) => readonly Outcome[] {
  const writes = writesOver(db)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')

  const run = ({ name, input }: Write): unknown => (writes[name] as (input: Write['input']) => unknown)(input)

  function transaction(batch: readonly Write[], runOne: (write: Write) => Outcome): readonly Outcome[] {
    begin.run()
    try {
      const outcomes = batch.map(runOne)
      commit.run()
      return outcomes
    } catch (error) {
      try {
        rollback.run()
      } catch {
        // The database has already rolled back (as when the disk is full).
      }
      throw error
    }
  }

  /** Used when a write of the batch threw, which is rare: a savepoint for each write keeps the others. */
  function inSavepoint(write: Write): Outcome {
    db.exec('SAVEPOINT write')
    try {
      const value = run(write)
      db.exec('RELEASE write')
      return { value }
    } catch (error) {
      db.exec('ROLLBACK TO write; RELEASE write')
      return { error }
    }
  }

  return batch => {
    let someThrew = false
    try {
      return transaction(batch, write => {
        someThrew = true
        const value = run(write)
        someThrew = false
        return { value }
      })
    } catch (error) {
      if (!someThrew) throw error
      return transaction(batch, inSavepoint)
    }
  }
}
