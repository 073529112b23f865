import { type RefObject, useState } from 'react'

/** Stands in a text where a variable has no value. */
export const GAP = '___'

export interface Gap {
  /** The variables whose gaps are still in the text. */
  readonly missing: readonly string[]
  /** Notes which variables of an inserted text have no value. */
  readonly note: (missing: readonly string[]) => void
  /** Selects the first gap. Returns false if there is none to fill. */
  readonly select: () => boolean
}

/** Follows the gaps of an inserted text until the agent has filled them. `text`: undefined while the field has a note. */
export function useGap(field: RefObject<HTMLTextAreaElement | null>, text: string | undefined): Gap {
  const [missing, setMissing] = useState<readonly string[]>([])
  const isOpen = missing.length > 0 && text?.includes(GAP) === true
  // Underscores that the agent types later are no gap.
  if (missing.length > 0 && text !== undefined && !isOpen) setMissing([])
  return {
    missing: isOpen ? missing : [],
    note: setMissing,
    select: () => {
      const at = isOpen ? text.indexOf(GAP) : -1
      if (at === -1) return false
      field.current?.focus()
      field.current?.setSelectionRange(at, at + GAP.length)
      return true
    },
  }
}
