import { type FocusEvent, useMemo, useState } from 'react'
import { type Shown, settled } from './order.ts'

export interface SettledRows extends Shown {
  /** Shows the current list. */
  readonly refresh: () => void
  /** Props for the element around the rows. */
  readonly holding: {
    readonly onPointerEnter: () => void
    readonly onPointerLeave: () => void
    readonly onFocus: () => void
    readonly onBlur: (event: FocusEvent) => void
  }
}

const NONE: readonly string[] = []

/**
 * Keeps rows in place while the pointer or the focus is among them. `list` names the list; another list starts in its
 * own order. `wanted` must stay the same array until the list changes.
 */
export function useSettled(list: string, wanted: readonly string[]): SettledRows {
  const [kept, setKept] = useState<{ readonly list: string; readonly ids: readonly string[] }>({ list, ids: wanted })
  const [isPointed, setPointed] = useState<boolean>(false)
  const [isFocused, setFocused] = useState<boolean>(false)
  const before = kept.list === list ? kept.ids : NONE
  const isHeld = isPointed || isFocused
  const shown = useMemo(() => settled(before, wanted, isHeld), [before, wanted, isHeld])
  if (kept.list !== list || kept.ids !== shown.ids) setKept({ list, ids: shown.ids })
  return {
    ...shown,
    refresh: () => setKept({ list, ids: NONE }),
    holding: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(false)
      },
    },
  }
}
