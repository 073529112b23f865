import type { DatabaseSync } from 'node:sqlite'
import { type Write, writesOver } from '../writes/writes.ts'

/** What one write of a batch came to. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/**
 * Carries out batches, each in one transaction, in order: a disk is asked once for all of it. A write that throws is undone
 * alone, and the others stand. Throws where none of it could be written.
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
        // The engine has rolled back itself (as it does when the disk is full).
      }
      throw error
    }
  }

  /** For the rare batch in which one write threw: a savepoint for each keeps the others. */
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
