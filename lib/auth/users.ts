import { createHmac, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Directory } from '../bots/directory.ts'
import { PathId } from '../protocol/ids.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { StoredBot } from '../session/ports.ts'
import type { Caller } from './caller.ts'

/** The channel of end users who come with a token of ours. */
export const WEB_CHANNEL = 'web'
export const USER_TOKEN_SECONDS = 3600

/** An anonymous visitor who returns within this time is the same user. */
const RENEWABLE_SECONDS = 30 * 24 * 3600

export const USER_TOKEN_ISSUER_PREFIX = 'interlude:'

export function isUserTokenIssuer(issuer: string | undefined): issuer is string {
  return issuer?.startsWith(USER_TOKEN_ISSUER_PREFIX) ?? false
}

/** Makes the token with which an end user may use their own conversation, and nothing else, for an hour. */
export async function signUserToken(
  bot: Pick<StoredBot, 'userTokenSecret'>,
  { botId, userId, anonymous }: { botId: string; userId: string; anonymous: boolean },
  nowMs: number,
): Promise<{ token: string; expiresAt: number }> {
  const issuedAt = Math.floor(nowMs / 1000)
  const token = await new SignJWT(anonymous ? { anonymous } : {})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(`${USER_TOKEN_ISSUER_PREFIX}${botId}`)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + USER_TOKEN_SECONDS)
    .sign(new TextEncoder().encode(bot.userTokenSecret))
  return { token, expiresAt: (issuedAt + USER_TOKEN_SECONDS) * 1000 }
}

/** Checks an end user's token. Throws `auth.expired` and `auth.invalid`. */
export async function checkUserToken(
  directory: Directory,
  token: string,
  botId: string,
  nowMs: number,
): Promise<Extract<Caller, { as: 'user' }>> {
  try {
    const { userTokenSecret } = await directory.bot(botId)
    const { payload } = await jwtVerify(token, new TextEncoder().encode(userTokenSecret), {
      issuer: `${USER_TOKEN_ISSUER_PREFIX}${botId}`,
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(nowMs),
    })
    const userId = PathId.parse(payload.sub)
    const anonymous = payload.anonymous === true ? { anonymous: true as const } : {}
    const address = { botId, channel: WEB_CHANNEL, userId }
    return { as: 'user', address, expiresAt: (payload.exp ?? 0) * 1000, ...anonymous }
  } catch (error) {
    if (error instanceof InterludeError && error.code === 'store.unavailable') throw error
    if (error instanceof errors.JWTExpired) throw new InterludeError('auth.expired', 'the token has expired')
    throw new InterludeError('auth.invalid', 'the token is not valid', { cause: error })
  }
}

/**
 * Who comes back with an earlier token. Only anonymous users may: who an identified one is, their host says anew. Throws
 * `auth.expired` where the token ended too long ago, and `auth.invalid`.
 */
export async function renewableUser(
  { userTokenSecret }: Pick<StoredBot, 'userTokenSecret'>,
  token: string,
  botId: string,
  nowMs: number,
): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(userTokenSecret), {
      issuer: `${USER_TOKEN_ISSUER_PREFIX}${botId}`,
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'exp', 'anonymous'],
      currentDate: new Date(nowMs),
      clockTolerance: RENEWABLE_SECONDS,
    })
    return PathId.parse(payload.sub)
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new InterludeError('auth.expired', 'the token ended too long ago')
    throw new InterludeError('auth.invalid', 'this token cannot be renewed', { cause: error })
  }
}

/** What a host's server signs to say who its user is: HMAC-SHA256 of userId and expiry, as hex. */
export function identitySignature(secret: string, userId: string, expiresAt: string): string {
  return createHmac('sha256', secret).update(`${userId}.${expiresAt}`).digest('hex')
}

/** Checks a host's word for its user. Throws `auth.invalid` and `auth.expired`. */
export function checkIdentity(
  { identitySecret }: Pick<StoredBot, 'identitySecret'>,
  claim: { userId: string; expiresAt: string; signature: string },
  nowMs: number,
): void {
  const expected = Buffer.from(identitySignature(identitySecret, claim.userId, claim.expiresAt))
  const given = Buffer.from(claim.signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new InterludeError('auth.invalid', 'the signature is not that of this user')
  }
  // Not the other way round: what is no time has ended, too.
  if (!(Date.parse(claim.expiresAt) > nowMs)) throw new InterludeError('auth.expired', 'the signature has expired')
}
