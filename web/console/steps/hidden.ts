import { useSyncExternalStore } from 'react'
import { localStore } from '../conversation/storage.ts'

/** Whether an admin hid the first steps of a bot, or has finished them, in this browser. */
export type Hidden = 'hidden' | 'done' | undefined

const listeners = new Set<() => void>()
const keyOf = (botId: string) => `interlude.steps.${botId}`

/** Returns whether the first steps of a bot are hidden. */
export function useHidden(botId: string): Hidden {
  return useSyncExternalStore(subscribe, () => {
    const kept = localStore.get(keyOf(botId))
    return kept === 'hidden' || kept === 'done' ? kept : undefined
  })
}

/** Hides the first steps, or shows them again (`undefined`). */
export function hide(botId: string, hidden: Hidden): void {
  if (hidden === undefined) localStore.remove(keyOf(botId))
  else localStore.set(keyOf(botId), hidden)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
