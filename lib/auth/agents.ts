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
    const payload = await verified(token, jwks, settings)
    const audience = [payload.aud ?? []].flat()
    if (payload.client_id !== settings.clientId && !audience.includes(settings.clientId)) {
      throw new InterludeError('auth.invalid', 'the token is for another application')
    }
    // Cognito publishes the keys of id tokens beside these; such a token says who somebody is, not what they may do.
    if (payload.token_use !== undefined && payload.token_use !== 'access') {
      throw new InterludeError('auth.invalid', 'an access token is needed')
    }
    // End users see it, so only what is meant to be shown: a `username` may be an e-mail address.
    const { name } = payload
    return {
      as: 'agent',
      id: payload.sub ?? '',
      ...(typeof name === 'string' && { name }),
      roles: rolesOf(payload[settings.rolesClaim]),
      expiresAt: (payload.exp ?? 0) * 1000,
    }
  }
}

async function verified(token: string, jwks: JWTVerifyGetKey, { issuer }: OidcSettings): Promise<JWTPayload> {
  try {
    const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']
    const { payload } = await jwtVerify(token, jwks, { issuer, algorithms, requiredClaims: ['sub', 'exp'] })
    return payload
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
      throw new InterludeError('store.unavailable', "the issuer's keys cannot be had", {
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
