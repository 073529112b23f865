import { useContext, useEffect } from 'react'
import { ActionsContext } from './useAction.ts'

/** Runs actions when their keys are pressed. */
export function useShortcuts(singleKeys: boolean): void {
  const registry = useContext(ActionsContext)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined
      // Leave keys alone in an open dialog or menu.
      if (event.defaultPrevented || target?.closest('[role=dialog],[role=menu],[role=listbox]')) return
      if (registry.press(event, target, singleKeys)) event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [registry, singleKeys])
}
