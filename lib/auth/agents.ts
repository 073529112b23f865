import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { Newest } from '../newest.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Agent } from './caller.ts'

/** An OIDC issuer whose access tokens agents come with. */
export interface OidcSettings {
  readonly issuer: string
  /** Where its keys are; `<issuer>/.well-known/jwks.json` (Cognito's) if not told. */
  readonly jwksUrl?: string
  /** The application that tokens must be for: Cognito's `client_id`, or an `aud`. */
  readonly clientId: string
  /** The claim with the roles, an array of strings (or text with spaces between). */
  readonly rolesClaim: string
}

/** How long a token that was checked is believed: a key that its issuer withdraws counts so much longer. */
const BELIEVED_MS = 60_000
const MAX_BELIEVED = 1_000

/** A token counts no longer than this, whatever end it names. */
const MAX_LIFETIME_MS = 31 * 24 * 3_600_000
/** How far an issuer's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000
/** Claims that OpenID Connect defines for id tokens alone. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'] as const

/**
 * Checks agents' tokens. Throws `auth.expired` and `auth.invalid`; `store.unavailable` where the issuer's keys cannot be had.
 * What was checked is believed for a minute: checking a signature costs more than most of what agents ask for.
 */
export function createAgentVerifier(
  settings: OidcSettings,
  keys?: JWTVerifyGetKey,
  now: () => number = Date.now,
): (token: string) => Promise<Agent> {
  const check = agentCheck(settings, keys)
  const believed = new Newest<string, { readonly agent: Agent; readonly until: number }>(MAX_BELIEVED)
  return async token => {
    const known = believed.get(token)
    if (known && now() < known.until) return known.agent
    const agent = await check(token)
    believed.put(token, { agent, until: Math.min(now() + BELIEVED_MS, agent.expiresAt) })
    return agent
  }
}

function agentCheck(settings: OidcSettings, keys: JWTVerifyGetKey | undefined) {
  // Made when the first agent comes: it takes longer than the rest of what a function begins with.
  let made: JWTVerifyGetKey | undefined
  const jwks = orUnavailable((header, token) => {
    made ??= keys ?? createRemoteJWKSet(new URL(settings.jwksUrl ?? `${settings.issuer}/.well-known/jwks.json`))
    return made(header, token)
  })
  return async (token: string): Promise<Agent> => {
    const { payload, typ } = await verified(token, jwks, settings)
    const audience = [payload.aud ?? []].flat()
    if (payload.client_id !== settings.clientId && !audience.includes(settings.clientId)) {
      throw new InterludeError('auth.invalid', 'the token is for another application')
    }
    if (!isAccessToken(payload, typ)) throw new InterludeError('auth.invalid', 'the token must be an access token')
    if (typeof payload.sub !== 'string' || payload.sub === '') {
      throw new InterludeError('auth.invalid', 'the token has no subject')
    }
    const now = Date.now()
    if (typeof payload.iat === 'number' && payload.iat * 1000 > now + CLOCK_SKEW_MS) {
      throw new InterludeError('auth.invalid', 'the issue time of the token is in the future')
    }
    // End users see it, so only what is meant to be shown: a `username` may be an e-mail address.
    const { name } = payload
    const signedInSeconds = payload.auth_time ?? payload.iat
    return {
      as: 'agent',
      id: payload.sub,
      ...(typeof name === 'string' && { name }),
      roles: rolesOf(payload[settings.rolesClaim]),
      expiresAt: Math.min((payload.exp ?? 0) * 1000, now + MAX_LIFETIME_MS),
      ...(typeof signedInSeconds === 'number' && { signedInAt: signedInSeconds * 1000 }),
    }
  }
}

/**
 * Whether a token is an access token. An issuer signs id tokens with the same keys: such a token says who somebody is, not what
 * they may do, and it goes to more places. Cognito marks access tokens by `token_use`, RFC 9068 by the header's `typ`, other issuers by
 * the scopes that they grant.
 */
function isAccessToken(payload: JWTPayload, typ: string | undefined): boolean {
  if (payload.token_use !== undefined) return payload.token_use === 'access'
  if (ID_TOKEN_CLAIMS.some(claim => payload[claim] !== undefined)) return false
  if (/^(?:application\/)?at\+jwt$/i.test(typ ?? '')) return true
  return [payload.scope, payload.scp].flat().some(scope => typeof scope === 'string' && scope !== '')
}

async function verified(token: string, jwks: JWTVerifyGetKey, { issuer }: OidcSettings) {
  try {
    const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']
    const requiredClaims = ['sub', 'exp']
    const { payload, protectedHeader } = await jwtVerify(token, jwks, { issuer, algorithms, requiredClaims })
    return { payload, typ: protectedHeader.typ }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new InterludeError('auth.expired', 'the token has expired')
    if (error instanceof InterludeError) throw error
    throw new InterludeError('auth.invalid', 'the token is not valid', { cause: error })
  }
}

/** That the keys cannot be had says nothing of the token, whatever the issuer answers instead of them. */
function orUnavailable(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (error) {
      const isOfTheToken = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported]
      if (isOfTheToken.some(kind => error instanceof kind)) throw error
      throw new InterludeError('store.unavailable', "the issuer's keys are not available", {
        cause: error,
        retryAfterSeconds: 2,
      })
    }
  }
}

function rolesOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(role => role !== '')
  return Array.isArray(claim) ? claim.filter(role => typeof role === 'string') : []
}
