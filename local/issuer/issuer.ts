import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { SignJWT } from 'jose'
import { readIfThere, writeWhole } from '../files.ts'
import { ALGORITHM, createKey, type Key, readKey } from './key.ts'

/** The application that tokens are for. */
export const CLIENT_ID = 'interlude-console'

/** Whom a token speaks for, and how long. */
export interface Grant {
  readonly sub: string
  readonly name?: string
  readonly groups: readonly string[]
  readonly lifetimeSeconds: number
}

/** An OIDC issuer without a login: it publishes its key, and mints tokens for who runs it. */
export interface Issuer {
  /** Answers `GET <issuerUrl>/.well-known/openid-configuration` and `…/jwks.json`; says `false` to anything else. */
  handler(req: IncomingMessage, res: ServerResponse): boolean
  /** An access token with the claims of Cognito's. Throws a RangeError where the lifetime is not positive. */
  mint(grant: Grant): Promise<string>
}

/**
 * Opens the issuer with the key in `keyFile`, made at first use: tokens stay valid over restarts. Rejects where the file
 * cannot be used. `issuerUrl`: what tokens name as their issuer, no slash at its end.
 */
export const openIssuer = async ({ keyFile, issuerUrl }: { keyFile: string; issuerUrl: string }): Promise<Issuer> => {
  const key = await keyOf(keyFile)
  const base = new URL(issuerUrl).pathname.replace(/\/$/, '')
  const documents = new Map([
    [`${base}/.well-known/openid-configuration`, JSON.stringify(configuration(issuerUrl))],
    [`${base}/.well-known/jwks.json`, JSON.stringify({ keys: [key.published] })],
  ])
  return {
    handler: (req, res) => {
      const document = documents.get(req.url?.split('?', 1)[0] ?? '')
      if (document === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
      res.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(document),
        'cache-control': 'public, max-age=300',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      })
      res.end(document)
      return true
    },
    mint: grant => mint(key, issuerUrl, grant),
  }
}

const mint = async (key: Key, issuer: string, { sub, name, groups, lifetimeSeconds }: Grant): Promise<string> => {
  if (!(lifetimeSeconds > 0)) throw new RangeError('a token must live for some time')
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    'cognito:groups': [...groups],
    client_id: CLIENT_ID,
    token_use: 'access',
    scope: 'openid profile',
    auth_time: now,
    username: sub,
    ...(name === undefined ? {} : { name }),
  }
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid })
    .setIssuer(issuer)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(now + Math.ceil(lifetimeSeconds))
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

const configuration = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [ALGORITHM],
  scopes_supported: ['openid', 'profile'],
  claims_supported: ['sub', 'iss', 'exp', 'iat', 'jti', 'client_id', 'username', 'name', 'cognito:groups'],
})
