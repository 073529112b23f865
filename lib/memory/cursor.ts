import type { Page } from '../ports/sessions.ts'

/** An item of a listing, and the numbers that order it: the greatest comes first. */
export interface Ordered<T> {
  readonly item: T
  readonly order: readonly number[]
}

/** Makes a page of at most `limit` items. The cursor is the order of the last item on the page before. */
export function pageOf<T>(all: readonly Ordered<T>[], limit: number, cursor: string | undefined): Page<T> {
  const sorted = all.toSorted((a, b) => compare(b.order, a.order))
  const rest = cursor === undefined ? sorted : sorted.filter(({ order }) => compare(order, JSON.parse(cursor)) < 0)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ item }) => item),
    ...(rest.length > limit && last && { next: JSON.stringify(last.order) }),
  }
}

function compare(one: readonly number[], two: readonly number[]): number {
  for (const [index, number] of one.entries()) {
    const difference = number - (two[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
