import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { closeAndTell } from '../closing.ts'
import { failureOf } from '../errors.ts'
import { openFile } from '../schema.ts'
import type { Write } from '../writes/writes.ts'
import type { Answer, FromThread, ThreadData, ToThread } from './thread.ts'
import { type Outcome, transactions } from './transactions.ts'

/**
 * The program of the writing thread. It runs until it gets `close`. Batches that arrive while it waits for the disk
 * share the next transaction.
 */
const { path, closed } = workerData as ThreadData
const db = openFile(path)
const carryOut = transactions(db)
const port = parentPort as MessagePort

port.on('message', (first: ToThread) => {
  const { batches, isOver } = withWaiting(first)
  if (batches.length > 0) port.postMessage(answersTo(batches))
  if (isOver) close()
})

function withWaiting(first: ToThread): { readonly batches: readonly (readonly Write[])[]; readonly isOver: boolean } {
  const batches: (readonly Write[])[] = []
  for (let next: ToThread | undefined = first; next !== undefined; next = receiveMessageOnPort(port)?.message) {
    if (next === 'close') return { batches, isOver: true }
    batches.push(next.batch)
  }
  return { batches, isOver: false }
}

function answersTo(batches: readonly (readonly Write[])[]): FromThread {
  try {
    const outcomes = carryOut(batches.flat())
    let from = 0
    return batches.map(({ length }) => {
      from += length
      return { outcomes: outcomes.slice(from - length, from).map(inWords) }
    })
  } catch (error) {
    const answer: Answer = { failure: failureOf(error) }
    return batches.map(() => answer)
  }
}

function inWords(outcome: Outcome) {
  return 'error' in outcome ? { failure: failureOf(outcome.error) } : outcome
}

function close(): void {
  try {
    closeAndTell(db, closed)
  } finally {
    port.close()
  }
}
