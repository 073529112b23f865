import { useState } from 'react'
import { NOTHING_SELECTED, ranged, type Selection, toggled, without } from './selection.ts'

export interface SelectedRows {
  readonly ids: ReadonlySet<string>
  /** `isRange`: also the rows since the last chosen one. */
  readonly choose: (id: string, isRange: boolean) => void
  readonly chooseAll: () => void
  /** No longer selects these rows. Without ids: none at all. */
  readonly drop: (ids?: readonly string[]) => void
}

/** Keeps the selected rows of a list. `list` names it; another list starts without any. `rows`: the ids in its order. */
export function useSelection(list: string, rows: readonly string[]): SelectedRows {
  const [kept, setKept] = useState({ list, selection: NOTHING_SELECTED })
  const selection = kept.list === list ? kept.selection : NOTHING_SELECTED
  const change = (next: (selection: Selection) => Selection) =>
    setKept(before => ({ list, selection: next(before.list === list ? before.selection : NOTHING_SELECTED) }))
  return {
    ids: selection.ids,
    choose: (id, isRange) => change(before => (isRange ? ranged(before, rows, id) : toggled(before, id))),
    chooseAll: () => change(before => ({ ...before, ids: new Set([...before.ids, ...rows]) })),
    drop: ids => change(before => (ids ? without(before, ids) : NOTHING_SELECTED)),
  }
}
