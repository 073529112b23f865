/** Rows as they are shown, and how many more have come since. */
export interface Shown {
  readonly ids: readonly string[]
  readonly news: number
}

/**
 * Returns the rows to show. Nothing moves while `isHeld`: the rows that were shown stay where they were, and those that came
 * since are only counted. A row that left the view meanwhile stays too, so that a click hits the row that the agent saw.
 */
export function settled(shown: readonly string[], wanted: readonly string[], isHeld: boolean): Shown {
  if (!isHeld || shown.length === 0) return { ids: wanted, news: 0 }
  const known = new Set(shown)
  // Rows of the next page follow after those that are shown.
  const lastKnown = wanted.findLastIndex(id => known.has(id))
  const fresh = wanted.filter((id, index) => !known.has(id) && index < lastKnown)
  const later = wanted.slice(lastKnown + 1)
  return { ids: later.length === 0 ? shown : [...shown, ...later], news: fresh.length }
}

/** Returns the row that a key goes to from the row `at`; nothing where it is another key, or there is no such row. */
export function rowByKey(key: string, at: number, length: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1 < length ? at + 1 : undefined
    case 'ArrowUp':
      return at > 0 ? at - 1 : undefined
    case 'Home':
      return length > 0 ? 0 : undefined
    case 'End':
      return length > 0 ? length - 1 : undefined
    default:
      return undefined
  }
}

/** Returns the row after (or before) the open one; the first (or last) row where none is open. */
export function neighbour(ids: readonly string[], open: string | undefined, step: 1 | -1): string | undefined {
  const at = open === undefined ? -1 : ids.indexOf(open)
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1)
  return ids[at + step]
}
