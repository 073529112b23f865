/** The console's public configuration, which it reads before sign-in: `/console/config.json`. */
export interface ConsoleConfig extends WidgetConfig {
  /**
   * The OpenID issuer of the agents' tokens, without a slash at its end. Its discovery document has the other
   * endpoints.
   */
  readonly issuer: string
  readonly clientId: string
  /** The scopes to ask for, separated by spaces. */
  readonly scope: string
  /**
   * How a browser ends its session at the issuer. If missing, the console uses `end_session_endpoint` of the discovery
   * document.
   */
  readonly endSession?: EndSession
}

/**
 * `cognito`: a page that takes `client_id` and `logout_uri`, which Cognito's discovery document does not describe.
 * `none`: the issuer has no such page, so its session continues.
 */
export type EndSession = { readonly kind: 'cognito'; readonly url: string } | { readonly kind: 'none' }

/** The public configuration of the widget's frame: `/widget/config.json`. */
export interface WidgetConfig {
  readonly socketUrl: string
  /** Prefix of `/api/…`. Empty: the page's own origin. */
  readonly apiUrl: string
}

export const CONSOLE_CONFIG_PATH = '/console/config.json'
export const WIDGET_CONFIG_PATH = '/widget/config.json'
