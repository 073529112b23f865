/** The visible rows, and the number of rows that have arrived since. */
export interface Shown {
  readonly ids: readonly string[]
  readonly news: number
}

/**
 * Returns the rows to show. While `isHeld`, nothing moves: visible rows keep their places, and new ones are only
 * counted. A row that left the view stays too, so that a click hits the row that the agent saw.
 */
export function settled(shown: readonly string[], wanted: readonly string[], isHeld: boolean): Shown {
  if (!isHeld || shown.length === 0) return { ids: wanted, news: 0 }
  const known = new Set(shown)
  // The rows of the next page follow the visible ones.
  const lastKnown = wanted.findLastIndex(id => known.has(id))
  const fresh = wanted.filter((id, index) => !known.has(id) && index < lastKnown)
  const later = wanted.slice(lastKnown + 1)
  return { ids: later.length === 0 ? shown : [...shown, ...later], news: fresh.length }
}

/**
 * Returns the row that a key leads to from the row `at`. Returns nothing for other keys, or if there is no such row.
 */
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

/** Returns the row after (or before) the open one, or the first (or last) row if none is open. */
export function neighbour(ids: readonly string[], open: string | undefined, step: 1 | -1): string | undefined {
  const at = open === undefined ? -1 : ids.indexOf(open)
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1)
  return ids[at + step]
}
