import { Newest } from '../newest.ts'

/** Time for which a URL is not called after a call ran into its time limit. */
export const SILENT_MS = 30_000
/** Most URLs in memory. The oldest are dropped. */
const MAX_REMEMBERED = 1_000

/** Tracks the URLs that did not answer in time, in this process only. */
export interface Silence {
  /**
   * Returns the ms until the URL may be called; 0 means now. After the silence one caller probes the URL. Others wait
   * for the time limit of that call.
   */
  waitMs(url: string, timeoutMs: number): number
  /** Starts the silence of a URL, after a call ran into its time limit. */
  begins(url: string): void
  /** Restarts the silence of a URL, if it had one, after a call failed at once and without an answer. */
  goesOn(url: string): void
  /** Ends the silence of a URL, after it answered with any status. */
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
