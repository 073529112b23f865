import type { KeyValueStorage } from '../../../lib/client/environment.ts'

/** Storage of the frame's origin. If the browser forbids it, storage in memory. */
export interface Keeping extends KeyValueStorage {
  /** True if the data outlives the page. */
  readonly isLasting: boolean
}

/** Opens the browser's storage. If the browser forbids it, reading the property throws, and so may each access. */
export function openStorage(): Keeping {
  const lasting = browserStorage()
  const memory = new Map<string, string>()
  return {
    isLasting: lasting !== undefined,
    keys: () => [...new Set([...memory.keys(), ...(attempt(() => Object.keys(lasting ?? {})) ?? [])])],
    get: key => memory.get(key) ?? attempt(() => lasting?.getItem(key)) ?? null,
    set(key, value) {
      const isKept = attempt(() => {
        lasting?.setItem(key, value)
        return lasting !== undefined
      })
      if (isKept === true) memory.delete(key)
      else memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      attempt(() => lasting?.removeItem(key))
    },
  }
}

function browserStorage(): Storage | undefined {
  return attempt(() => {
    const { localStorage } = window
    const probe = 'interlude.probe'
    localStorage.setItem(probe, '')
    localStorage.removeItem(probe)
    return localStorage
  })
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
