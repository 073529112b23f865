import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Keys } from './keys.ts'
import { type Action, ActionRegistry } from './registry.ts'

export const ActionsContext = createContext(new ActionRegistry())

/** Offers an action while the component is mounted and `label` is set. */
export function useAction(id: string, label: string | undefined, keys: Keys | undefined, run: () => void): void {
  const registry = useContext(ActionsContext)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const [key, mod, first] = [keys?.key, keys?.mod, keys?.first]
  useEffect(() => {
    if (label === undefined) return undefined
    return registry.offer({
      id,
      label,
      ...(key !== undefined && { keys: { key, ...(mod && { mod }), ...(first && { first }) } }),
      run: () => latest.current(),
    })
  }, [registry, id, label, key, mod, first])
}

/** Returns the actions on offer. */
export function useActions(): readonly Action[] {
  const registry = useContext(ActionsContext)
  return useSyncExternalStore(registry.subscribe, registry.list)
}
