/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return percentile(Float64Array.from(numbers).sort(), 0.5)
}

/** Of ascending numbers the one that so much of them (0 to 1) does not exceed. */
export function percentile(ascending: ArrayLike<number>, share: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share))
  return ascending[index] ?? Number.NaN
}

/** How long each of `count` calls took, one after the other, in ms, ascending. */
export async function timed(count: number, call: (index: number) => Promise<unknown>): Promise<Float64Array> {
  const took = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const from = performance.now()
    await call(index)
    took[index] = performance.now() - from
  }
  return took.sort()
}
