import type { InputOf, ResultOf, Write, WriteName } from '../writes/writes.ts'
import type { Outcome } from './transactions.ts'

/** Carries out writes, many in one transaction: a disk is asked once for all that come at the same time. */
export interface Writer {
  /**
   * Carries out one write within the next transaction and resolves with its result once that is committed. Writes follow
   * one another in the order of their calls. `committed` is called then, before anybody hears of it.
   */
  write<Name extends WriteName>(
    name: Name,
    input: InputOf<Name>,
    committed?: (result: ResultOf<Name>) => void,
  ): Promise<ResultOf<Name>>
  /** Commits what waits, and ends. */
  close(): void
}

/** What a whole batch came to: an outcome for each write, or why nothing of it was written. */
export type BatchResult = { readonly outcomes: readonly Outcome[] } | { readonly error: unknown }

/** Where batches are carried out: in this thread, or in another. */
export interface Backend {
  /** A batch of so many is not kept waiting for more. */
  readonly full: number
  /**
   * Calls `done` when the batch is committed, or is not going to be. Batches are done in their order; those that wait for the disk
   * may share a transaction.
   */
  run(batch: readonly Write[], done: (result: BatchResult) => void): void
  /** What was begun is done; nothing is begun any more. */
  close(): void
}

interface Job {
  readonly write: Write
  readonly committed: ((result: unknown) => void) | undefined
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** What is asked for in one turn of the event loop is a batch. `afterEach` is called after each that was committed. */
export function createWriter(backend: Backend, afterEach: () => void): Writer {
  let waiting: Job[] = []

  function flush(): void {
    const jobs = waiting
    waiting = []
    if (jobs.length === 0) return
    backend.run(
      jobs.map(({ write }) => write),
      result => settle(jobs, result),
    )
  }

  function settle(jobs: readonly Job[], result: BatchResult): void {
    if ('error' in result) {
      for (const job of jobs) job.reject(result.error)
      return
    }
    for (const [index, job] of jobs.entries()) {
      const outcome = result.outcomes[index] ?? { error: undefined }
      if ('value' in outcome) {
        job.committed?.(outcome.value)
        job.resolve(outcome.value)
      } else job.reject(outcome.error)
    }
    afterEach()
  }

  return {
    write(name, input, committed) {
      return new Promise((resolve, reject) => {
        const write = { name, input } as unknown as Write
        waiting.push({
          write,
          committed: committed as Job['committed'],
          resolve: resolve as Job['resolve'],
          reject,
        })
        // Not a microtask: whoever is woken by the same commit or poll of the sockets comes into the same transaction.
        if (waiting.length === 1) setImmediate(flush)
        else if (waiting.length >= backend.full) flush()
      })
    },
    close() {
      flush()
      backend.close()
    },
  }
}
