import { Worker } from 'node:worker_threads'
import { type Failure, unavailable } from '../errors.ts'
import type { Write } from '../writes/writes.ts'
import type { Backend, BatchResult } from './writer.ts'

/** What the thread is told. */
export type ToThread = { readonly batch: readonly Write[] } | 'close'

/** What a batch came to. Errors do not cross threads whole, so they are put in words. */
export type Answer =
  | { readonly outcomes: readonly ({ readonly value: unknown } | { readonly failure: Failure })[] }
  | { readonly failure: Failure }

/** The answers to the next batches, in their order. */
export type FromThread = readonly Answer[]

export interface ThreadData {
  readonly path: string
  /** One number: 1 once the thread has closed the file. */
  readonly closed: Int32Array
}

/**
 * Requests that wait for the same commit are answered together, and their clients' next ones come together: a crowd that this thread and the
 * other would serve in turn. Handed on in such pieces, one works while the other does.
 */
const FULL = 16

/** Longest time to wait for what is under way when the store closes. */
const CLOSE_MS = 20_000

/**
 * Batches are carried out by a thread with a connection of its own: while it waits for the disk, this one serves requests.
 * The thread lives only as long as this one, and keeps nobody's process alive while nothing is under way.
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
    // Whatever it was at may be written or not: nobody is told that it is. The next batch gets a new thread.
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
      Atomics.wait(closed, 0, 0, CLOSE_MS)
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
