import { Worker } from 'node:worker_threads'
import { awaitClosed } from '../closing.ts'
import { type Failure, unavailable } from '../errors.ts'
import type { Write } from '../writes/writes.ts'
import type { Backend, BatchResult } from './writer.ts'

/** A message to the thread. */
export type ToThread = { readonly batch: readonly Write[] } | 'close'

/** The result of a batch. Errors lose their class between threads, so they are passed as plain data. */
export type Answer =
  | { readonly outcomes: readonly ({ readonly value: unknown } | { readonly failure: Failure })[] }
  | { readonly failure: Failure }

/** The results of the next batches, in order. */
export type FromThread = readonly Answer[]

export interface ThreadData {
  readonly path: string
  /** A single number: 1 once the thread has closed the file. */
  readonly closed: Int32Array
}

/**
 * Batch size at which a batch is sent at once. Requests that share a commit are answered together, and their clients'
 * next requests arrive together. In larger batches the two threads would take turns; with this size they work at the
 * same time.
 */
const FULL = 16

/**
 * Carries out batches in a thread with its own connection, so that this thread serves requests while that one waits for
 * the disk. The thread ends with this one, and does not keep the process alive while it is idle.
 */
export function writeInThread(path: string): Backend {
  const closed = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const waiting: ((result: BatchResult) => void)[] = []
  let thread: Worker | undefined
  let isClosed = false

  function start(): Worker {
    const workerData: ThreadData = { path, closed }
    const started = new Worker(new URL('./thread-program.ts', import.meta.url), { workerData })
    started.unref()
    started.on('message', (answers: FromThread) => {
      for (const answer of answers) waiting.shift()?.(resultOf(answer))
      if (waiting.length === 0) started.unref()
    })
    let cause: unknown
    started.on('error', error => {
      cause = error
    })
    // The batches in progress may be written or not, so none is reported as written. The next batch starts a new
    // thread.
    started.on('exit', () => {
      if (thread === started) thread = undefined
      for (const done of waiting.splice(0)) done({ error: unavailable(cause) })
    })
    return started
  }

  return {
    full: FULL,
    run(batch, done) {
      if (isClosed) return done({ error: unavailable(new Error('the store is closed')) })
      thread ??= start()
      thread.ref()
      waiting.push(done)
      thread.postMessage({ batch } satisfies ToThread)
    },
    close() {
      isClosed = true
      if (!thread) return
      thread.postMessage('close' satisfies ToThread)
      awaitClosed(closed)
    },
  }
}

function resultOf(answer: Answer): BatchResult {
  if ('failure' in answer) return { error: errorOf(answer.failure) }
  return {
    outcomes: answer.outcomes.map(each => ('failure' in each ? { error: errorOf(each.failure) } : each)),
  }
}

function errorOf({ isUnavailable, message }: Failure): Error {
  return isUnavailable ? unavailable(new Error(message)) : new Error(message)
}
