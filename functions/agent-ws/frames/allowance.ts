import type { App } from '../../../lib/app.ts'
import type { CatchUpBudget } from '../../../lib/ports/sockets.ts'

/** Bounds the log entries that a socket gets to catch up: 2 MB in 10 s, however many of its frames ask side by side. */
export const SOCKET_BUDGET: CatchUpBudget = { bytes: 2 * 1024 * 1024, windowMs: 10_000 }

/** And on one frame of the client, of all conversations together. */
const FRAME_BYTES = 1024 * 1024
const FRAME_ENTRIES = 2_000
/** The first part taken from the budget. It is small, so that small logs cost little; each further part is twice as large. */
const FIRST_PART = 32 * 1024

/**
 * Counts what one client frame may still get of logs. It takes its share from the socket's budget before it sends anything.
 * The frame's conversations use it one after the other.
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

  /** Returns the room for sending now: `bytes` at least, or none. Takes further parts of the budget where too little is left. */
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
