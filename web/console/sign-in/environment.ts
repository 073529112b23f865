/** Ends what the call that returned it began. */
export type Undo = () => void

/** A `Storage`. Every access may throw where the browser forbids it. */
export interface KeyValue {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): readonly string[]
}

/** Everything that sign-in takes from the browser. */
export interface SessionEnvironment {
  /** Answers the JSON of a GET. Throws where there is none. */
  getJson(url: string): Promise<unknown>
  /** Posts without a body. Throws where no answer came, or another one than 2xx. */
  post(url: string, accessToken: string): Promise<void>
  /** The storage that all tabs share, over reloads and restarts of the browser. */
  readonly shared: KeyValue
  /** The storage of this tab, over reloads and visits to the issuer. */
  readonly own: KeyValue
  /** Hears of each change that another tab makes to `shared`. */
  onShared(listener: () => void): Undo
  /** Runs one task at a time among all tabs. */
  exclusively<T>(name: string, task: () => Promise<T>): Promise<T>
  readonly page: {
    readonly url: URL
    /** Leaves this page. */
    goTo(url: string): void
    /** Changes the address without loading anything. */
    rename(path: string): void
  }
  /** Whether the browser lets this page use cryptography: over HTTPS, and on loopback names. */
  readonly isSecure: boolean
  /** The languages of the interface, the most wanted first. */
  readonly languages: readonly string[]
  now(): number
}
