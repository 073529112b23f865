import { defined } from '../defined.ts'
import type { InboxEvent, ServerFrame } from '../protocol/frames.ts'
import { Conversations } from './conversations.ts'
import { historyOf } from './history.ts'
import { type Http, httpWith, probe } from './http.ts'
import { Link } from './link.ts'
import { Listeners } from './listeners.ts'
import { Shelf } from './shelf.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { ConnectionState } from './state.ts'
import type { Client, ClientOptions, ConversationHandle, Subscription } from './surface.ts'
import { Tokens } from './tokens.ts'

/** Ping interval of an end user who talks to the bot, while the conversation is quiet. */
const IDLE_PING_MS = 4 * 60_000
const AGAIN_MS = 2_000

/**
 * Connects, and stays connected until `close`.
 *
 * @example An end user's chat
 * ```ts
 * const made = await fetch(`${url}/api/v1/bots/${botId}/users/token`, { method: 'POST' })
 * const me = await made.json()
 * const client = createClient({ url, socketUrl, botId, token: async () => me, environment: browserEnvironment() })
 * const chat = client.conversation(me.session)
 * chat.subscribe(() => draw(chat.snapshot().entries))
 * chat.say('Hello!')
 * ```
 *
 * @example An agent who follows the inbox and answers
 * ```ts
 * const client = createClient({ url, socketUrl, botId, token: () => accessToken(), environment: browserEnvironment(), inboxShape: 'interlude' })
 * client.onInbox(events => merge(events))
 * client.subscribe('inbox')
 * client.conversation(session).say('Hello, I am Ana.', { ifHeld: true })
 * ```
 */
export function createClient(options: ClientOptions): Client {
  return new ProtocolClient(options)
}

/**
 * Makes requests without a socket, for pages that have not chosen a bot yet.
 *
 * @example
 * ```ts
 * const http = createHttp({ url, token: () => accessToken(), environment: browserEnvironment() })
 * const { bots } = await http.request('GET /api/v1/me', {})
 * ```
 */
export function createHttp({ url, token, environment }: Pick<ClientOptions, 'url' | 'token' | 'environment'>): Http {
  return httpWith({ url, tokens: new Tokens(token, environment.clock), environment })
}

class ProtocolClient implements Client {
  readonly http: Http
  readonly #options: ClientOptions
  readonly #link: Link
  readonly #conversations: Conversations
  readonly #states = new Listeners<[state: ConnectionState]>()
  readonly #inbox = new Listeners<[events: readonly InboxEvent[]]>()
  readonly #subscriptions = new Listeners<[]>()
  readonly #frames = new Listeners<[frame: ServerFrame]>()
  #state: ConnectionState = { status: 'connecting' }
  #subscription: Subscription | undefined
  #pinging = ''
  #isClosed: boolean = false

