import { createHash } from 'node:crypto'
import { type Configuration, type JWKS, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { Html } from '../../lib/http/docs-page/html.ts'
import { accessClaims, CLIENT_ID, SCOPE } from './claims.ts'
import type { ConsoleUris } from './console-uris.ts'
import { type Issuer, KEYS_PATH } from './issuer.ts'
import { ALGORITHM } from './key.ts'
import { failedPage, signedOutPage, signingOutPage } from './pages.ts'
import type { Person } from './people.ts'
import type { Records } from './records.ts'
import { languageOf } from './texts.ts'

const ACCESS_TOKEN_SECONDS = 10 * 60
/** The longest life of a sign-in, renewals included. Cognito's client has the same limit (infra/agents.yml). */
const SIGN_IN_SECONDS = 7 * 24 * 3600
/** How long the page to pick a person may stay open. */
const INTERACTION_SECONDS = 3600
const CODE_SECONDS = 60

export interface ProviderOptions {
  readonly issuer: Issuer
  readonly records: Records
  readonly people: readonly Person[]
  readonly uris: ConsoleUris
}

/**
 * The OpenID provider behind the local issuer: codes with PKCE, refresh tokens that rotate, access tokens like
 * Cognito's.
 */
export function createProvider({ issuer, records, people, uris }: ProviderOptions): Provider {
  const { port, pathname: base, origin } = new URL(issuer.url)
  const resource = `${origin}/api`
  const personOf = (id: string) => people.find(person => person.id === id)

  const configuration: Configuration = {
    adapter: kind => records.adapter(kind),
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'Interlude',
        application_type: 'web',
        // A page cannot keep a secret. PKCE proves that the page that redeems the code is the one that requested it.
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [...uris.callbacks],
        post_logout_redirect_uris: [...uris.signedOut],
      },
    ],
    clientBasedCORS: (_ctx, asking) => uris.origins.includes(asking),
    jwks: { keys: [issuer.key.secretJwk] } as JWKS,
    scopes: SCOPE.split(' '),
    claims: { openid: ['sub'], profile: ['name'] },
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    routes: {
      authorization: '/authorize',
      token: '/token',
      jwks: KEYS_PATH,
      revocation: '/revoke',
      end_session: '/sign-out',
    },
    cookies: {
      // Cookies are shared across ports, so each runner on this machine needs its own names.
      names: {
        session: `issuer_session_${port}`,
        interaction: `issuer_sign_in_${port}`,
        resume: `issuer_resume_${port}`,
      },
      long: { httpOnly: true, sameSite: 'lax', path: base, signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
      keys: [
        createHash('sha256')
          .update(`cookies ${JSON.stringify(issuer.key.secretJwk)}`)
          .digest('base64url'),
      ],
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      IdToken: ACCESS_TOKEN_SECONDS,
      // A rotated token keeps the remaining lifetime of its predecessor.
      RefreshToken: ctx => ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? SIGN_IN_SECONDS,
      Interaction: INTERACTION_SECONDS,
      Session: SIGN_IN_SECONDS,
      Grant: SIGN_IN_SECONDS,
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    findAccount: (_ctx, id) => {
      const person = personOf(id)
      return person && { accountId: id, claims: () => ({ sub: id, name: person.name }) }
    },
    // Skip the consent page: the console is the issuer's own page.
    loadExistingGrant: async ctx => {
      const { client, session, provider } = ctx.oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const known = session.grantIdFor(client.clientId)
      const grant = known === undefined ? undefined : await provider.Grant.find(known)
      if (grant !== undefined) return grant
      const made = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      made.addOIDCScope(SCOPE)
      made.addResourceScope(resource, SCOPE)
      await made.save()
      return made
    },
    extraTokenClaims: (ctx, token) => {
      const { AuthorizationCode, RefreshToken } = ctx.oidc.entities
      const person = 'accountId' in token && token.accountId !== undefined ? personOf(token.accountId) : undefined
      const signedInAt = (AuthorizationCode ?? RefreshToken)?.authTime
      return person && signedInAt !== undefined
        ? accessClaims({ sub: person.id, name: person.name, groups: person.groups }, signedInAt)
        : undefined
    },
    interactions: { url: (_ctx, { uid }) => `${issuer.url}/sign-in/${uid}` },
    renderError: (ctx, { error }) => {
      ctx.type = 'html'
      ctx.body = failedPage(base, languageFor(ctx), error === 'server_error' ? 'expired' : 'refused', error)
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const { IdTokenHint: hint, Session: session } = ctx.oidc.entities
          const isAtOnce = hint !== undefined && hint.payload.sub === session?.accountId
          ctx.body = signingOutPage(base, languageFor(ctx), { form: new Html(form), isAtOnce })
        },
        postLogoutSuccessSource: ctx => {
          ctx.type = 'html'
          ctx.body = signedOutPage(base, languageFor(ctx))
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
    },
  }
  return new Provider(issuer.url, configuration)
}

const languageFor = (ctx: KoaContextWithOIDC) =>
  languageOf(ctx.req.headers['accept-language'], ctx.oidc.params?.ui_locales)
