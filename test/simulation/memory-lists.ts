import type { Page } from '../../lib/ports/sessions.ts'

/** An item with its sort key; greater numbers come first. */
export interface Paged<T> {
  readonly item: T
  readonly order: readonly number[]
}

/** One page, newest first; the cursor marks its end. */
export function page<T>(all: readonly Paged<T>[], limit: number, cursor: string | undefined): Page<T> {
  const sorted = [...all].sort((a, b) => compare(b.order, a.order))
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
