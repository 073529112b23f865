import type { Instant } from './session/session.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** How much may happen: `burst` at once, and one more every `everyMs`. */
export interface Rate {
  readonly burst: number
  readonly everyMs: number
}

/** Counts what happens by name, in memory, and says how long to wait where that is too much. Time is an argument, in ms. */
export class Pace {
  readonly #rate: Rate
  /** By name, when everything that was taken is given back: the oldest entries first, more or less. */
  readonly #fullAt = new Map<string, Instant>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** How long until one more may happen; 0: now. Takes nothing. */
  waitMs(name: string, now: Instant): number {
    const { burst, everyMs } = this.#rate
    return Math.max(0, this.#fullAtOf(name, now) - now - (burst - 1) * everyMs)
  }

  take(name: string, now: Instant): void {
    const fullAt = this.#fullAtOf(name, now) + this.#rate.everyMs
    this.#fullAt.delete(name)
    this.#fullAt.set(name, fullAt)
    this.#forget(now)
  }

  #fullAtOf(name: string, now: Instant): Instant {
    const { burst, everyMs } = this.#rate
    // A clock that was set back must not make anybody wait for longer than an empty bucket does.
    return Math.min(Math.max(this.#fullAt.get(name) ?? now, now), now + burst * everyMs)
  }

  /** Drops those that are full again, so that memory is bounded by what is taken while one bucket fills. */
  #forget(now: Instant): void {
    for (const [name, fullAt] of this.#fullAt) {
      if (fullAt > now) return
      this.#fullAt.delete(name)
    }
  }

  /** How many names it remembers. */
  get size(): number {
    return this.#fullAt.size
  }
}

/** How often anonymous users may ask for a person, in one process. */
export interface PausePaces {
  readonly ofConversation: Pace
  readonly ofBot: Pace
}

export function createPausePaces(): PausePaces {
  return {
    ofConversation: new Pace({ burst: 5, everyMs: MINUTE_MS }),
    ofBot: new Pace({ burst: 120, everyMs: SECOND_MS / 2 }),
  }
}
