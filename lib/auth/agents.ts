import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { Newest } from '../newest.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Agent } from './caller.ts'

/** The OIDC issuer of the agents' access tokens. */
export interface OidcSettings {
  readonly issuer: string
  /** URL of its keys. Defaults to Cognito's path, `<issuer>/.well-known/jwks.json`. */
  readonly jwksUrl?: string
  /** The application that a token must name in `client_id` (Cognito) or `aud`. */
  readonly clientId: string
  /** The claim with the roles: an array of strings, or one string with spaces between them. */
  readonly rolesClaim: string
}

/** Time for which a verified token is cached. A withdrawn signing key is honoured for up to this long. */
const BELIEVED_MS = 60_000
const MAX_BELIEVED = 1_000

/** Longest lifetime of a token, whatever expiry it names. */
const MAX_LIFETIME_MS = 31 * 24 * 3_600_000
/** Most that an issuer's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000
/** Claims that OpenID Connect defines only for id tokens. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'] as const

/**
 * Makes the check of agents' tokens. It throws `auth.expired` and `auth.invalid`, and `store.unavailable` if the
 * issuer's keys are not available. It caches a verified token for a minute, because verifying a signature costs more
 * than most requests of agents.
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
  // Create it for the first agent: it takes longer than the rest of a function's start.
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
    // End users see the name, so use no other claim: a `username` may be an e-mail address.
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
 * Says whether a token is an access token. An issuer signs id tokens with the same keys, but they grant no access and
 * reach more places. Cognito marks access tokens with `token_use`, RFC 9068 with the header's `typ`, other issuers with
 * granted scopes.
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

/** Turns a failure to get the keys into `store.unavailable`: it says nothing about the token. */
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
