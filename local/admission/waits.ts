/** How long calls of something take, the longest of late. */
export interface Waits {
  /** The longest since this was asked last, in ms: of those that are over, and of the one that still waits. */
  longestMs(): number
}

/**
 * The same thing with its calls timed: what goes to the store waits there, and not in this process' own queue. One call at a time is
 * timed, the next one when that is over: where things wait, they all do.
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
