import type { ConsoleConfig } from './config.ts'
import type { Undo } from './environment.ts'

export interface Agent {
  readonly id: string
  /** As the issuer has it. Some issuers have none. */
  readonly name?: string
}

/**
 * Why nobody is signed in. `first`: nobody was, in this browser. `here`: the agent signed out. `elsewhere`: another tab did.
 * `ended`: the sign-in is over, since it is old or the agent signed out everywhere.
 */
export type SignedOutBecause = 'first' | 'here' | 'elsewhere' | 'ended'

/**
 * Why sign-in does not work. `insecure`: the page needs HTTPS or a loopback name. `storage`: the browser forbids to keep anything.
 * `unreachable`: no answer came; it may work later. `refused`: the issuer said no. `configuration`: `/console/config.json` is wrong.
 */
export type FailedBecause = 'insecure' | 'storage' | 'unreachable' | 'refused' | 'configuration'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out'; readonly because: SignedOutBecause; readonly config: ConsoleConfig }
  /** `agent` may become another person: another tab signed in as them. */
  | { readonly status: 'signed-in'; readonly agent: Agent; readonly config: ConsoleConfig }
  /** The browser is on its way to the issuer. */
  | { readonly status: 'leaving' }
  | { readonly status: 'failed'; readonly because: FailedBecause; readonly detail: string }

/** The sign-in of this page, shared with the browser's other tabs. */
export interface Session {
  state(): SessionState
  subscribe(listener: () => void): Undo
  /** Reads the configuration and what is kept, and finishes a sign-in that leads here. Call it once, and again to retry. */
  start(): Promise<void>
  /**
   * An access token that is good for half a minute at least, renewed where it must be. `isStale`: the server refused the last one, or it
   * ends soon. Nothing where somebody must sign in. Throws where the issuer gave no answer: ask again later.
   */
  accessToken(ask?: { readonly isStale: boolean }): Promise<string | undefined>
  /** Leaves for the issuer. The browser comes back to `returnTo`, a path below `/console`. */
  signIn(returnTo?: string): Promise<void>
  /** Ends the sign-in in this browser, in all of its tabs and at the issuer. Leaves the page. */
  signOut(): Promise<void>
  /** Ends the agent's sign-ins in every browser, closes their sockets, and signs out here. Throws where the server did not do so. */
  signOutEverywhere(): Promise<void>
}
