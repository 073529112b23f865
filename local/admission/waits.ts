/** How long calls of something take, the longest of late. */
export interface Waits {
  /** The longest since this was asked last, in ms: of those that are over, and of those that still wait. */
  longestMs(): number
}

/** The same thing with its calls timed: what goes to the store waits there, and not in this process' own queue. */
export function timed<T extends object>(it: T, now: () => number = () => performance.now()): T & Waits {
  /** When each call that is under way began, in that order. */
  const began = new Map<object, number>()
  let longest = 0
  const timing =
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      const result = call.apply(it, args)
      if (!(result instanceof Promise)) return result
      began.set(result, now())
      const over = () => {
        const at = began.get(result)
        began.delete(result)
        if (at !== undefined) longest = Math.max(longest, now() - at)
      }
      result.then(over, over)
      return result
    }
  const calls = Object.entries(it).map(([name, value]) => [name, typeof value === 'function' ? timing(value) : value])
  return {
    ...(Object.fromEntries(calls) as T),
    longestMs() {
      const [oldest] = began.values()
      const found = Math.max(longest, oldest === undefined ? 0 : now() - oldest)
      longest = 0
      return found
    },
  }
}
