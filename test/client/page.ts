import type { Attention, ClientEnvironment, KeyValueStorage } from '../../lib/client/environment.ts'
import type { Client, ClientOptions } from '../../lib/client/surface.ts'
import { ManualClock } from './manual-clock.ts'
import { ModelServer, type Person } from './model-server.ts'
import { Wire } from './network.ts'

export const SESSION = 'ses_AAAAAAAAAAAAAAAAAAAAAA'
export const OTHER = 'ses_BBBBBBBBBBBBBBBBBBBBBB'
export const BOT = 'demo'

/** A page that can be hidden. */
export class PageAttention implements Attention {
  readonly #listeners = new Set<() => void>()
  #isVisible: boolean = true
  #isOnline: boolean = true

  isVisible(): boolean {
    return this.#isVisible
  }

  isOnline(): boolean {
    return this.#isOnline
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  become({ isVisible = this.#isVisible, isOnline = this.#isOnline }): void {
    this.#isVisible = isVisible
    this.#isOnline = isOnline
    for (const listener of [...this.#listeners]) listener()
  }
}

/** A browser with one page, a server, and the network between them. */
export class Page {
  readonly clock = new ManualClock()
  readonly server = new ModelServer(this.clock)
  readonly attention = new PageAttention()
  readonly stored = new Map<string, string>()
  readonly wires: Wire[] = []
  /** Whether everything is delivered at once, in order. */
  isLive: boolean = true
  /** Each lets one held request continue. */
  readonly held: (() => void)[] = []
  /** Whether requests and handshakes fail. */
  isDown: boolean = false
  /** HTTP requests that arrived, by method and URL. */
  readonly requests: string[] = []
  readonly person: Person
  /** How long a fresh token lives. */
  tokenLivesMs = 3600_000
  /** How often the client asked the token source. */
  tokensAsked = 0
  readonly #create: (options: ClientOptions) => Client
  readonly #random: () => number
  #ids = 0

  constructor(
    create: (options: ClientOptions) => Client,
    person: Person = { role: 'agent' },
    random: () => number = () => 0.5,
  ) {
    this.#create = create
    this.person = person
    this.#random = random
  }

  /** The wire of the current socket. */
  get wire(): Wire {
    const wire = this.wires.at(-1)
    if (wire === undefined) throw new Error('no socket was opened')
    return wire
  }

  /** Loads the page, which reads what it stored. */
  load(options: Partial<ClientOptions> = {}): Client {
    return this.#create({
      url: '',
      socketUrl: 'ws://socket',
      botId: BOT,
      person: 'ana',
      environment: this.environment(),
      token: async () => {
        this.tokensAsked += 1
        return this.credentials()
      },
      ...options,
    })
  }

  credentials() {
    const token = this.server.token(this.person, this.tokenLivesMs)
    return this.person.role === 'user' ? { token, userId: 'bo', channel: 'web' } : { token }
  }

  environment(): ClientEnvironment {
    return {
      openSocket: (_url, protocols) => {
        const isLive = () => this.isLive && !this.isDown
        const wire = new Wire(this.server, protocols, isLive)
        if (this.isDown) queueMicrotask(() => wire.cut())
        this.wires.push(wire)
        return wire
      },
      fetch: async (url, init) => {
        await new Promise<void>(resolve => {
          if (this.isLive) resolve()
          else this.held.push(resolve)
        })
        if (this.isDown) throw new Error('no network')
        this.requests.push(`${init.method} ${url}`)
        return this.server.answer(url, init)
      },
      clock: this.clock,
      random: this.#random,
      newId: () => `id-${++this.#ids}`,
      attention: this.attention,
      storage: this.storage(),
    }
  }

  storage(): KeyValueStorage {
    const { stored } = this
    return {
      keys: () => [...stored.keys()],
      get: key => stored.get(key) ?? null,
      set: (key, value) => void stored.set(key, value),
      remove: key => void stored.delete(key),
    }
  }

  /** Cuts all connections and holds the network down. */
  goDown(): void {
    this.isDown = true
    for (const release of this.held.splice(0)) release()
    for (const wire of this.wires) wire.cut()
  }

  comeBack(): void {
    this.isDown = false
  }

  /** Delivers everything at once from now on. */
  goLive(): void {
    this.isLive = true
    for (const release of this.held.splice(0)) release()
    for (const wire of this.wires) if (wire.status !== 'closed') wire.flush()
  }
}
