import { Newest } from '../newest.ts'

/** How long nobody asks a URL again that gave no answer within a call's time limit. */
export const SILENT_MS = 30_000
/** Beyond so many URLs the oldest are forgotten. */
const MAX_REMEMBERED = 1_000

/** Which URLs let their callers wait in vain, as far as this process saw. Other processes know nothing of it. */
export interface Silence {
  /**
   * How many ms a URL is left alone from now; 0 where it may be called. Once its silence is over one caller probes: the next
   * ones are told to wait for as long as that call may take.
   */
  waitMs(url: string, timeoutMs: number): number
  /** A call got no answer in time. */
  begins(url: string): void
  /** A call failed without an answer, at once: where the URL was left alone before, its silence begins again. */
  goesOn(url: string): void
  /** It answered, whatever it said. */
  broken(url: string): void
}

export function createSilence(now: () => number = () => performance.now()): Silence {
  const silentUntil = new Newest<string, number>(MAX_REMEMBERED)
  const begins = (url: string) => silentUntil.put(url, now() + SILENT_MS)
  return {
    waitMs(url, timeoutMs) {
      const until = silentUntil.get(url)
      if (until === undefined) return 0
      if (now() < until) return Math.ceil(until - now())
      silentUntil.put(url, now() + timeoutMs)
      return 0
    },
    begins,
    goesOn(url) {
      if (silentUntil.get(url) !== undefined) begins(url)
    },
    broken: url => silentUntil.delete(url),
  }
}
