import type { InputOf, ResultOf, Write, WriteName } from '../writes/writes.ts'
import type { Outcome } from './transactions.ts'

/** Groups writes that arrive at the same time into one transaction, so that the disk syncs once for all of them. */
export interface Writer {
  /**
   * Carries out one write within the next transaction, and resolves with its result after the commit. Writes are
   * carried out in the order of their calls. `committed` is called before the promise resolves.
   */
  write<Name extends WriteName>(
    name: Name,
    input: InputOf<Name>,
    committed?: (result: ResultOf<Name>) => void,
  ): Promise<ResultOf<Name>>
  /** Commits the waiting writes and ends. */
  close(): void
}

/** The result of a batch: an outcome for each write, or the error because of which none was written. */
export type BatchResult = { readonly outcomes: readonly Outcome[] } | { readonly error: unknown }

/** Carries out batches, in this thread or in another one. */
export interface Backend {
  /** A batch of this size does not wait for more writes. */
  readonly full: number
  /**
   * Calls `done` when the batch is committed or has failed. Batches are carried out in order. Those that wait for the
   * disk may share a transaction.
   */
  run(batch: readonly Write[], done: (result: BatchResult) => void): void
  /** Finishes the running batches and accepts no more. */
  close(): void
}

interface Job {
  readonly write: Write
  readonly committed: ((result: unknown) => void) | undefined
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** Makes a batch of the writes of one turn of the event loop. Calls `afterEach` after each committed batch. */
export function createWriter(backend: Backend, afterEach: () => void): Writer {
  let waiting: Job[] = []

  function flush(): void {
    const jobs = waiting
    waiting = []
    if (jobs.length === 0) return
    backend.run(
      jobs.map(({ write }) => write),
      result => finish(jobs, result),
    )
  }

  function finish(jobs: readonly Job[], result: BatchResult): void {
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
        // Not a microtask, so that all requests woken by the same commit or socket poll get into the same transaction.
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
