import { WebSocket } from 'ws'
import type { SocketGateway } from '../../lib/ports/outside.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Caller } from './socket-events.ts'

/** A message posted to a connection is no longer than this (bytes). */
export const MAX_PAYLOAD_BYTES = 128 * 1024

/** A client that reads so slowly that this many bytes wait for it is cut off, so that it does not eat the process. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024

/** How long a client may take to answer a closing handshake. */
const CLOSE_TIMEOUT_MS = 5_000

/** Why the gateway closed a connection itself, in the service's words; the client's own are used otherwise. */
export interface Closing {
  readonly code: number
  readonly reason: string
}

export const GOING_AWAY: Closing = { code: 1001, reason: 'Going away' }
export const ON_REQUEST: Closing = { code: 1000, reason: 'Connection Closed Normally' }

const TOO_SLOW: Closing = { code: 1008, reason: 'Reads too slowly' }
/** Cutting slow readers ends at this part of the bound, so that it does not begin again with the next frame. */
const ENOUGH = 7 / 8

interface Connection {
  readonly caller: Caller
  readonly ws: WebSocket
  /** The user that it belongs to; none for agents. */
  readonly user: string | undefined
  /** The bytes that waited for its client at the last look. */
  backlog: number
  lastActiveAt: number
  closing: Closing | undefined
}

/** The open connections of a WebSocket API, and the only way to write to one. */
export class Sockets implements SocketGateway {
  readonly #open = new Map<string, Connection>()
  /** A frame that goes to many sockets is written out once. Frames must not change after they were pushed. */
  readonly #written = new WeakMap<ServerFrame, Buffer>()
  /** How many connections each user has. */
  readonly #ofUsers = new Map<string, number>()
  readonly #idleMs: number
  readonly #maxMs: number
  readonly #backlogBytes: number
  readonly #sweeper: NodeJS.Timeout
  /** The sum of all connections' `backlog`. */
  #backlog = 0

  /** `backlogBytes`: what may wait for all clients together. */
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

  /** How many connections a user has. */
  countOf(user: string): number {
    return this.#ofUsers.get(user) ?? 0
  }

  /** Forgets a connection that is closed, and says why the gateway closed it, if it did. */
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

  /** Notes that the client said something. */
  touch(connectionId: string): void {
    const connection = this.#open.get(connectionId)
    if (connection !== undefined) connection.lastActiveAt = Date.now()
  }

  /** Throws a RangeError where the frame is over 128 KB, as the service refuses it. */
  async push(connectionId: string, frame: ServerFrame): Promise<'sent' | 'gone'> {
    let bytes = this.#written.get(frame)
    if (bytes === undefined) {
      bytes = Buffer.from(JSON.stringify(frame))
      this.#written.set(frame, bytes)
    }
    if (bytes.length > MAX_PAYLOAD_BYTES) throw new RangeError(`a frame of ${bytes.length} bytes is too large`)
    return this.post(connectionId, bytes)
  }

  /** Sends UTF-8 text as it stands. `gone`: there is no such connection, not yet or not any more. */
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
    // The bytes of a connection that was cut off stay counted in its socket for a while.
    const backlog = connection.closing === TOO_SLOW ? 0 : connection.ws.bufferedAmount
    this.#backlog += backlog - connection.backlog
    connection.backlog = backlog
  }

  /** Cuts off those whose clients read most slowly, users first, until the others' backlogs are well below the bound. */
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

  /** Closes a connection normally; nothing happens where it is gone already. */
  async close(connectionId: string): Promise<void> {
    this.end(connectionId, ON_REQUEST)
  }

  /** Whether there was such a connection to close. No reason travels to the client: the service sends none. */
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

  /** Closes all as going away, and cuts off who has not answered within `graceMs`. Resolves when all are closed. */
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

/** Ends a connection without a handshake, which its client would not read. */
const cut = (connection: Connection): void => {
  connection.closing = TOO_SLOW
  connection.ws.terminate()
}
