/** The selected rows, and the row from which Shift selects a range. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly from?: string
}

export const NOTHING_SELECTED: Selection = { ids: new Set() }

/** Selects a row, or no longer selects it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, from: id }
}

/** Selects the rows from the last chosen one to this one, in the order of `rows`. Without such a row, toggles this one. */
export function ranged(selection: Selection, rows: readonly string[], to: string): Selection {
  const places = [selection.from === undefined ? -1 : rows.indexOf(selection.from), rows.indexOf(to)].sort(
    (a, b) => a - b,
  )
  const [first = -1, last = -1] = places
  if (first === -1) return toggled(selection, to)
  return { ids: new Set([...selection.ids, ...rows.slice(first, last + 1)]), from: to }
}

/** No longer selects some rows. */
export function without({ ids, ...rest }: Selection, gone: readonly string[]): Selection {
  const next = new Set(ids)
  for (const id of gone) next.delete(id)
  return { ...rest, ids: next }
}
