import type { TokenAsk } from '../../../../lib/client/index.ts'
import type { Identity } from '../../messages.ts'
import type { Keeping } from '../storage.ts'
import { getJson, Refusal } from './refusal.ts'

/** The answer of `POST …/users/token`. */
export interface UserToken {
  readonly token: string
  readonly userId: string
  readonly channel: string
  readonly session: string
  readonly expiresAt: string
}

/** A token that ends sooner is renewed before it is used. */
const RENEW_BEFORE_MS = 60_000

export interface TokensOf {
  readonly bot: string
  readonly storage: Keeping
  /** Without one the user is anonymous. */
  readonly identity: Identity | undefined
}

const tokenKey = (bot: string) => `interlude.token.${bot}`

/** Tells whether an anonymous user of this bot has written here before. */
export function hasUser(bot: string, storage: Keeping): boolean {
  return storage.get(tokenKey(bot)) !== null
}

/** Ends the anonymous user: everything that is kept of this one goes, and the next conversation is another person's. */
export function forgetUser(bot: string, storage: Keeping): void {
  const user = readToken(storage.get(tokenKey(bot)))
  if (user === undefined) return
  for (const key of storage.keys()) {
    if (key.includes(user.userId) || key.includes(user.session)) storage.remove(key)
  }
  storage.remove(tokenKey(bot))
}

/**
 * Gets the user's tokens. An anonymous user is made once, kept in the storage, and shared by all tabs; an identified one is
 * never kept. `undefined` where the user cannot be renewed: an identity that is over, an anonymous user who was away too long.
 */
export function openTokens({ bot, storage, identity }: TokensOf) {
  let current: UserToken | undefined

  async function anonymous({ isStale }: TokenAsk): Promise<UserToken | undefined> {
    const kept = readToken(storage.get(tokenKey(bot)))
    const isAnothers = kept !== undefined && kept.token !== current?.token
    if (kept !== undefined && lasts(kept) && (!isStale || isAnothers)) return kept
    const fresh = await renewed(kept)
    if (fresh !== undefined) storage.set(tokenKey(bot), JSON.stringify(fresh))
    return fresh
  }

  async function renewed(kept: UserToken | undefined): Promise<UserToken | undefined> {
    if (kept === undefined) return await askToken(bot, {})
    try {
      return await askToken(bot, { renew: kept.token })
    } catch (error) {
      if (!(error instanceof Refusal) || !error.code.startsWith('auth.')) throw error
      // A conversation that is on the screen does not turn into another person's.
      return current === undefined ? await askToken(bot, {}) : undefined
    }
  }

  async function identified(user: Identity): Promise<UserToken | undefined> {
    return Date.parse(user.expiresAt) <= Date.now() ? undefined : await askToken(bot, user)
  }

  return async (ask: TokenAsk): Promise<UserToken | undefined> => {
    if (!ask.isStale && current !== undefined && lasts(current)) return current
    const fresh = await oneTab(tokenKey(bot), () => (identity === undefined ? anonymous(ask) : identified(identity)))
    current = fresh ?? current
    return fresh
  }
}

/** Lets one tab after the other run, where the browser can: two tabs that open at once are one user. */
async function oneTab<T>(name: string, run: () => Promise<T>): Promise<T> {
  return navigator.locks === undefined ? await run() : await navigator.locks.request(name, run)
}

function lasts({ expiresAt }: UserToken): boolean {
  return Date.parse(expiresAt) - Date.now() > RENEW_BEFORE_MS
}

function readToken(text: string | null): UserToken | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    return typeof kept === 'object' && kept !== null && 'token' in kept ? (kept as UserToken) : undefined
  } catch {
    return undefined
  }
}

async function askToken(bot: string, body: object): Promise<UserToken> {
  return await getJson(`/api/v1/bots/${encodeURIComponent(bot)}/users/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
