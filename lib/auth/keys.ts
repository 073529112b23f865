import { hash, timingSafeEqual } from 'node:crypto'
import type { Directory } from '../bots/directory.ts'
import { defined } from '../defined.ts'
import type { StoredKey } from '../ports/bots.ts'
import type { Ids } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'

const KEY = /^ilk_([A-Za-z0-9]{4,32})_([A-Za-z0-9_-]{20,100})$/

export function isBotKey(token: string): boolean {
  return token.startsWith('ilk_')
}

/** Makes a key: `ilk_<keyId>_<secret>`. The store gets only the hash of its secret. */
export function makeKey(ids: Ids, createdAt: string, label?: string): { key: string; stored: StoredKey } {
  const keyId = ids
    .make('key')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 16)
  const secret = `${ids.make('')}${ids.make('')}`
  return {
    key: `ilk_${keyId}_${secret}`,
    stored: { keyId, hash: hashSecret(secret), createdAt, ...defined({ label }) },
  }
}

/** Checks a bot's key. Throws `auth.invalid` for every fault. */
export async function checkKey(directory: Directory, token: string, botId: string): Promise<{ keyId: string }> {
  const [, keyId, secret] = KEY.exec(token) ?? []
  const stored = keyId === undefined ? undefined : await directory.key(botId, keyId)
  if (!stored || secret === undefined || !sameHash(stored.hash, hashSecret(secret))) {
    throw new InterludeError('auth.invalid', 'this bot has no such key')
  }
  return { keyId: stored.keyId }
}

function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

function sameHash(one: string, two: string): boolean {
  return one.length === two.length && timingSafeEqual(Buffer.from(one), Buffer.from(two))
}
