import { type FocusEvent, useState } from 'react'
import { type Shown, settled } from './order.ts'

export interface SettledRows extends Shown {
  /** Shows the list as it is now. */
  readonly refresh: () => void
  /** For the element around the rows. */
  readonly holding: {
    readonly onPointerEnter: () => void
    readonly onPointerLeave: () => void
    readonly onFocus: () => void
    readonly onBlur: (event: FocusEvent) => void
  }
}

/** Keeps rows where they are while the pointer or the keyboard's focus is among them. `list` names the list; another list starts with its own order. */
export function useSettled(list: string, wanted: readonly string[]): SettledRows {
  const [kept, setKept] = useState<{ readonly list: string; readonly ids: readonly string[] }>({ list, ids: wanted })
  const [isPointed, setPointed] = useState<boolean>(false)
  const [isFocused, setFocused] = useState<boolean>(false)
  const shown = settled(kept.list === list ? kept.ids : [], wanted, isPointed || isFocused)
  if (kept.list !== list || !isSame(kept.ids, shown.ids)) setKept({ list, ids: shown.ids })
  return {
    ...shown,
    refresh: () => setKept({ list, ids: [] }),
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

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, index) => id === b[index])
