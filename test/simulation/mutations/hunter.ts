import { parentPort } from 'node:worker_threads'
import { type Ground, hunt } from './hunt.ts'

/** A copy of the code, and where to search it. */
export interface Errand {
  readonly root: string
  readonly ground: Ground
}

/** As a worker thread: runs one search after the other. */
parentPort?.on('message', ({ root, ground }: Errand) => {
  hunt(root, ground).then(
    hunted => parentPort?.postMessage({ hunted }),
    error => parentPort?.postMessage({ broken: String(error instanceof Error ? error.stack : error) }),
  )
})
