import type { SocketLike } from '../../lib/client/environment.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { ModelServer, ServerConnection } from './model-server.ts'

/**
 * Both ends of a socket. Each message waits until it is delivered. Messages of one call of the server stay in order,
 * but calls overtake each other, as frames do that are handled concurrently.
 */
export class Wire implements SocketLike {
  readonly #server: ModelServer
  readonly protocols: readonly string[]
  readonly #isLive: () => boolean
  readonly #listeners = new Map<string, ((event: { data: unknown }) => void)[]>()
  /** Texts in flight to the server. */
  readonly up: string[] = []
  /** Runs of frames in flight to the client. */
  readonly down: string[][] = []
  #connection: ServerConnection | undefined
  #isDead: boolean = false
  #status: 'opening' | 'open' | 'closed' = 'opening'

  /** `isLive`: whether everything is delivered at once, in order. */
  constructor(server: ModelServer, protocols: readonly string[], isLive: () => boolean) {
    this.#server = server
    this.protocols = protocols
    this.#isLive = isLive
    this.#moved()
  }

  get status(): 'opening' | 'open' | 'closed' {
    return this.#status
  }

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  send(text: string): void {
    if (this.#status !== 'open') throw new Error('the socket is not open')
    if (this.#isDead) return
    this.up.push(text)
    this.#moved()
  }

  close(): void {
    this.cut()
  }

  /** The server answers the handshake. */
  open(): void {
    if (this.#status !== 'opening' || this.#isDead) return
    this.#connection = this.#server.connect(this.protocols, frames => this.#pushed(frames))
    if (this.#connection === undefined) {
      this.cut()
      return
    }
    this.#status = 'open'
    this.#emit('open')
  }

  /** Ends the connection and drops everything in flight. */
  cut(): void {
    if (this.#status === 'closed') return
    this.#status = 'closed'
    this.up.length = 0
    this.down.length = 0
    if (this.#connection) this.#server.disconnect(this.#connection)
    this.#emit('close')
  }

  /** Drops everything from now on, without telling either side. */
  die(): void {
    this.#isDead = true
    this.up.length = 0
    this.down.length = 0
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** The inbox subscription of this connection at the server. */
  get subscription(): string | undefined {
    return this.#connection?.subscription
  }

  /** Makes the server forget the connection; the client notices with its next frame. */
  forget(): void {
    if (this.#connection) this.#server.disconnect(this.#connection)
  }

  /** Delivers one text to the server. */
  deliverUp(index = 0): void {
    const [text] = this.up.splice(index, 1)
    if (text !== undefined && this.#connection) this.#server.receive(this.#connection, text)
  }

  /** Delivers the next frame of a run to the client. */
  deliverDown(index = 0): void {
    const text = this.down[index]?.shift()
    if (this.down[index]?.length === 0) this.down.splice(index, 1)
    if (text !== undefined && this.#status === 'open') this.#emit('message', text)
  }

  /** Delivers everything, including the answers. */
  flush(): void {
    this.open()
    while (this.up.length + this.down.length > 0) {
      if (this.up.length > 0) this.deliverUp()
      else this.deliverDown()
    }
  }

  #pushed(frames: readonly ServerFrame[]): void {
    if (this.#status === 'open' && !this.#isDead && frames.length > 0)
      this.down.push(frames.map(frame => JSON.stringify(frame)))
    this.#moved()
  }

  #moved(): void {
    if (this.#isLive()) queueMicrotask(() => this.#isLive() && this.flush())
  }

  #emit(type: string, data?: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data })
  }
}
