import type { Clock, Undo } from '../../lib/client/environment.ts'

/** Lets all started work continue until it waits for a timer. */
export async function settle(): Promise<void> {
  await new Promise(setImmediate)
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** A clock that moves only when told. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-01-05T09:00:00.000Z')
  #timers: Timer[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): Undo {
    const timer = { at: this.#now + Math.max(0, ms), run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(each => each !== timer)
    }
  }

  /** Advances the time, and runs each due timer at its time. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    for (;;) {
      await settle()
      const next = this.#next()
      if (next === undefined || next.at > until) break
      this.#now = Math.max(this.#now, next.at)
      this.#timers = this.#timers.filter(each => each !== next)
      next.run()
    }
    this.#now = until
  }

  /** Advances the time without running timers, as in a sleeping tab. The next `advance` runs those that became due. */
  sleep(ms: number): void {
    this.#now += ms
  }

  #next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) if (first === undefined || timer.at < first.at) first = timer
    return first
  }
}
