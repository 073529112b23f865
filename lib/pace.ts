import type { Instant } from './session/session.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** A rate: `burst` at once, and one more every `everyMs`. */
export interface Rate {
  readonly burst: number
  readonly everyMs: number
}

/** Limits rates by name, in memory. Says how long to wait. Time is an argument, in ms. */
export class Pace {
  readonly #rate: Rate
  /** The time at which each bucket is full again, by name. Roughly the oldest entries first. */
  readonly #fullAt = new Map<string, Instant>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Returns the time until one more is allowed; 0 means now. Takes nothing. */
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
    // After the clock is set back, wait no longer than for an empty bucket.
    return Math.min(Math.max(this.#fullAt.get(name) ?? now, now), now + burst * everyMs)
  }

  /** Drops full buckets, so that memory is bounded by the names used while one bucket fills. */
  #forget(now: Instant): void {
    for (const [name, fullAt] of this.#fullAt) {
      if (fullAt > now) return
      this.#fullAt.delete(name)
    }
  }

  /** Number of names in memory. */
  get size(): number {
    return this.#fullAt.size
  }
}

/** The rates of pauses by anonymous users, in one process. */
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
