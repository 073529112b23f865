import type { InboxShape } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Address, Instant } from '../session/session.ts'

/** Who a socket belongs to, as its token said. */
export type SocketOwner =
  | { readonly as: 'agent'; readonly id: string; readonly name?: string; readonly roles: readonly string[] }
  | ({ readonly as: 'user'; readonly session: SessionId; readonly anonymous?: true } & Address)

export interface StoredSocket {
  readonly connectionId: string
  readonly botId: string
  readonly owner: SocketOwner
  /** When its token ends, in ms; past it only an `auth` frame is accepted. */
  readonly expiresAt: Instant
  readonly connectedAt: Instant
  readonly subscription?: 'inbox' | 'live'
  /** In which shape the subscription's events come; `botpress` where none is told. */
  readonly shape?: InboxShape
  /** What it watches. */
  readonly watching: readonly SessionId[]
}

/** One change of a socket. `subscription: null` ends it; another one replaces it with its shape. */
export type SocketChange =
  | { readonly watch: SessionId }
  | { readonly unwatch: SessionId }
  | { readonly subscription: 'inbox' | 'live'; readonly shape?: InboxShape }
  | { readonly subscription: null }
  | { readonly expiresAt: Instant; readonly owner: SocketOwner }

/** A socket may have so many conversations open. */
export const MAX_WATCHED = 200

/** How many bytes of logs a socket may be sent in a window of time, which begins with the first of them. */
export interface CatchUpBudget {
  readonly bytes: number
  readonly windowMs: number
}

/** The sockets that are open, as far as is known: a socket may be gone without a word. */
export interface SocketStore {
  socket(connectionId: string): Promise<StoredSocket | undefined>
  putSocket(socket: StoredSocket): Promise<void>
  /**
   * Changes one thing of a stored socket, atomically (a socket's frames are handled side by side); `false` where there is none, and
   * where it would have more than `MAX_WATCHED` conversations open.
   */
  updateSocket(connectionId: string, change: SocketChange): Promise<boolean>
  /**
   * Takes `bytes` from what the socket may still be sent, atomically: however many ask side by side, they get no more than
   * the budget together. `false` where that is not left, or where there is no such socket; nothing is taken then.
   */
  takeCatchUp(connectionId: string, bytes: number, budget: CatchUpBudget, now: Instant): Promise<boolean>
  removeSocket(connectionId: string): Promise<void>
  /** A bot's agents' sockets (end users' are found by the sessions that they watch). */
  agentSockets(botId: string): Promise<readonly StoredSocket[]>
  /** The sockets of one agent at a bot, by their connections. Costs what that agent has, however many others there are. */
  connectionsOf(botId: string, agentId: string): Promise<readonly string[]>
}
