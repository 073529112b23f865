import { type RefObject, useEffect, useState } from 'react'

/** The events after which the caret of a field may stand elsewhere. */
const MOVES = ['input', 'keyup', 'click', 'focus', 'blur', 'select'] as const

/** Returns where the caret stands in a field. Nothing if the field has no focus, or if a part of the text is selected. */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>): number | undefined {
  const [caret, setCaret] = useState<number>()
  useEffect(() => {
    const element = field.current
    if (element === null) return undefined
    const look = () => {
      const { selectionStart, selectionEnd } = element
      setCaret(document.activeElement === element && selectionStart === selectionEnd ? selectionStart : undefined)
    }
    look()
    for (const move of MOVES) element.addEventListener(move, look)
    return () => {
      for (const move of MOVES) element.removeEventListener(move, look)
    }
  }, [field])
  return caret
}
