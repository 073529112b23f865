import { createHmac, timingSafeEqual } from 'node:crypto'
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose'
import type { Directory } from '../bots/directory.ts'
import type { BotSecrets, StoredBot } from '../ports/bots.ts'
import { BodyId } from '../protocol/ids.ts'
import { InterludeError } from '../protocol/problem.ts'
import { WEB_CHANNEL } from '../protocol/wire.ts'
import type { Caller } from './caller.ts'

export const USER_TOKEN_SECONDS = 3600

const DAY_SECONDS = 24 * 3600
/** An anonymous user may renew a token for this long after its expiry. */
const RENEWABLE_SECONDS = 30 * DAY_SECONDS
/** An anonymous user may renew tokens for this long after the first one, so that a leaked token ends. */
const MAX_ANONYMOUS_SECONDS = 180 * DAY_SECONDS
/** Longest validity of a host's signature. It is a sign-in while it is valid. */
const MAX_SIGNATURE_MS = DAY_SECONDS * 1000

/** Prefix of anonymous users' ids. A host cannot sign for such a user. */
export const ANONYMOUS_PREFIX = 'anon_'

export const USER_TOKEN_ISSUER_PREFIX = 'interlude:'

export function isUserTokenIssuer(issuer: string | undefined): issuer is string {
  return issuer?.startsWith(USER_TOKEN_ISSUER_PREFIX) ?? false
}

/**
 * Makes a token that lets an end user use only their own conversation, for an hour. `knownSince`: the time of an
 * anonymous user's first token, in seconds since 1970 (default now).
 */
export async function signUserToken(
  bot: Pick<StoredBot, 'userTokenSecret'>,
  user: { botId: string; userId: string; anonymous: boolean; knownSince?: number },
  nowMs: number,
): Promise<{ token: string; expiresAt: number }> {
  const { botId, userId, anonymous } = user
  const issuedAt = Math.floor(nowMs / 1000)
  const token = await new SignJWT(anonymous ? { anonymous, auth_time: user.knownSince ?? issuedAt } : {})
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
    const payload = await verified(await directory.bot(botId), token, {
      issuer: `${USER_TOKEN_ISSUER_PREFIX}${botId}`,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(nowMs),
    })
    const userId = BodyId.parse(payload.sub)
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
 * Returns the anonymous user of an earlier token, and the time of that user's first token (in seconds). A host must
 * sign again for an identified user. Throws `auth.invalid`, and `auth.expired` if the token expired more than 30 days
 * ago or the first token is more than 180 days old.
 */
export async function renewableUser(
  bot: Pick<StoredBot, 'userTokenSecret' | 'replaced'>,
  token: string,
  botId: string,
  nowMs: number,
): Promise<{ readonly userId: string; readonly knownSince: number }> {
  const now = Math.floor(nowMs / 1000)
  const { userId, knownSince } = await renewable(bot, token, botId, nowMs)
  if (now - knownSince > MAX_ANONYMOUS_SECONDS) {
    throw new InterludeError('auth.expired', 'this anonymous user is too old for a new token')
  }
  return { userId, knownSince }
}

async function renewable(
  bot: Pick<StoredBot, 'userTokenSecret' | 'replaced'>,
  token: string,
  botId: string,
  nowMs: number,
) {
  try {
    const {
      sub,
      iat,
      auth_time: authTime,
    } = await verified(bot, token, {
      issuer: `${USER_TOKEN_ISSUER_PREFIX}${botId}`,
      requiredClaims: ['sub', 'exp', 'iat', 'anonymous'],
      currentDate: new Date(nowMs),
      clockTolerance: RENEWABLE_SECONDS,
    })
    return { userId: BodyId.parse(sub), knownSince: typeof authTime === 'number' ? authTime : (iat ?? 0) }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new InterludeError('auth.expired', 'the token expired too long ago')
    throw new InterludeError('auth.invalid', 'this token cannot be renewed', { cause: error })
  }
}

/** Verifies a token with the bot's newest secret, then with the earlier one during its overlap. */
async function verified(
  bot: Pick<StoredBot, 'userTokenSecret' | 'replaced'>,
  token: string,
  options: JWTVerifyOptions & { readonly currentDate: Date },
): Promise<JWTPayload> {
  const check = async (secret: string) =>
    (await jwtVerify(token, new TextEncoder().encode(secret), { ...options, algorithms: ['HS256'] })).payload
  const [newest, replaced] = acceptedSecrets(bot, 'userTokenSecret', options.currentDate.getTime())
  try {
    return await check(newest)
  } catch (error) {
    if (replaced === undefined || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    return await check(replaced)
  }
}

/** Returns the secrets of a bot that are valid now, the newest first. */
function acceptedSecrets<Name extends keyof BotSecrets>(
  bot: Pick<StoredBot, Name | 'replaced'>,
  name: Name,
  nowMs: number,
): readonly [string, string?] {
  const replaced = bot.replaced?.[name]
  return replaced && nowMs < replaced.until ? [bot[name], replaced.secret] : [bot[name]]
}

/** Computes the signature with which a host identifies its user: HMAC-SHA256 of userId and expiry, as hex. */
export function identitySignature(secret: string, userId: string, expiresAt: string): string {
  return createHmac('sha256', secret).update(`${userId}.${expiresAt}`).digest('hex')
}

/**
 * Checks a host's signature for its user. Throws `auth.expired`, and `auth.invalid`, also if the signature is valid for
 * more than a day or names an anonymous user.
 */
export function checkIdentity(
  bot: Pick<StoredBot, 'identitySecret' | 'replaced'>,
  claim: { userId: string; expiresAt: string; signature: string },
  nowMs: number,
): void {
  const isSignedBy = (secret: string) => {
    const expected = Buffer.from(identitySignature(secret, claim.userId, claim.expiresAt))
    const given = Buffer.from(claim.signature)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  if (!acceptedSecrets(bot, 'identitySecret', nowMs).some(secret => secret !== undefined && isSignedBy(secret))) {
    throw new InterludeError('auth.invalid', 'the signature does not match this user')
  }
  if (claim.userId.startsWith(ANONYMOUS_PREFIX)) {
    throw new InterludeError(
      'auth.invalid',
      `a userId that begins with ${ANONYMOUS_PREFIX} belongs to an anonymous user`,
    )
  }
  const endsAt = Date.parse(claim.expiresAt)
  // Negated so that an expiry that is not a time (NaN) counts as expired.
  if (!(endsAt > nowMs)) throw new InterludeError('auth.expired', 'the signature has expired')
  if (endsAt > nowMs + MAX_SIGNATURE_MS) {
    throw new InterludeError('auth.invalid', 'a signature may be valid for at most one day')
  }
}
