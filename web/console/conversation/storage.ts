/** Storage of the browser, every access of which may fail. */
export interface BrowserStorage {
  /** Nothing where nothing was kept, or the browser forbids to look. */
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
}

/** The storage of this browser's origin. Browsers that forbid it throw where the property is read. */
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
