import type { ClientEnvironment, KeyValueStorage, RequestInitLike, ResponseLike, SocketLike } from './environment.ts'

interface EventTargetLike {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

/** The globals of a browser that the client uses. Node has all of them except the page's. */
interface Globals extends Partial<EventTargetLike> {
  readonly WebSocket: new (url: string, protocols: string[]) => SocketLike
  fetch(url: string, init: RequestInitLike): Promise<ResponseLike>
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  readonly crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }
  readonly document?: EventTargetLike & { readonly visibilityState: string }
  readonly navigator?: { readonly onLine?: boolean }
  readonly localStorage?: {
    readonly length: number
    key(index: number): string | null
    getItem(key: string): string | null
    setItem(key: string, value: string): void
    removeItem(key: string): void
  }
}

/**
 * Makes a client's environment from the globals of the page or of Node. In Node the client is always visible and online,
 * and stores nothing. No other file of the client reads a global.
 *
 * @example In a page that must not store anything
 * ```ts
 * const { storage: _, ...environment } = browserEnvironment()
 * const client = createClient({ url, socketUrl, botId, token, environment })
 * ```
 */
export function browserEnvironment(): ClientEnvironment {
  const globals = globalThis as unknown as Globals
  const { document, navigator } = globals
  return {
    openSocket: (url, protocols) => new globals.WebSocket(url, [...protocols]),
    // Call it as a method: a browser's `fetch` throws when detached from its window.
    fetch: (url, init) => globals.fetch(url, init),
    clock: {
      now: () => Date.now(),
      after: (ms, run) => {
        const timer = globals.setTimeout(run, ms)
        return () => globals.clearTimeout(timer)
      },
    },
    random: () => Math.random(),
    newId: () => randomId(globals),
    attention: {
      isVisible: () => document?.visibilityState !== 'hidden',
      isOnline: () => navigator?.onLine !== false,
      onChange: listener => {
        const undo = [
          listen(document, 'visibilitychange', listener),
          listen(globals, 'online', listener),
          listen(globals, 'offline', listener),
          // A page restored from the back-forward cache may get no `visibilitychange`.
          listen(globals, 'pageshow', listener),
        ]
        return () => {
          for (const each of undo) each()
        }
      },
    },
    ...(document && { storage: storageOf(globals) }),
  }
}

function listen(target: Partial<EventTargetLike> | undefined, type: string, listener: () => void): () => void {
  target?.addEventListener?.(type, listener)
  return () => target?.removeEventListener?.(type, listener)
}

/** 128 bits in hex. `crypto.randomUUID` exists only in secure contexts. */
function randomId({ crypto }: Globals): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Reads the property at each access. If the browser forbids storage, reading it throws, and the caller continues
 * without it.
 */
function storageOf(globals: Globals): KeyValueStorage {
  return {
    keys: () => {
      const { localStorage } = globals
      const length = localStorage?.length ?? 0
      return Array.from({ length }, (_, index) => localStorage?.key(index) ?? '')
    },
    get: key => globals.localStorage?.getItem(key) ?? null,
    set: (key, value) => globals.localStorage?.setItem(key, value),
    remove: key => globals.localStorage?.removeItem(key),
  }
}
