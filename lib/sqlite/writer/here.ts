import type { DatabaseSync } from 'node:sqlite'
import { asUnavailable } from '../errors.ts'
import { type Outcome, transactions } from './transactions.ts'
import type { Backend } from './writer.ts'

/** Carries out batches in this thread, over the connection that also reads. For a database in memory. */
export function writeHere(db: DatabaseSync): Backend {
  const carryOut = transactions(db)
  return {
    full: Number.POSITIVE_INFINITY,
    run(batch, done) {
      let outcomes: readonly Outcome[]
      try {
        outcomes = carryOut(batch)
      } catch (error) {
        return done({ error: asUnavailable(error) })
      }
      done({
        outcomes: outcomes.map(each => ('error' in each ? { error: asUnavailable(each.error) } : each)),
      })
    },
    close() {},
  }
}
