/** The browser's storage. Every access may fail. */
export interface BrowserStorage {
  /** Returns nothing if there is no value, or if the browser forbids storage. */
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
}

/** The storage of this origin. Reading `localStorage` itself throws if the browser forbids it. */
export const localStore: BrowserStorage = {
  get: key => attempt(() => localStorage.getItem(key)) ?? undefined,
  set: (key, value) => attempt(() => localStorage.setItem(key, value)),
  remove: key => attempt(() => localStorage.removeItem(key)),
}

function attempt<T>(access: () => T): T | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
