import { useContext, useEffect } from 'react'
import { ActionsContext } from './useAction.ts'

/** Runs the actions on screen by their keys. */
export function useShortcuts(singleKeys: boolean): void {
  const registry = useContext(ActionsContext)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined
      // A key in an open dialog or menu is its own.
      if (event.defaultPrevented || target?.closest('[role=dialog],[role=menu],[role=listbox]')) return
      if (registry.press(event, target, singleKeys)) event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [registry, singleKeys])
}
