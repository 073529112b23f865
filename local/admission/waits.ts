/** Measures the longest recent call. */
export interface Waits {
  /** The longest duration since the last query, in ms, of completed calls and of the call in progress. */
  longestMs(): number
}

/**
 * Returns a copy of `it` that times its calls: calls to the store wait in the store, not in this process's event loop.
 * Times one call at a time, then the next: if one call waits, all do.
 */
export function timed<T extends object>(it: T, now: () => number = () => performance.now()): T & Waits {
  let began: number | undefined
  let longest = 0
  const over = () => {
    if (began !== undefined) longest = Math.max(longest, now() - began)
    began = undefined
  }
  const timing =
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      if (began !== undefined) return call.apply(it, args)
      const from = now()
      const result = call.apply(it, args)
      if (result instanceof Promise) {
        began = from
        result.then(over, over)
      }
      return result
    }
  const calls = Object.entries(it).map(([name, value]) => [name, typeof value === 'function' ? timing(value) : value])
  return {
    ...(Object.fromEntries(calls) as T),
    longestMs() {
      const found = Math.max(longest, began === undefined ? 0 : now() - began)
      longest = 0
      return found
    },
  }
}
