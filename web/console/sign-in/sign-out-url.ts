import type { EndSession } from './config.ts'

export interface EndSessionOptions {
  readonly endSession?: EndSession
  /** The `end_session_endpoint` of the discovery document. */
  readonly endpoint?: string
  readonly clientId: string
  /** The address to which the issuer redirects afterwards. It must be registered there. */
  readonly signedOutUrl: string
  readonly idToken?: string
  readonly languages: readonly string[]
}

/**
 * Returns the URL that ends the issuer's own session in this browser: OpenID Connect's RP-initiated logout, or
 * Cognito's, which takes `logout_uri` and no hint. Returns nothing if the issuer has no such page.
 */
export function endSessionUrl(options: EndSessionOptions): string | undefined {
  const { endSession, endpoint, clientId, signedOutUrl, idToken, languages } = options
  switch (endSession?.kind) {
    case 'none':
      return undefined
    case 'cognito':
      return withQuery(endSession.url, { client_id: clientId, logout_uri: signedOutUrl })
    case undefined:
      if (endpoint === undefined) return undefined
      return withQuery(endpoint, {
        client_id: clientId,
        post_logout_redirect_uri: signedOutUrl,
        ...(idToken !== undefined && { id_token_hint: idToken }),
        ui_locales: languages.join(' '),
      })
    default:
      return endSession satisfies never
  }
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const whole = new URL(url)
  for (const [name, value] of Object.entries(query)) if (value !== '') whole.searchParams.set(name, value)
  return whole.href
}
