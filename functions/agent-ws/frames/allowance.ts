import type { App } from '../../../lib/app.ts'
import type { CatchUpBudget } from '../../../lib/ports/sockets.ts'

/** Limits the log entries that one socket catches up on: 2 MB in 10 s, shared by all its frames. */
export const SOCKET_BUDGET: CatchUpBudget = { bytes: 2 * 1024 * 1024, windowMs: 10_000 }

/** The same limit for one client frame, over all its conversations. */
const FRAME_BYTES = 1024 * 1024
const FRAME_ENTRIES = 2_000
/**
 * Size of the first part taken from the budget. It is small, so that small logs take little; each next part doubles.
 */
const FIRST_PART = 32 * 1024

/**
 * Counts the log bytes that one client frame may still get. It takes them from the socket's budget before it sends
 * anything. The conversations of the frame use it one after the other.
 */
export class Allowance {
  readonly #app: App
  readonly #connectionId: string
  #taken = 0
  #spent = 0
  #entries = FRAME_ENTRIES
  #part = FIRST_PART

  constructor(app: App, connectionId: string) {
    this.#app = app
    this.#connectionId = connectionId
  }

  /** Returns the room for sending now: at least `bytes`, or none. Takes more of the budget if too little is left. */
  async room(bytes: number): Promise<{ readonly bytes: number; readonly entries: number }> {
    while (this.#entries > 0 && this.#taken - this.#spent < bytes) {
      if (!(await this.#take())) return { bytes: 0, entries: 0 }
    }
    return { bytes: this.#entries > 0 ? this.#taken - this.#spent : 0, entries: this.#entries }
  }

  spend(bytes: number, entries: number): void {
    this.#spent += bytes
    this.#entries -= entries
  }

  async #take(): Promise<boolean> {
    const { store, clock } = this.#app
    const part = Math.min(this.#part, FRAME_BYTES - this.#taken)
    if (part <= 0 || !(await store.takeCatchUp(this.#connectionId, part, SOCKET_BUDGET, clock.now()))) return false
    this.#taken += part
    this.#part *= 2
    return true
  }
}
