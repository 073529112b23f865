/**
 * Maximum waits before each attempt, in milliseconds; the actual waits are random below them, so that callers that met
 * once do not meet again.
 */
const BACKOFF_MS = [0, 5, 10, 20, 40, 80, 160, 320, 640, 640, 640]

/**
 * Calls `attempt` until it returns a value, with growing waits in between: for writes that others may win, and for
 * reads that a store may leave unfinished. Returns undefined after 11 attempts.
 *
 * @example
 * ```ts
 * const done = await retry(clock, async () => ((await store.commit(version, decision)) ? decision : undefined))
 * ```
 */
export async function retry<T extends {}>(
  clock: { sleep(ms: number): Promise<unknown> },
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const waitMs of BACKOFF_MS) {
    if (waitMs > 0) await clock.sleep(Math.random() * waitMs)
    const result = await attempt()
    if (result !== undefined) return result
  }
  return undefined
}
