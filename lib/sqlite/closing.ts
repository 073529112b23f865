import type { DatabaseSync } from 'node:sqlite'

/** Maximum wait, in ms, for the work that a thread has under way when the store closes. */
const CLOSE_MS = 20_000

/** Closes a thread's connection, and sets the number at `place` to 1 for `awaitClosed`, even if closing fails. */
export function closeAndTell(db: DatabaseSync, numbers: Int32Array, place = 0): void {
  try {
    db.close()
  } finally {
    Atomics.store(numbers, place, 1)
    Atomics.notify(numbers, place)
  }
}

/** Blocks this thread until the other one has closed its connection, at most `CLOSE_MS`. */
export function awaitClosed(numbers: Int32Array, place = 0): void {
  Atomics.wait(numbers, place, 0, CLOSE_MS)
}
