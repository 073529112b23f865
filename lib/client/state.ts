import type { ErrorCode } from '../protocol/problem.ts'

/** The role of the person, according to the server. */
export type Identity =
  | { readonly role: 'agent' }
  /** `session` is the end user's own conversation. */
  | { readonly role: 'user'; readonly session: string }

/** The state of the connection. Times are milliseconds since 1970. */
export type ConnectionState =
  /** The first attempt is in progress. */
  | { readonly status: 'connecting' }
  /** Connected, and nothing is missing. */
  | { readonly status: 'online'; readonly identity: Identity }
  /** Connected. Entries of open conversations, or commands from before the disconnection, are still on their way. */
  | { readonly status: 'catching-up'; readonly identity: Identity; readonly since: number }
  /** Not connected. If `nextAttemptAt` is in the past, an attempt is in progress. */
  | { readonly status: 'offline'; readonly since: number; readonly nextAttemptAt: number }
  /**
   * The token source has no token, or the server refuses its tokens: the person must sign in. The client keeps asking
   * the source.
   */
  | { readonly status: 'expired'; readonly since: number; readonly nextAttemptAt: number }
  /** The server refuses this person, whatever the token. Only `tryNow` starts again. */
  | { readonly status: 'refused'; readonly code: ErrorCode }

export type ConnectionStatus = ConnectionState['status']

/** The state of the connection alone. The logs on it may be incomplete. */
export type LinkState =
  | Exclude<ConnectionState, { readonly status: 'online' | 'catching-up' }>
  | { readonly status: 'connected'; readonly identity: Identity }
