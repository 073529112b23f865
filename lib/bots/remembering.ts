import { Newest } from '../newest.ts'
import type { Clock } from '../ports/system.ts'

/** Size of each cache, and of its missing names. */
const MAX_REMEMBERED = 1000

/** A cache of values by name. */
export interface Remembering<T> {
  /** Returns a value, perhaps from the cache. */
  get(name: string): Promise<T | undefined>
  /** Reads a value, and caches it. */
  refresh(name: string): Promise<T | undefined>
  /** Removes names from the cache. */
  drop(which: (name: string) => boolean): void
}

/** Caches what `read` returns: a value for `presentMs`, its absence for `missingMs`. */
export function remembering<T>(
  read: (name: string) => Promise<T | undefined>,
  clock: Clock,
  { presentMs, missingMs }: { readonly presentMs: number; readonly missingMs: number },
): Remembering<T> {
  const remembered = new Newest<string, { readonly value: T; readonly until: number }>(MAX_REMEMBERED)
  /**
   * Missing names, with the time until which they count as missing. A cache of its own, so that invented names evict no
   * real ones.
   */
  const missing = new Newest<string, number>(MAX_REMEMBERED)
  let forgettings = 0
  const refresh = async (name: string): Promise<T | undefined> => {
    const before = forgettings
    const value = await read(name)
    // The read began before the last `forget`, so its value may be old. Do not cache it.
    if (before !== forgettings) return value
    if (value !== undefined) {
      remembered.put(name, { value, until: clock.now() + presentMs })
      return value
    }
    remembered.delete(name)
    if (missingMs > 0) missing.put(name, clock.now() + missingMs)
    return undefined
  }
  return {
    refresh,
    async get(name: string): Promise<T | undefined> {
      const now = clock.now()
      const hit = remembered.get(name)
      if (hit && now < hit.until) return hit.value
      return now < (missing.get(name) ?? 0) ? undefined : await refresh(name)
    },
    drop(which: (name: string) => boolean) {
      forgettings++
      for (const each of [remembered, missing]) {
        for (const name of each.keys()) if (which(name)) each.delete(name)
      }
    },
  }
}
