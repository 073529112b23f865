import { ErrorResponse, OidcClient, type RefreshState, type SigninResponse, type StateStore } from 'oidc-client-ts'
import { defined } from '../../../lib/defined.ts'
import type { ConsoleConfig } from './config.ts'
import type { KeyValue } from './environment.ts'
import type { Kept } from './kept.ts'
import { endSessionUrl } from './sign-out-url.ts'

/** A refusal of the issuer, with the error name of the protocol. Every other error may be temporary. */
export class IssuerRefusal extends Error {
  override readonly name = 'IssuerRefusal'
}

/** OpenID Connect with one issuer. Every call throws an `IssuerRefusal` if the issuer refuses. */
export interface Oidc {
  /** Starts a sign-in, and returns the URL to open. `finish` returns `returnTo` again. */
  begin(returnTo: string, options: { readonly prompt?: 'login' }): Promise<string>
  /** Exchanges the code in the callback's address. Returns nothing if this tab did not start the sign-in. */
  finish(url: string): Promise<{ readonly kept: Kept; readonly returnTo: string } | undefined>
  renew(kept: Kept): Promise<Kept>
  /** Revokes the refresh token, if there is one and the issuer supports it. */
  revoke(refreshToken: string | undefined): Promise<void>
  /** Returns the issuer's page that ends its own session, if it has one. */
  endSessionUrl(kept: Kept | undefined): Promise<string | undefined>
}

const TIMEOUT_SECONDS = 15
const STATE_PREFIX = 'interlude.oidc.'

export interface OidcOptions {
  readonly config: ConsoleConfig
  readonly origin: string
  readonly languages: readonly string[]
  /** Keeps the data that verifies the answer, while the browser is at the issuer. */
  readonly store: KeyValue
  readonly now: () => number
}

export function createOidc({ config, origin, languages, store, now }: OidcOptions): Oidc {
  const signedOutUrl = `${origin}/console/`
  const client = new OidcClient({
    authority: config.issuer,
    client_id: config.clientId,
    scope: config.scope,
    redirect_uri: `${origin}/console/callback`,
    post_logout_redirect_uri: signedOutUrl,
    ui_locales: languages.join(' '),
    stateStore: stateStore(store),
    requestTimeoutInSeconds: TIMEOUT_SECONDS,
    fetchRequestCredentials: 'omit',
    // The answer to a revocation has no body, and issuers label it in many ways.
    revokeTokenAdditionalContentTypes: ['text/', 'application/'],
  })

  const keptOf = (response: SigninResponse, earlier?: Kept): Kept => {
    const { profile } = response
    const refreshToken = response.refresh_token ?? earlier?.refreshToken
    const idToken = response.id_token ?? earlier?.idToken
    const name = profile.name ?? earlier?.agent.name
    const obtainedAt = now()
    return {
      issuer: config.issuer,
      clientId: config.clientId,
      agent: { id: profile.sub, ...defined({ name }) },
      accessToken: response.access_token,
      obtainedAt,
      expiresAt: obtainedAt + (response.expires_in ?? 0) * 1000,
      ...defined({ refreshToken, idToken }),
    }
  }

  return {
    async begin(returnTo, options) {
      await client.clearStaleState()
      const { url } = await asked(() => client.createSigninRequest({ state: returnTo, ...options }))
      return url
    },
    async finish(url) {
      const isOurs = await client.readSigninResponseState(url).then(
        () => true,
        () => false,
      )
      if (!isOurs) return undefined
      const response = await asked(() => client.processSigninResponse(url))
      return { kept: keptOf(response), returnTo: String(response.userState) }
    },
    async renew(kept) {
      if (kept.refreshToken === undefined) throw new IssuerRefusal('no_refresh_token')
      const state: RefreshState = {
        refresh_token: kept.refreshToken,
        session_state: null,
        profile: { sub: kept.agent.id, iss: kept.issuer, aud: kept.clientId, exp: 0, iat: 0 },
        ...(kept.idToken !== undefined && { id_token: kept.idToken }),
      }
      return keptOf(await asked(() => client.useRefreshToken({ state, timeoutInSeconds: TIMEOUT_SECONDS })), kept)
    },
    async revoke(refreshToken) {
      if (refreshToken === undefined || (await client.metadataService.getRevocationEndpoint()) === undefined) return
      await asked(() => client.revokeToken(refreshToken, 'refresh_token'))
    },
    async endSessionUrl(kept) {
      const { endSession: kind, clientId } = config
      const known = await client.metadataService.getEndSessionEndpoint()
      return endSessionUrl({
        ...(kind !== undefined && { endSession: kind }),
        ...(known !== undefined && { endpoint: known }),
        clientId,
        signedOutUrl,
        ...(kept?.idToken !== undefined && { idToken: kept.idToken }),
        languages,
      })
    },
  }
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ErrorResponse) throw new IssuerRefusal(error.error ?? 'error', { cause: error })
    throw error
  }
}

const stateStore = (store: KeyValue): StateStore => ({
  set: async (key, value) => store.set(STATE_PREFIX + key, value),
  get: async key => store.get(STATE_PREFIX + key),
  remove: async key => {
    const value = store.get(STATE_PREFIX + key)
    store.remove(STATE_PREFIX + key)
    return value
  },
  getAllKeys: async () =>
    store
      .keys()
      .filter(key => key.startsWith(STATE_PREFIX))
      .map(key => key.slice(STATE_PREFIX.length)),
})
