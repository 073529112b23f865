/** Asks for the page that begins at a cursor. */
type Ask<T> = (
  cursor: string | undefined,
) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>

/** Returns the items of all pages of a list, up to `most`. */
export async function itemsOf<T>(ask: Ask<T>, most?: number): Promise<readonly T[]> {
  const items: T[] = []
  for await (const item of allPages(ask, most)) items.push(item)
  return items
}

/** Yields the items of all pages of a list, up to `most`, page by page. */
export async function* allPages<T>(ask: Ask<T>, most = Number.POSITIVE_INFINITY): AsyncGenerator<T> {
  let cursor: string | undefined
  let given = 0
  do {
    const { items, next } = await ask(cursor)
    for (const item of items) {
      if (given++ >= most) return
      yield item
    }
    cursor = next
  } while (cursor !== undefined)
}
