import type { ServerFrame } from '../protocol/frames.ts'
import type { ErrorCode } from '../protocol/problem.ts'
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../protocol/wire.ts'
import type { Credentials } from './credentials.ts'
import type { ClientEnvironment } from './environment.ts'
import { ProblemError, unreachable } from './problem-error.ts'
import { Reconnect } from './reconnect.ts'
import { Connection, type FrameToSend, type OkResult } from './socket.ts'
import type { Identity, LinkState } from './state.ts'
import { type Tokens, verdictOn } from './tokens.ts'
import { Upkeep, type UpkeepPorts } from './upkeep.ts'

export interface LinkOptions {
  readonly socketUrl: string | (() => string)
  readonly botId: string
  readonly tokens: Tokens
  readonly environment: ClientEnvironment
}

export interface LinkPorts extends UpkeepPorts {
  /** Resolves once the cursors for a `hello` are known. */
  prepare(credentials: Credentials): Promise<void>
  /** The conversations to watch, each with its cursor: at most `MAX_CURSORS`. */
  helloCursors(): Readonly<Record<string, number>>
  onState(): void
  /** Called after the answer to `hello`. `unknown`: conversations in it that this person may not open. */
  onConnected(identity: Identity, unknown: readonly string[]): void
  onFrame(frame: ServerFrame): void
  onDisconnected(): void
  /** Finds out over HTTP why a handshake failed, since browsers do not report it. Throws a `ProblemError`. */
  probe(credentials: Credentials): Promise<unknown>
}

/** Time limit of the answer to a frame that is not a command. */
const ANSWER_MS = 15_000

/** Keeps one socket open as long as the server accepts the tokens. */
export class Link {
  readonly #options: LinkOptions
  readonly #ports: LinkPorts
  readonly #reconnect: Reconnect
  readonly #upkeep: Upkeep
  #state: LinkState = { status: 'connecting' }
  #connection: Connection | undefined
  /** Number of the current attempt. Results of earlier attempts are ignored. */
  #attempt = 0
  #isClosed: boolean = false

  constructor(options: LinkOptions, ports: LinkPorts) {
    this.#options = options
    this.#ports = ports
    const { environment, tokens } = options
    this.#reconnect = new Reconnect(environment, () => void this.#connect())
    this.#upkeep = new Upkeep(environment, tokens, ports, () => this.#down())
  }

  get state(): LinkState {
    return this.#state
  }

  /** Whether frames can be sent: `hello` was answered. */
  get isConnected(): boolean {
    return this.#state.status === 'connected' && this.#connection !== undefined
  }

  start(): void {
    this.#reconnect.now()
  }