  constructor(options: ClientOptions) {
    const { url, socketUrl, botId, token, environment, person } = options
    this.#options = options
    const tokens = new Tokens(token, environment.clock)
    this.http = httpWith({ url, tokens, environment })
    this.#conversations = new Conversations({
      environment,
      shelf: new Shelf(environment.storage, botId, person),
      isConnected: () => this.#link.isConnected,
      role: () => {
        const { state } = this.#link
        return state.status === 'connected' ? state.identity.role : 'agent'
      },
      history: session => historyOf(this.http, botId, session, tokens),
      ask: frame => this.#link.ask(frame),
      tell: frame => this.#link.tell(frame),
      heal: () => this.#link.heal(),
      onChange: () => this.#changed(),
    })
    const conversations = this.#conversations
    this.#link = new Link(
      { socketUrl, botId, tokens, environment },
      {
        // The server watches an end user's own conversation from `hello` on, named or not, so its cursor must be known
        // before.
        prepare: async ({ userId }) => (userId === undefined ? undefined : await conversations.opened()),
        helloCursors: () => conversations.helloCursors(),
        pingCursors: () => conversations.cursors(),
        isLacking: () => conversations.isLacking,
        pingIntervalMs: pingMs => this.#pingIntervalMs(pingMs),
        onState: () => this.#changed(),
        onConnected: (_identity, unknown) => this.#connected(unknown),
        onHeardAgain: () => void this.#subscribe(),
        onFrame: frame => this.#receive(frame),
        onDisconnected: () => {
          for (const { follower } of conversations.all()) follower.disconnected()
        },
        probe: credentials => probe(this.http, botId, credentials),
      },
    )
    conversations.restore()
    this.#link.start()
  }

  get state(): ConnectionState {
    return this.#state
  }

  onState(listener: (state: ConnectionState) => void) {
    return this.#states.add(listener)
  }

  conversation(session: string): ConversationHandle {
    return this.#conversations.open(session).handle()
  }

  subscribe(to: Subscription | undefined): void {
    if (to === this.#subscription) return
    this.#subscription = to
    if (!this.#link.isConnected) return
    if (to === undefined) this.#link.tell({ type: 'unsubscribe' })
    else void this.#subscribe()
  }

  onInbox(listener: (events: readonly InboxEvent[]) => void) {
    return this.#inbox.add(listener)
  }

  onSubscribed(listener: () => void) {
    return this.#subscriptions.add(listener)
  }

  onFrame(listener: (frame: ServerFrame) => void) {
    return this.#frames.add(listener)
  }

  async ask(frame: FrameToSend): Promise<OkResult> {
    return await this.#link.ask(frame)
  }

  tryNow(): void {
    this.#link.tryNow()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#link.close()
    for (const conversation of this.#conversations.all()) conversation.close()
    for (const listeners of [this.#states, this.#inbox, this.#subscriptions, this.#frames]) listeners.clear()
  }

  #pingIntervalMs(pingMs: number): number {
    const { state } = this.#link
    const isUser = state.status === 'connected' && state.identity.role === 'user'
    const isIdle = isUser && this.#conversations.isQuiet
    return isIdle ? Math.max(pingMs, IDLE_PING_MS) : pingMs
  }

  #connected(unknown: readonly string[]): void {
    for (const conversation of this.#conversations.all()) conversation.connected(unknown.includes(conversation.session))
    if (this.#subscription !== undefined) void this.#subscribe()
    this.#changed()
  }

  async #subscribe(): Promise<void> {
    const to = this.#subscription
    if (to === undefined) return
    try {
      const { inboxShape: shape } = this.#options
      await this.#link.ask({ type: 'subscribe', to, ...defined({ shape }) })
      if (to === this.#subscription && !this.#isClosed) this.#subscriptions.emit()
    } catch {
      // A new connection subscribes by itself.
      this.#options.environment.clock.after(AGAIN_MS, () => {
        if (this.#link.isConnected && to === this.#subscription) void this.#subscribe()
      })
    }
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'entries':
        this.#conversations.apply(frame)
        break
      case 'typing':
        this.#conversations.typing(frame)
        break
      case 'receipts':
        this.#conversations.receipts(frame)
        break
      case 'inbox':
        this.#inbox.emit(frame.events)
        break
      case 'welcome':
      case 'ok':
      case 'error':
      case 'pong':
      case 'presence':
      case 'read':
      case 'notification':
      case 'hitlnext':
        break
      default:
        // A frame of a later version of the server.
        frame satisfies never
    }
    this.#frames.emit(frame)
  }

  #changed(): void {
    if (this.#isClosed) return
    const state = this.#stateNow()
    if (!isSame(state, this.#state)) {
      this.#state = state
      this.#states.emit(state)
    }
    const pinging = `${this.#conversations.isLacking} ${this.#pingIntervalMs(0)}`
    if (pinging !== this.#pinging) {
      this.#pinging = pinging
      this.#link.replanPings()
    }
  }

  #stateNow(): ConnectionState {
    const { state } = this.#link
    if (state.status !== 'connected') return state
    const { identity } = state
    if (!this.#conversations.isCatchingUp) return { status: 'online', identity }
    const before = this.#state
    const since = before.status === 'catching-up' ? before.since : this.#options.environment.clock.now()
    return { status: 'catching-up', identity, since }
  }
}

function isSame(a: object, b: object): boolean {
  const before = Object.entries(a)
  return before.length === Object.keys(b).length && before.every(([name, value]) => value === b[name as keyof typeof b])
}
