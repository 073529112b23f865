import { useSyncExternalStore } from 'react'
import { readSettings, type Settings } from './settings.ts'

const KEY = 'interlude.settings'
const listeners = new Set<() => void>()
let current = readSettings(kept())

/** Returns the agent's settings. A change also reaches the browser's other tabs. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, () => current)
}

/** Changes some settings. Stores them if the browser allows storage. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // Without storage they last as long as the page.
  }
  for (const listener of listeners) listener()
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function subscribe(listener: () => void): () => void {
  const changedElsewhere = ({ key }: StorageEvent) => {
    if (key !== KEY) return
    current = readSettings(kept())
    listener()
  }
  listeners.add(listener)
  addEventListener('storage', changedElsewhere)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', changedElsewhere)
  }
}
