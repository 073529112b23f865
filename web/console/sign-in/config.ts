/** What the console must know of the deployment that it belongs to: `/console/config.json`, open to anybody. */
export interface ConsoleConfig {
  /** The OpenID issuer of the agents' tokens, no slash at its end. Its discovery document names the rest. */
  readonly issuer: string
  readonly clientId: string
  /** The scopes to ask for, with spaces between. */
  readonly scope: string
  /** Where agents' sockets open: a `wss:` or `ws:` URL, or a path on the page's own origin. */
  readonly socketUrl: string
  /** In front of `/api/…`: an origin, or nothing for the page's own. */
  readonly apiUrl: string
  /** How a browser ends its session at the issuer. By the discovery document's `end_session_endpoint` where it is left out. */
  readonly endSession?: EndSession
}

/**
 * `cognito`: a page that takes `client_id` and `logout_uri`, which Cognito's discovery document does not describe. `none`: the issuer
 * has no such page, so its session lives on.
 */
export type EndSession = { readonly kind: 'cognito'; readonly url: string } | { readonly kind: 'none' }
