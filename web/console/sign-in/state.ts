import type { ConsoleConfig } from './config.ts'
import type { Undo } from './environment.ts'

export interface Agent {
  readonly id: string
  /** The name that the issuer gives, if any. */
  readonly name?: string
}

/**
 * The reasons for which no agent is signed in. `first`: there was no sign-in in this browser. `here`: the agent signed
 * out. `elsewhere`: the agent signed out in another tab. `ended`: the sign-in expired, or the agent signed out
 * everywhere.
 */
export type SignedOutBecause = 'first' | 'here' | 'elsewhere' | 'ended'

/**
 * The reasons for which sign-in fails. `insecure`: the page needs HTTPS or a loopback name. `storage`: the browser
 * forbids storage. `unreachable`: no answer came; a retry may help. `refused`: the issuer refused. `configuration`:
 * `/console/config.json` is not valid.
 */
export type FailedBecause = 'insecure' | 'storage' | 'unreachable' | 'refused' | 'configuration'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out'; readonly because: SignedOutBecause; readonly config: ConsoleConfig }
  /** `agent` may change to another person, if another tab signs in as them. */
  | { readonly status: 'signed-in'; readonly agent: Agent; readonly config: ConsoleConfig }
  /** The browser is on its way to the issuer. */
  | { readonly status: 'leaving' }
  | { readonly status: 'failed'; readonly because: FailedBecause; readonly detail: string }

/** The sign-in of this page, shared with the browser's other tabs. */
export interface Session {
  state(): SessionState
  subscribe(listener: () => void): Undo
  /**
   * Reads the configuration and the stored sign-in, and finishes a sign-in that redirected here. Call it once, and
   * again to retry.
   */
  start(): Promise<void>
  /**
   * Returns an access token that is valid for at least 30 s, renewed if necessary. `isStale`: the server refused the
   * last token, or it expires soon. Returns nothing if the agent must sign in. Throws if the issuer did not answer; try
   * again later.
   */
  accessToken(ask?: { readonly isStale: boolean }): Promise<string | undefined>
  /** Redirects to the issuer, which redirects back to `returnTo`, a path below `/console`. */
  signIn(returnTo?: string): Promise<void>
  /** Ends the sign-in in all tabs of this browser and at the issuer. Leaves the page. */
  signOut(): Promise<void>
  /**
   * Ends the agent's sign-ins in every browser, closes their sockets, and signs out here. Throws if the server did not
   * do so.
   */
  signOutEverywhere(): Promise<void>
}
