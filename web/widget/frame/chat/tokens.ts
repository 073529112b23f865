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

/** A token with less time left is renewed before it is used. */
const RENEW_BEFORE_MS = 60_000

export interface TokensOf {
  readonly bot: string
  readonly storage: Keeping
  /** Undefined for an anonymous user. */
  readonly identity: Identity | undefined
}

const tokenKey = (bot: string) => `interlude.token.${bot}`

/** Says whether this browser has an anonymous user of the bot. */
export function hasUser(bot: string, storage: Keeping): boolean {
  return storage.get(tokenKey(bot)) !== null
}

/** Deletes all data of the anonymous user, so that the next conversation belongs to another one. */
export function forgetUser(bot: string, storage: Keeping): void {
  const user = readToken(storage.get(tokenKey(bot)))
  if (user === undefined) return
  for (const key of storage.keys()) {
    if (key.includes(user.userId) || key.includes(user.session)) storage.remove(key)
  }
  storage.remove(tokenKey(bot))
}

/**
 * Gets the user's tokens. Creates an anonymous user once, stores it, and shares it between tabs. Never stores an
 * identified user. Returns `undefined` if the user cannot be renewed: the identity has expired, or the anonymous user
 * was away too long.
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
      // Never let an open conversation become another user's.
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

/**
 * Runs one tab after the other if the browser supports locks, so that two tabs that open together get the same user.
 */
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
