/** Reverts the effect of the call that returned it. Calling it again does nothing. */
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
  /** The request survives the page. */
  readonly keepalive?: boolean
}

/** Time and timers, which tests can replace. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once after `ms`. The call may come much later if the tab sleeps. */
  after(ms: number, run: () => void): Undo
}

/** A `Storage` of which every access may fail. The client then continues without it. */
export interface KeyValueStorage {
  keys(): readonly string[]
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
}

/** Whether the page is visible and the machine has a network, and when either changes. */
export interface Attention {
  isVisible(): boolean
  isOnline(): boolean
  onChange(listener: () => void): Undo
}

/** Everything that the client takes from outside. The client itself reads no global. */
export interface ClientEnvironment {
  openSocket(url: string, protocols: readonly string[]): SocketLike
  fetch(url: string, init: RequestInitLike): Promise<ResponseLike>
  readonly clock: Clock
  /** A number in [0, 1). */
  random(): number
  /** Makes a unique id. */
  newId(): string
  readonly attention: Attention
  /** Keeps commands until the server acknowledges them. Without it they last as long as the client. */
  readonly storage?: KeyValueStorage
}
