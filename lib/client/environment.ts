/** Ends what the call that returned it began. Calling it again does nothing. */
export type Undo = () => void

/** The part of a `WebSocket` that the client uses. The browser's, Node's and the package `ws` have it. */
export interface SocketLike {
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** The part of a `Response` that the client uses. */
export interface ResponseLike {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** An `AbortSignal`. */
export interface SignalLike {
  readonly aborted: boolean
}

export interface RequestInitLike {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal?: SignalLike
}

/** Time, and timers that tests can move. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once after `ms`. A tab that sleeps may be called much later. */
  after(ms: number, run: () => void): Undo
}

/** A `Storage` whose every access may fail; the client then goes on without it. */
export interface KeyValueStorage {
  keys(): readonly string[]
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
}

/** Tells whether the person looks at the page and the machine has a network, and when either changes. */
export interface Attention {
  isVisible(): boolean
  isOnline(): boolean
  onChange(listener: () => void): Undo
}

/** Everything that the client takes from outside: it reads no global. */
export interface ClientEnvironment {
  openSocket(url: string, protocols: readonly string[]): SocketLike
  fetch(url: string, init: RequestInitLike): Promise<ResponseLike>
  readonly clock: Clock
  /** A number in [0, 1). */
  random(): number
  /** A new id that nobody else makes. */
  newId(): string
  readonly attention: Attention
  /** Keeps commands that wait for their acknowledgement. Without one they last as long as the client. */
  readonly storage?: KeyValueStorage
}
