import { decodeJwt } from 'jose'
import type { Directory } from '../bots/directory.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Clock } from '../session/ports.ts'
import type { Agent, Caller } from './caller.ts'
import { checkKey, isBotKey } from './keys.ts'
import { checkUserToken, isUserTokenIssuer } from './users.ts'

/** Tells who comes with a token. `botId`: whose path it is; a socket's token names its bot itself. Without a bot there are only agents. */
export interface Authenticator {
  /** Throws `auth.invalid` and `auth.expired`; without a bot `auth.forbidden` for bots' keys and users' tokens. */
  check(token: string, botId: string | undefined): Promise<Caller>
}

export function createAuthenticator(
  directory: Directory,
  clock: Clock,
  verifyAgent: (token: string) => Promise<Agent>,
): Authenticator {
  return {
    async check(token, botId) {
      const isKey = isBotKey(token)
      if (!isKey && !isUserTokenIssuer(issuerOf(token))) return await verifyAgent(token)
      if (botId === undefined) throw new InterludeError('auth.forbidden', 'this is for agents')
      return isKey
        ? { as: 'bot', botId, ...(await checkKey(directory, token, botId)) }
        : await checkUserToken(directory, token, botId, clock.now())
    },
  }
}

/** The bearer token of an `Authorization` header; none where there is no such header. Throws `auth.invalid`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization === '') return undefined
  const [, token] = /^Bearer +([^\s]{1,8000})$/i.exec(authorization) ?? []
  if (token === undefined) throw new InterludeError('auth.invalid', 'Authorization must be Bearer and a token')
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
