import type { ErrorCode } from '../protocol/problem.ts'

/** The person that the server takes the client for. */
export type Identity =
  | { readonly role: 'agent' }
  /** `session` is the end user's own conversation. */
  | { readonly role: 'user'; readonly session: string }

/** How the client stands with the server. Times are milliseconds since 1970. */
export type ConnectionState =
  /** The first attempt is under way. */
  | { readonly status: 'connecting' }
  /** Connected, and nothing is missing. */
  | { readonly status: 'online'; readonly identity: Identity }
  /** Connected; entries of open conversations, or commands from before the cut, are still under way. */
  | { readonly status: 'catching-up'; readonly identity: Identity; readonly since: number }
  /** Not connected. An attempt is under way where `nextAttemptAt` is in the past. */
  | { readonly status: 'offline'; readonly since: number; readonly nextAttemptAt: number }
  /** The token source has no token, or the server takes none of its: somebody must sign in. The client goes on asking. */
  | { readonly status: 'expired'; readonly since: number; readonly nextAttemptAt: number }
  /** The server will not have this person here, with any token. `tryNow` alone begins again. */
  | { readonly status: 'refused'; readonly code: ErrorCode }

export type ConnectionStatus = ConnectionState['status']
