/** Undoes the call that returned it. */
export type Undo = () => void

/** A `Storage`. Every access may throw if the browser forbids storage. */
export interface KeyValue {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): readonly string[]
}

/** The functions of a browser that sign-in uses. */
export interface SessionEnvironment {
  /** Returns the JSON of a GET request. Throws if there is none. */
  getJson(url: string): Promise<unknown>
  /** Sends a POST request without a body. Throws without an answer, or if its status is not 2xx. */
  post(url: string, accessToken: string): Promise<void>
  /** Storage that all tabs share, and that survives reloads and restarts of the browser. */
  readonly shared: KeyValue
  /** Storage of this tab, which survives reloads and visits to the issuer. */
  readonly own: KeyValue
  /** Calls the listener for each change of `shared` by another tab. */
  onShared(listener: () => void): Undo
  /** Runs one task at a time across all tabs. */
  exclusively<T>(name: string, task: () => Promise<T>): Promise<T>
  readonly page: {
    readonly url: URL
    /** Leaves this page. */
    goTo(url: string): void
    /** Replaces the address without loading it. */
    rename(path: string): void
  }
  /** True if the page may use cryptography: over HTTPS, and on loopback names. */
  readonly isSecure: boolean
  /** The preferred languages of the interface, most preferred first. */
  readonly languages: readonly string[]
  now(): number
}
