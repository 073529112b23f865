import { WebSocket } from 'ws'
import type { SocketGateway } from '../../lib/ports/outside.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Caller } from './socket-events.ts'

/** The longest message that can be posted to a connection. */
export const MAX_PAYLOAD_BYTES = 128 * 1024

/** A client for which more bytes wait is disconnected, so that a slow reader does not fill the memory. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024

/** How long a client may take to answer a closing handshake. */
const CLOSE_TIMEOUT_MS = 5_000

/**
 * The code and reason, in API Gateway's words, when the gateway closes a connection. Otherwise the client's are used.
 */
export interface Closing {
  readonly code: number
  readonly reason: string
}

export const GOING_AWAY: Closing = { code: 1001, reason: 'Going away' }
export const ON_REQUEST: Closing = { code: 1000, reason: 'Connection Closed Normally' }

const TOO_SLOW: Closing = { code: 1008, reason: 'Reads too slowly' }
/**
 * Disconnecting slow readers ends at this fraction of the limit, so that it does not begin again with the next frame.
 */
const ENOUGH = 7 / 8

interface Connection {
  readonly caller: Caller
  readonly ws: WebSocket
  /** The user that it belongs to. Undefined for agents. */
  readonly user: string | undefined
  /** The bytes that waited for the client when last measured. */
  backlog: number
  lastActiveAt: number
  closing: Closing | undefined
}

/** The open connections of a WebSocket API, and the only way to write to one. */
export class Sockets implements SocketGateway {
  readonly #open = new Map<string, Connection>()
  /** Serializes a frame for many sockets once. Frames must not change after they were pushed. */
  readonly #written = new WeakMap<ServerFrame, Buffer>()
  /** The number of connections of each user. */
  readonly #ofUsers = new Map<string, number>()
  readonly #idleMs: number
  readonly #maxMs: number
  readonly #backlogBytes: number
  readonly #sweeper: NodeJS.Timeout
  /** The sum of all connections' `backlog`. */
  #backlog = 0

  /** `backlogBytes`: the limit of waiting bytes over all clients. */
  constructor({ idleMs, maxMs, backlogBytes }: { idleMs: number; maxMs: number; backlogBytes: number }) {
    this.#idleMs = idleMs
    this.#maxMs = maxMs
    this.#backlogBytes = backlogBytes
    this.#sweeper = setInterval(() => this.#sweep(), Math.max(5, Math.min(1000, idleMs / 4, maxMs / 4))).unref()
  }

  add(caller: Caller, ws: WebSocket, user?: string): void {
    this.#open.set(caller.connectionId, { caller, ws, user, backlog: 0, lastActiveAt: Date.now(), closing: undefined })
    if (user !== undefined) this.#ofUsers.set(user, this.countOf(user) + 1)
  }

  /** The number of connections of a user. */
  countOf(user: string): number {
    return this.#ofUsers.get(user) ?? 0
  }

  /** Removes a closed connection. Returns why the gateway closed it, if it did. */
  remove(connectionId: string): Closing | undefined {
    const connection = this.#open.get(connectionId)
    if (connection === undefined) return undefined
    this.#open.delete(connectionId)
    this.#backlog -= connection.backlog
    const { user, closing } = connection
    if (user !== undefined) {
      const left = this.countOf(user) - 1
      if (left > 0) this.#ofUsers.set(user, left)
      else this.#ofUsers.delete(user)
    }
    return closing
  }

  /** Records that the client sent something. */
  touch(connectionId: string): void {
    const connection = this.#open.get(connectionId)
    if (connection !== undefined) connection.lastActiveAt = Date.now()
  }

  /** Throws a RangeError if the frame is over 128 KB, which API Gateway refuses. */
  async push(connectionId: string, frame: ServerFrame): Promise<'sent' | 'gone'> {
    let bytes = this.#written.get(frame)
    if (bytes === undefined) {
      bytes = Buffer.from(JSON.stringify(frame))
      this.#written.set(frame, bytes)
    }
    if (bytes.length > MAX_PAYLOAD_BYTES) throw new RangeError(`a frame of ${bytes.length} bytes is too large`)
    return this.post(connectionId, bytes)
  }

  /** Sends UTF-8 text. `gone`: the connection is not open yet or closed already. */
  post(connectionId: string, bytes: Buffer): 'sent' | 'gone' {
    const connection = this.#open.get(connectionId)
    if (connection === undefined || connection.ws.readyState !== WebSocket.OPEN) return 'gone'
    if (connection.ws.bufferedAmount > MAX_BACKLOG_BYTES) {
      cut(connection)
      return 'gone'
    }
    connection.ws.send(bytes, { binary: false })
    connection.lastActiveAt = Date.now()
    this.#look(connection)
    if (this.#backlog > this.#backlogBytes) this.#cutSlowest()
    return 'sent'
  }

  #look(connection: Connection): void {
    // The socket of a connection that was cut off still counts its bytes for a while.
    const backlog = connection.closing === TOO_SLOW ? 0 : connection.ws.bufferedAmount
    this.#backlog += backlog - connection.backlog
    connection.backlog = backlog
  }

  /** Disconnects the slowest readers, users first, until the total backlog is well below the limit. */
  #cutSlowest(): void {
    for (const connection of this.#open.values()) this.#look(connection)
    const slowest = [...this.#open.values()]
      .filter(({ backlog }) => backlog > 0)
      .sort((a, b) => Number(b.user !== undefined) - Number(a.user !== undefined) || b.backlog - a.backlog)
    for (const connection of slowest) {
      if (this.#backlog <= this.#backlogBytes * ENOUGH) return
      cut(connection)
      this.#look(connection)
    }
  }

  /** Closes a connection normally. Does nothing if it is closed already. */
  async close(connectionId: string): Promise<void> {
    this.end(connectionId, ON_REQUEST)
  }

  /** Closes a connection. Returns false if it is not open. Sends the client no reason, like API Gateway. */
  end(connectionId: string, closing: Closing): boolean {
    const connection = this.#open.get(connectionId)
    if (connection === undefined || connection.ws.readyState !== WebSocket.OPEN) return false
    connection.closing = closing
    connection.ws.close(closing.code)
    setTimeout(() => connection.ws.terminate(), CLOSE_TIMEOUT_MS).unref()
    return true
  }

  info(connectionId: string): { caller: Caller; lastActiveAt: number } | undefined {
    const connection = this.#open.get(connectionId)
    return connection?.ws.readyState === WebSocket.OPEN ? connection : undefined
  }

  /**
   * Closes all connections as going away, and cuts off clients that do not answer within `graceMs`. Resolves when all
   * are closed.
   */
  async shutDown(graceMs: number): Promise<void> {
    clearInterval(this.#sweeper)
    const all = [...this.#open.values()]
    const closed = all.map(
      ({ ws }) =>
        new Promise<void>(resolve => {
          ws.once('close', () => resolve())
        }),
    )
    for (const { caller } of all) this.end(caller.connectionId, GOING_AWAY)
    const impatience = setTimeout(() => {
      for (const { ws } of all) ws.terminate()
    }, graceMs)
    await Promise.all(closed)
    clearTimeout(impatience)
  }

  #sweep(): void {
    const now = Date.now()
    for (const { caller, lastActiveAt } of this.#open.values()) {
      if (now - lastActiveAt >= this.#idleMs || now - caller.connectedAt >= this.#maxMs)
        this.end(caller.connectionId, GOING_AWAY)
    }
  }
}

/** Ends a connection without a closing handshake, which its client would not read. */
const cut = (connection: Connection): void => {
  connection.closing = TOO_SLOW
  connection.ws.terminate()
}