  tryNow(): void {
    if (this.#isClosed) return
    if (this.#state.status === 'connected') this.#upkeep.pinger.check()
    else if (this.#connection === undefined) this.#reconnect.now()
  }

  /** Sends a frame and waits for its answer. Throws a `ProblemError`. */
  async ask(frame: FrameToSend, withinMs = ANSWER_MS): Promise<OkResult> {
    const connection = this.#connection
    if (connection === undefined || !this.isConnected) {
      throw unreachable('there is no connection')
    }
    try {
      return await connection.ask(frame, withinMs)
    } catch (error) {
      // The connection may be dead.
      if (error instanceof ProblemError && error.code === 'client.unreachable') this.#upkeep.pinger.check()
      throw error
    }
  }

  /** Sends a frame that needs no answer, if there is a connection. */
  tell(frame: FrameToSend): void {
    if (!this.isConnected) return
    try {
      this.#connection?.send(frame)
    } catch {
      // The connection is ending, and the frame is not important.
    }
  }

  heal(): void {
    this.#upkeep.pinger.heal()
  }

  /** Plans the next ping again with the current interval. */
  replanPings(): void {
    this.#upkeep.pinger.replan()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#attempt += 1
    this.#reconnect.stop()
    this.#upkeep.close()
    this.#drop()
  }

  async #connect(): Promise<void> {
    this.#attempt += 1
    const attempt = this.#attempt
    const isOver = () => attempt !== this.#attempt
    this.#drop()
    const { tokens, environment } = this.#options
    let credentials: Credentials | undefined
    try {
      credentials = await tokens.fetch()
    } catch (error) {
      return isOver() ? undefined : this.#failed(error)
    }
    if (isOver()) return
    if (credentials === undefined) return this.#offline('expired')
    const { token } = credentials
    let connection: Connection
    try {
      const socket = environment.openSocket(this.#url(), [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`])
      connection = new Connection(socket, environment, {
        onOpen: () => void this.#greet(connection, credentials),
        onFrame: frame => this.#receive(connection, frame),
        onClose: wasOpen => (wasOpen ? this.#down() : void this.#notLetIn(credentials)),
      })
    } catch {
      return this.#offline('offline')
    }
    this.#connection = connection
  }

  #url(): string {
    const { socketUrl, botId } = this.#options
    const base = typeof socketUrl === 'string' ? socketUrl : socketUrl()
    return `${base}${base.includes('?') ? '&' : '?'}bot=${encodeURIComponent(botId)}`
  }

  async #greet(connection: Connection, credentials: Credentials): Promise<void> {
    const isOver = () => connection !== this.#connection
    await this.#ports.prepare(credentials)
    if (isOver()) return
    try {
      const { unknown } = await connection.ask({ type: 'hello', cursors: this.#ports.helloCursors() }, ANSWER_MS)
      if (isOver()) return
      if (this.#state.status !== 'connected') throw unreachable('the server sent no welcome')
      this.#ports.onConnected(this.#state.identity, Array.isArray(unknown) ? unknown.map(String) : [])
    } catch (error) {
      if (isOver()) return
      const isExpired = error instanceof ProblemError && verdictOn(error.code) === 'expired'
      // The server may still accept a fresh token, so do not ask for a sign-in yet.
      if (isExpired && !this.#options.tokens.refused(credentials.token)) return this.#down()
      this.#failed(error)
    }
  }

  #receive(connection: Connection, frame: ServerFrame): void {
    if (frame.type === 'welcome') {
      const { role, session } = frame
      const identity: Identity = role === 'user' && session !== undefined ? { role, session } : { role: 'agent' }
      this.#reconnect.succeeded()
      this.#upkeep.start(connection, frame)
      this.#become({ status: 'connected', identity })
    }
    if (frame.type === 'error') {
      if (frame.code === 'auth.expired') this.#upkeep.renewal.late()
      // The server has forgotten this socket.
      if (frame.code === 'connection.not_found') this.#down()
    }
    this.#ports.onFrame(frame)
  }

  /** Handles a failed handshake. Browsers do not show its status, so it probes the API. */
  async #notLetIn(credentials: Credentials): Promise<void> {
    const attempt = this.#attempt
    this.#connection = undefined
    this.#offline('offline')
    try {
      await this.#ports.probe(credentials)
    } catch (error) {
      if (attempt !== this.#attempt || !(error instanceof ProblemError)) return
      const verdict = verdictOn(error.code)
      if (verdict === 'refused') this.#refused(error.code as ErrorCode)
      if (verdict !== 'expired') return
      const wasFresh = this.#options.tokens.refused(credentials.token)
      if (wasFresh) this.#become({ ...this.#since('expired'), nextAttemptAt: this.#reconnect.nextAt })
    }
  }

  /** Ends an attempt after an error of the token source or of `hello`. */
  #failed(error: unknown): void {
    const { code, retryAfterSeconds = 0 } = error instanceof ProblemError ? error : unreachable(String(error))
    const verdict = verdictOn(code)
    if (verdict === 'refused') this.#refused(code as ErrorCode)
    else this.#offline(verdict === 'expired' ? 'expired' : 'offline', retryAfterSeconds * 1000)
  }

  /** Drops a connection that ended or is dead, and plans the next attempt. */
  #down(): void {
    this.#offline('offline')
  }

  #offline(status: 'offline' | 'expired', atLeastMs = 0): void {
    if (this.#isClosed) return
    this.#drop()
    this.#reconnect.failed(atLeastMs)
    this.#become({ ...this.#since(status), nextAttemptAt: this.#reconnect.nextAt })
  }

  #since<Status extends 'offline' | 'expired'>(status: Status) {
    const before = this.#state
    const isStill = before.status === 'offline' || before.status === 'expired'
    return { status, since: isStill ? before.since : this.#options.environment.clock.now() }
  }

  #refused(code: ErrorCode): void {
    this.#drop()
    this.#reconnect.pause()
    this.#become({ status: 'refused', code })
  }

  #drop(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#upkeep.stop()
    connection?.close()
    if (this.#state.status === 'connected') this.#ports.onDisconnected()
  }

  #become(state: LinkState): void {
    this.#state = state
    this.#ports.onState()
  }
}
