import type { Undo } from './environment.ts'

/** A set of listeners for one event. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<{ readonly call: (...args: Args) => void }>()

  add(call: (...args: Args) => void): Undo {
    const listener = { call }
    this.#all.add(listener)
    return () => {
      this.#all.delete(listener)
    }
  }

  /** Calls each listener. An error of one does not stop the others or the client; it becomes an unhandled rejection. */
  emit(...args: Args): void {
    for (const { call } of [...this.#all]) {
      try {
        call(...args)
      } catch (error) {
        void Promise.reject(error)
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}
