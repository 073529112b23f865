import { type RefObject, useEffect, useRef } from 'react'

/** In Safari only this key code marks an Enter that ends a composition: https://bugs.webkit.org/show_bug.cgi?id=165004 */
const COMPOSING_KEY_CODE = 229

/**
 * Hears the keys of a field, and the submits of its form, before the composer does. `onKey` and `onSubmit` return
 * whether they took the event.
 */
export function useFieldKeys(
  field: RefObject<HTMLTextAreaElement | null>,
  onKey: (event: KeyboardEvent) => boolean,
  onSubmit: () => boolean,
): void {
  const latest = useRef({ onKey, onSubmit })
  useEffect(() => {
    latest.current = { onKey, onSubmit }
  })
  useEffect(() => {
    const element = field.current
    const form = element?.form
    if (!element || !form) return undefined
    const take = (event: Event, isTaken: boolean) => {
      if (!isTaken) return
      event.preventDefault()
      event.stopPropagation()
    }
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === COMPOSING_KEY_CODE) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      take(event, latest.current.onKey(event))
    }
    const submit = (event: Event) => take(event, event.target === form && latest.current.onSubmit())
    element.addEventListener('keydown', press)
    form.addEventListener('submit', submit)
    return () => {
      element.removeEventListener('keydown', press)
      form.removeEventListener('submit', submit)
    }
  }, [field])
}
