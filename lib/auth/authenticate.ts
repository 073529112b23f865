import { decodeJwt } from 'jose'
import type { Directory } from '../bots/directory.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Clock } from '../session/ports.ts'
import type { Instant } from '../session/session.ts'
import type { Agent, Caller } from './caller.ts'
import { checkKey, isBotKey } from './keys.ts'
import { checkUserToken, isUserTokenIssuer } from './users.ts'

/** Tells who comes with a token. `botId`: whose path it is; a socket's token names its bot itself. Without a bot there are only agents. */
export interface Authenticator {
  /**
   * Throws `auth.invalid` and `auth.expired`; without a bot `auth.forbidden` for bots' keys and users' tokens. `asOf`: whether an agent who
   * signed out everywhere may still pass for as long as the directory remembers; `now` is for what a token opens for longer.
   */
  check(token: string, botId: string | undefined, asOf?: 'remembered' | 'now'): Promise<Caller>
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

/** Refuses what an agent signed in with before they signed out everywhere, or within the same second: tokens count in seconds. */
function refuseSignedOut({ signedInAt = 0 }: Agent, signedOutAt: Instant | undefined): void {
  if (signedOutAt === undefined || secondOf(signedInAt) > secondOf(signedOutAt)) return
  throw new InterludeError('auth.invalid', 'the agent signed out everywhere after this sign-in; sign in again')
}

const secondOf = (instant: Instant) => Math.floor(instant / 1000)

/** The bearer token of an `Authorization` header; none where there is no such header. Throws `auth.invalid`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization === '') return undefined
  const [, token] = /^Bearer +([^\s]{1,8000})$/i.exec(authorization) ?? []
  if (token === undefined)
    throw new InterludeError('auth.invalid', 'the Authorization header must have the form "Bearer <token>"')
  return token
}

/** Who says that they made a token, before anything is checked. Throws `auth.invalid` where it is no JWT. */
export function issuerOf(token: string): string | undefined {
  try {
    // Whatever its type says: nobody has checked yet what is in the token.
    const { iss }: { iss?: unknown } = decodeJwt(token)
    return typeof iss === 'string' ? iss : undefined
  } catch (error) {
    throw new InterludeError('auth.invalid', 'the token is not valid', { cause: error })
  }
}
