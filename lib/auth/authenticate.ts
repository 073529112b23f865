import type { JWTVerifyGetKey } from 'jose'
import type { Directory } from '../bots/directory.ts'
import type { Clock } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Instant } from '../session/session.ts'
import { createAgentVerifier, type OidcSettings } from './agents.ts'
import type { Agent, Caller } from './caller.ts'
import { readClaims } from './claims.ts'
import { checkKey, isBotKey } from './keys.ts'
import { checkUserToken, isUserTokenIssuer } from './users.ts'

/** Identifies the caller of a token. `botId`: the bot of the path. Without a bot only agents may call. */
export interface Authenticator {
  /**
   * Throws `auth.invalid` and `auth.expired`; without a bot, `auth.forbidden` for bots' keys and users' tokens. `asOf`
   * says how to check sign-outs everywhere: from the cache (`remembered`), or from the store (`now`) before a token
   * opens a socket.
   */
  check(token: string, botId: string | undefined, asOf?: 'remembered' | 'now'): Promise<Caller>
}

/**
 * Makes the authenticator: bots and end users by the directory's secrets, agents by their issuer's keys. `keys`
 * replaces a request for them.
 */
export function byTokens(oidc: OidcSettings, keys?: JWTVerifyGetKey) {
  return (directory: Directory, clock: Clock): Authenticator =>
    createAuthenticator(directory, clock, createAgentVerifier(oidc, keys))
}

export function createAuthenticator(
  directory: Directory,
  clock: Clock,
  verifyAgent: (token: string) => Promise<Agent>,
): Authenticator {
  return {
    async check(token, botId, asOf = 'remembered') {
      const isKey = isBotKey(token)
      if (!isKey && !isUserTokenIssuer(issuerOf(token))) {
        const agent = await verifyAgent(token)
        refuseSignedOut(
          agent,
          asOf === 'now' ? await directory.freshSignedOutAt(agent.id) : await directory.signedOutAt(agent.id),
        )
        return agent
      }
      if (botId === undefined) throw new InterludeError('auth.forbidden', 'only agents may do this')
      return isKey
        ? { as: 'bot', botId, ...(await checkKey(directory, token, botId)) }
        : await checkUserToken(directory, token, botId, clock.now())
    },
  }
}

/**
 * Throws `auth.invalid` if the agent signed in before the sign-out everywhere, or in the same second. Tokens count in
 * seconds.
 */
function refuseSignedOut({ signedInAt = 0 }: Agent, signedOutAt: Instant | undefined): void {
  if (signedOutAt === undefined || secondOf(signedInAt) > secondOf(signedOutAt)) return
  throw new InterludeError('auth.invalid', 'the agent signed out everywhere after this sign-in; sign in again')
}

const secondOf = (instant: Instant) => Math.floor(instant / 1000)

/** Returns the bearer token of an `Authorization` header, or nothing without the header. Throws `auth.invalid`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization === '') return undefined
  const [, token] = /^Bearer +([^\s]{1,8000})$/i.exec(authorization) ?? []
  if (token === undefined)
    throw new InterludeError('auth.invalid', 'the Authorization header must have the form "Bearer <token>"')
  return token
}

/** Returns the issuer that an unverified token names. Throws `auth.invalid` if it is not a JWT. */
export function issuerOf(token: string): string | undefined {
  try {
    const { iss } = readClaims(token)
    return typeof iss === 'string' ? iss : undefined
  } catch (error) {
    throw new InterludeError('auth.invalid', 'the token is not valid', { cause: error })
  }
}
