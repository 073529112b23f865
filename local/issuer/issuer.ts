import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { SignJWT } from 'jose'
import { readIfThere, writeWhole } from '../files.ts'
import { send } from '../send.ts'
import { accessClaims, CLIENT_ID, type Grant, SCOPE } from './claims.ts'
import { ALGORITHM, createKey, type Key, readKey } from './key.ts'

export const KEYS_PATH = '/.well-known/jwks.json'
/** The keys are public, and change only with the key file. */
const KEYS_HEADERS = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }

/** The key that signs agents' tokens. `mint` signs tokens without a sign-in, for the user that runs Interlude. */
export interface Issuer {
  /** The issuer that tokens name, without a slash at its end. */
  readonly url: string
  readonly key: Key
  /** Answers `GET <url>/.well-known/jwks.json`. Returns false for anything else. */
  handler(req: IncomingMessage, res: ServerResponse): boolean
  /** Makes an access token with Cognito's claims. Throws a RangeError if the lifetime is not positive. */
  mint(grant: Grant): Promise<string>
}

/**
 * Opens the issuer with the key in `keyFile`. The first use creates the key; tokens stay valid over restarts. Rejects
 * if the file cannot be used.
 */
export const openIssuer = async ({ keyFile, issuerUrl }: { keyFile: string; issuerUrl: string }): Promise<Issuer> => {
  const key = await keyOf(keyFile)
  const keysPath = `${new URL(issuerUrl).pathname}${KEYS_PATH}`
  const keys = JSON.stringify({ keys: [key.published] })
  return {
    url: issuerUrl,
    key,
    handler: (req, res) => {
      if (req.url?.split('?', 1)[0] !== keysPath || (req.method !== 'GET' && req.method !== 'HEAD')) return false
      send(res, 200, 'application/json', keys, KEYS_HEADERS)
      return true
    },
    mint: grant => mint(key, issuerUrl, grant),
  }
}

const mint = async (key: Key, issuer: string, grant: Grant): Promise<string> => {
  if (!(grant.lifetimeSeconds > 0)) throw new RangeError('the lifetime of a token must be positive')
  const now = Math.floor(Date.now() / 1000)
  return await new SignJWT({ ...accessClaims(grant, now), client_id: CLIENT_ID, scope: SCOPE })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid })
    .setIssuer(issuer)
    .setSubject(grant.sub)
    .setIssuedAt(now)
    .setExpirationTime(now + Math.ceil(grant.lifetimeSeconds))
    .setJti(randomUUID())
    .sign(key.secret)
}

const keyOf = async (file: string): Promise<Key> => {
  const stored = await readIfThere(file)
  if (stored !== undefined) return await readKey(stored, file)
  const { key, text } = await createKey()
  await mkdir(dirname(file), { recursive: true })
  await writeWhole(file, text)
  return key
}
