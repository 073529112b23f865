import type { Undo } from './environment.ts'

/** Functions to call when something happens. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<{ readonly call: (...args: Args) => void }>()

  add(call: (...args: Args) => void): Undo {
    const listener = { call }
    this.#all.add(listener)
    return () => {
      this.#all.delete(listener)
    }
  }

  /** Calls each one. An error of one stops no other and not the client; it is reported as an unhandled rejection. */
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
