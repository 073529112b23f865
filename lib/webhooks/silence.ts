import { Newest } from '../newest.ts'

/** How long nobody asks a URL again that gave no answer within a call's time limit. */
const SILENT_MS = 30_000
/** Beyond so many URLs the oldest are forgotten. */
const MAX_REMEMBERED = 1_000

/** Which URLs let their callers wait in vain, as far as this process saw. */
export interface Silence {
  /** Whether a URL is better not called now. Past the time, one caller is let through for as long as its call may take. */
  holds(url: string, timeoutMs: number): boolean
  begins(url: string): void
  /** It answered, whatever it said. */
  broken(url: string): void
}

export function createSilence(now: () => number = () => performance.now()): Silence {
  const silentUntil = new Newest<string, number>(MAX_REMEMBERED)
  return {
    holds(url, timeoutMs) {
      const until = silentUntil.get(url)
      if (until === undefined) return false
      if (now() < until) return true
      silentUntil.put(url, now() + timeoutMs)
      return false
    },
    begins: url => silentUntil.put(url, now() + SILENT_MS),
    broken: url => silentUntil.delete(url),
  }
}
