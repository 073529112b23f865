/** The median of some numbers. */
export function median(numbers: readonly number[]): number {
  return percentile(Float64Array.from(numbers).sort(), 0.5)
}

/** The percentile of ascending numbers. `share`: from 0 to 1. */
export function percentile(ascending: ArrayLike<number>, share: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share))
  return ascending[index] ?? Number.NaN
}

/** Makes `count` calls, one after the other. Returns their durations in ms, ascending. */
export async function timed(count: number, call: (index: number) => Promise<unknown>): Promise<Float64Array> {
  const took = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const from = performance.now()
    await call(index)
    took[index] = performance.now() - from
  }
  return took.sort()
}
