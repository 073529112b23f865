/** Most requests at once. */
export const AT_ONCE = 4

/** An item with the error of its request. Missing: the request was carried out. */
export interface Result<Item> {
  readonly item: Item
  readonly error?: unknown
}

/**
 * Carries out a request for each item, at most four at once, in order. `onResult` gets the results so far, each time one
 * more is there. Never throws: a failed request is a result.
 */
export async function runAll<Item>(
  items: readonly Item[],
  request: (item: Item) => Promise<unknown>,
  onResult: (results: readonly Result<Item>[]) => void,
): Promise<readonly Result<Item>[]> {
  const results: Result<Item>[] = []
  let next = 0
  const work = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      try {
        await request(item)
        results.push({ item })
      } catch (error) {
        results.push({ item, error })
      }
      onResult([...results])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return results
}
