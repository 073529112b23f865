import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, type JWTVerifyOptions, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Issuer, openIssuer } from './issuer.ts'

let folder: string
let keyFile: string
let server: Server
let origin: string
let issuer: Issuer
let issuerUrl: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'issuer-'))
  keyFile = join(folder, 'data', 'issuer.json')
  server = createServer((req, res) => {
    if (!issuer.handler(req, res)) res.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  issuerUrl = `${origin}/_issuer`
  issuer = await openIssuer({ keyFile, issuerUrl })
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  rmSync(folder, { recursive: true })
})

const grant = { sub: 'ana', name: 'Ana', groups: ['b1:agent', 'admin'], lifetimeSeconds: 60 }
const verify = async (token: string, options: JWTVerifyOptions = {}) => {
  const keys = createRemoteJWKSet(new URL(`${issuerUrl}/.well-known/jwks.json`))
  return await jwtVerify(token, keys, { issuer: issuerUrl, ...options })
}

describe('the issuer', () => {
  it("mints access tokens like Cognito's, which its published key verifies", async () => {
    const { payload } = await verify(await issuer.mint(grant))

    expect(payload).toEqual({
      iss: issuerUrl,
      sub: 'ana',
      client_id: 'interlude-console',
      token_use: 'access',
      scope: 'openid profile',
      'cognito:groups': ['b1:agent', 'admin'],
      username: 'ana',
      name: 'Ana',
      auth_time: payload.iat,
      iat: expect.any(Number),
      exp: payload.iat! + 60,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
    })
    expect((await verify(await issuer.mint({ ...grant, sub: 'ben' }))).payload.jti).not.toBe(payload.jti)
  })

  it('mints tokens that expire, and refuses an invalid lifetime', async () => {
    const token = await issuer.mint(grant)

    await expect(verify(token, { currentDate: new Date(Date.now() + 61_000) })).rejects.toMatchObject({
      code: 'ERR_JWT_EXPIRED',
    })
    await expect(issuer.mint({ ...grant, lifetimeSeconds: 0 })).rejects.toThrow(RangeError)
    await expect(issuer.mint({ ...grant, lifetimeSeconds: Number.NaN })).rejects.toThrow(RangeError)
  })

  it('keeps its key over a restart, in a file for its owner alone', async () => {
    const token = await issuer.mint(grant)
    issuer = await openIssuer({ keyFile, issuerUrl })

    expect((await verify(token)).payload.sub).toBe('ana')
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  })

  it("publishes no key that verifies another issuer's token", async () => {
    const other = await openIssuer({ keyFile: join(folder, 'other.json'), issuerUrl })

    await expect(verify(await other.mint(grant))).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  it('publishes only the public part of its key', async () => {
    const res = await fetch(`${issuerUrl}/.well-known/jwks.json`)
    const { keys } = (await res.json()) as { keys: Record<string, string>[] }
    const kept = JSON.parse(readFileSync(keyFile, 'utf8')) as Record<string, string>

    expect(res.headers.get('content-type')).toBe('application/json')
    expect(keys).toEqual([
      {
        kty: 'RSA',
        n: kept.n,
        e: kept.e,
        alg: 'RS256',
        use: 'sig',
        kid: decodeProtectedHeader(await issuer.mint(grant)).kid,
      },
    ])
  })

  it('answers at the address of its keys alone', async () => {
    expect((await fetch(`${issuerUrl}/.well-known/jwks.json?x=1`)).status).toBe(200)

    expect((await fetch(`${origin}/.well-known/jwks.json`)).status).toBe(404)
    expect((await fetch(`${issuerUrl}/.well-known/jwks.json`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${issuerUrl}/other`)).status).toBe(404)
  })

  it('names the file that holds no valid key', async () => {
    for (const text of ['', '{}', '{"kty":"oct","k":"c2VjcmV0"}']) {
      writeFileSync(keyFile, text)
      await expect(openIssuer({ keyFile, issuerUrl })).rejects.toThrow(keyFile)
    }
  })
})
