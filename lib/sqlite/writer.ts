import type { DatabaseSync } from 'node:sqlite'
import { asUnavailable } from './errors.ts'

/** Carries out writes, many in one transaction: a disk is asked once for all that come at the same time. */
export interface Writer {
  /**
   * Runs `work` within the next transaction and resolves with its result once that is committed. Writes run one after
   * another in the order of their calls. One that throws is undone alone. `work` may run twice, so it must do nothing but write.
   */
  write<T>(work: () => T): Promise<T>
  /** Commits what waits. */
  flush(): void
}

interface Job {
  run(): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Group commit over one connection; `committed` is called after each commit. */
export function createWriter(db: DatabaseSync, committed: () => void): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  let waiting: Job[] = []

  function transaction(jobs: readonly Job[], run: (job: Job) => Outcome): readonly Outcome[] {
    begin.run()
    try {
      const outcomes = jobs.map(run)
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
  function inSavepoint(job: Job): Outcome {
    db.exec('SAVEPOINT job')
    try {
      const value = job.run()
      db.exec('RELEASE job')
      return { value }
    } catch (error) {
      db.exec('ROLLBACK TO job; RELEASE job')
      return { error }
    }
  }

  function outcomesOf(jobs: readonly Job[]): readonly Outcome[] {
    let someThrew = false
    try {
      return transaction(jobs, job => {
        someThrew = true
        const value = job.run()
        someThrew = false
        return { value }
      })
    } catch (error) {
      if (!someThrew) throw error
      return transaction(jobs, inSavepoint)
    }
  }

  function flush(): void {
    const jobs = waiting
    waiting = []
    if (jobs.length === 0) return
    try {
      const outcomes = outcomesOf(jobs)
      for (const [index, job] of jobs.entries()) {
        const outcome = outcomes[index] ?? { error: undefined }
        if ('value' in outcome) job.resolve(outcome.value)
        else job.reject(asUnavailable(outcome.error))
      }
      committed()
    } catch (error) {
      for (const job of jobs) job.reject(asUnavailable(error))
    }
  }

  return {
    write<T>(run: () => T) {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ run, resolve: value => resolve(value as T), reject })
        // Not a microtask: whoever is woken by the same commit or poll of the sockets comes into the same transaction.
        if (waiting.length === 1) setImmediate(flush)
      })
    },
    flush,
  }
}
