/** Runs `work` on items, at most `width` at a time. Returns the failures in the order of the items. Never throws. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<readonly { readonly item: T; readonly error: unknown }[]> {
  const failures: { item: T; error: unknown; index: number }[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      const item = items[index] as T
      try {
        await work(item)
      } catch (error) {
        failures.push({ item, error, index })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return failures.sort((a, b) => a.index - b.index)
}
