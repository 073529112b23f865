import { closeSync, openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { awaitClosed } from '../closing.ts'

/** The places of the numbers that both threads share: the number of batches, which wakes the thread. */
export const BATCHES = 0
/** 1 if the thread must end. */
export const STOP = 1
/** 1 once the thread has closed the file. */
export const CLOSED = 2

/** Times in ms. */
export interface Pace {
  /** Between two copies of the log, while there are commits. */
  readonly everyMs: number
  /** Without commits for this long, the thread empties the log. */
  readonly idleMs: number
}

const PACE: Pace = { everyMs: 50, idleMs: 60_000 }

export interface CheckpointsData {
  readonly path: string
  /** The open file, for syncing it. */
  readonly file: number
  readonly signal: Int32Array
  readonly pace: Pace
}

/** Number of batches after which the thread starts, and starts again if it has ended. A store that writes less needs no checkpoint. */
const START_AFTER = 100

/** Copies the log of a file into the file, and syncs the file, in a thread with a connection of its own. */
export interface Checkpoints {
  /** Call it after each committed batch. */
  committed(): void
  /**
   * Call it when this process has closed its other connections to the file: closing a file ends every lock that the
   * process has on it.
   */
  close(): void
}

/**
 * Starts the thread when it is needed. While it cannot run because of an error, the writer's automatic checkpoints do all
 * of its work, and commits wait for them.
 */
export function checkpointsInThread(path: string, pace = PACE): Checkpoints {
  const signal = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT))
  let batches = 0
  let isRunning = false
  let file: number | undefined

  function start(): void {
    try {
      file ??= openSync(path, 'r+')
    } catch {
      return
    }
    const workerData: CheckpointsData = { path, file, signal, pace }
    const thread = new Worker(new URL('./program.ts', import.meta.url), { workerData })
    const ended = () => {
      isRunning = false
    }
    thread.unref()
    thread.on('error', ended).on('exit', ended)
    isRunning = true
  }

  function wake(place: number): void {
    Atomics.add(signal, place, 1)
    Atomics.notify(signal, place)
  }

  return {
    committed() {
      batches += 1
      if (isRunning) wake(BATCHES)
      else if (batches % START_AFTER === 0) start()
    },
    close() {
      if (isRunning) {
        wake(STOP)
        wake(BATCHES)
        awaitClosed(signal, CLOSED)
      }
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
