import type { InboxShape } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Address, Instant } from '../session/session.ts'

/** The owner of a socket, according to its token. */
export type SocketOwner =
  | { readonly as: 'agent'; readonly id: string; readonly name?: string; readonly roles: readonly string[] }
  | ({ readonly as: 'user'; readonly session: SessionId; readonly anonymous?: true } & Address)

export interface StoredSocket {
  readonly connectionId: string
  readonly botId: string
  readonly owner: SocketOwner
  /** When its token ends, in ms. After that the socket may only send an `auth` frame. */
  readonly expiresAt: Instant
  readonly connectedAt: Instant
  readonly subscription?: 'inbox' | 'live'
  /** The shape of the subscription's events. `botpress` if missing. */
  readonly shape?: InboxShape
  /** The conversations that it watches. */
  readonly watching: readonly SessionId[]
}

/**
 * One change of a socket. `subscription: null` ends the subscription; another value replaces it together with its
 * shape.
 */
export type SocketChange =
  | { readonly watch: SessionId }
  | { readonly unwatch: SessionId }
  | { readonly subscription: 'inbox' | 'live'; readonly shape?: InboxShape }
  | { readonly subscription: null }
  | { readonly expiresAt: Instant; readonly owner: SocketOwner }

/** Maximum number of conversations that a socket may have open. */
export const MAX_WATCHED = 200

/** Bytes of logs that a socket may get within a window of time. A window begins with its first byte. */
export interface CatchUpBudget {
  readonly bytes: number
  readonly windowMs: number
}

/** The open sockets, as far as known: a socket may vanish without a close event. */
export interface SocketStore {
  socket(connectionId: string): Promise<StoredSocket | undefined>
  putSocket(socket: StoredSocket): Promise<void>
  /**
   * Changes one property of a stored socket, atomically, since the frames of a socket are handled concurrently. Returns
   * false if the socket is not stored, or if it would have more than `MAX_WATCHED` conversations open.
   */
  updateSocket(connectionId: string, change: SocketChange): Promise<boolean>
  /**
   * Takes `bytes` from the socket's budget, atomically: concurrent calls together never exceed the budget. Returns
   * false, and takes nothing, if too little is left or the socket is not stored.
   */
  takeCatchUp(connectionId: string, bytes: number, budget: CatchUpBudget, now: Instant): Promise<boolean>
  removeSocket(connectionId: string): Promise<void>
  /** The sockets of a bot's agents. Users' sockets are found via the sessions that they watch. */
  agentSockets(botId: string): Promise<readonly StoredSocket[]>
  /** The connection ids of one agent's sockets at a bot. The cost depends on that agent's sockets alone. */
  connectionsOf(botId: string, agentId: string): Promise<readonly string[]>
}
