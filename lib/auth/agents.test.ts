import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTVerifyGetKey,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { defined } from '../defined.ts'
import { servesBot } from '../protocol/roles.ts'
import { createAgentVerifier, type OidcSettings } from './agents.ts'

const settings: OidcSettings = {
  issuer: 'https://issuer.example.test/pool',
  clientId: 'console',
  rolesClaim: 'cognito:groups',
}
let ours: GenerateKeyPairResult
let theirs: GenerateKeyPairResult
let keys: JWTVerifyGetKey
let published: { keys: object[] }

beforeAll(async () => {
  ours = await generateKeyPair('ES256', { extractable: true })
  theirs = await generateKeyPair('ES256', { extractable: true })
  published = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] }
  keys = createLocalJWKSet(published as Parameters<typeof createLocalJWKSet>[0])
})

interface Told {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly issuer?: string
  readonly issued?: string
  readonly expires?: string
  readonly signer?: CryptoKey
  readonly kid?: string
  readonly typ?: string
}

/** Makes an access token like Cognito's, with the given changes. */
async function token({
  claims = {},
  issuer = settings.issuer,
  issued = '-2h',
  expires = '1h',
  signer,
  kid = 'k1',
  typ,
}: Told = {}) {
  const usual = { client_id: 'console', token_use: 'access', 'cognito:groups': ['shop:agent'], sub: 'ana' }
  return await new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid, ...defined({ typ }) })
    .setIssuer(issuer)
    .setIssuedAt(issued)
    .setExpirationTime(expires)
    .sign(signer ?? ours.privateKey)
}

/** The claims of an id token as Entra ID, Auth0, Keycloak and Okta issue them. */
const idToken = { aud: 'console', client_id: undefined, token_use: undefined }

const verify = (text: string, more: Partial<OidcSettings> = {}) =>
  createAgentVerifier({ ...settings, ...more }, keys)(text)

describe('the agent token verifier', () => {
  it('returns the id, name, roles, expiry and sign-in time of the agent', async () => {
    const agent = await verify(await token({ claims: { name: 'Ana', username: 'ana@example.test' } }))
    expect(agent).toEqual({
      as: 'agent',
      id: 'ana',
      name: 'Ana',
      roles: ['shop:agent'],
      expiresAt: expect.any(Number),
      signedInAt: expect.any(Number),
    })
    expect(agent.expiresAt).toBeGreaterThan(Date.now() + 3_500_000)
    expect(agent.expiresAt).toBeLessThan(Date.now() + 3_700_000)
  })

  it('reads the sign-in time from auth_time, else from iat, and omits it if auth_time is not a number', async () => {
    expect(await verify(await token({ claims: { auth_time: 1_700_000_000 } }))).toMatchObject({
      signedInAt: 1_700_000_000_000,
    })
    const { signedInAt = 0 } = await verify(await token({ issued: '-2h' }))
    expect(Math.abs(Date.now() - 2 * 3_600_000 - signedInAt)).toBeLessThan(60_000)
    expect(await verify(await token({ claims: { auth_time: 'yesterday' } }))).not.toHaveProperty('signedInAt')
  })

  it('returns no name for a token that has only a username', async () => {
    expect(await verify(await token({ claims: { username: 'ana@example.test' } }))).not.toHaveProperty('name')
  })

  it('accepts a token that names our application in `aud`, alone or in a list', async () => {
    for (const aud of ['console', ['account', 'console']]) {
      const claims = { aud, client_id: undefined, token_use: undefined, scope: 'console' }
      expect(await verify(await token({ claims }))).toMatchObject({ id: 'ana' })
    }
  })

  it.each<readonly [string, Told]>([
    ['its type', { typ: 'at+jwt' }],
    ['its media type', { typ: 'application/at+jwt' }],
    ['the scope that it grants', { claims: { scope: 'console' } }],
    ['the scopes that it lists', { claims: { scp: ['console'] } }],
  ])('accepts a token without `token_use` as an access token because of %s', async (_sign, { claims, ...told }) => {
    expect(await verify(await token({ ...told, claims: { ...idToken, ...claims } }))).toMatchObject({ id: 'ana' })
  })

  it('caps the expiry of an agent at 31 days', async () => {
    const agent = await verify(await token({ expires: '400d' }))
    expect(agent.expiresAt).toBeLessThanOrEqual(Date.now() + 31 * 86_400_000)
  })

  const refused: readonly (readonly [string, Told, string])[] = [
    ['has expired', { expires: '-1m' }, 'auth.expired'],
    ['is of another issuer', { issuer: 'https://issuer.example.test/other' }, 'auth.invalid'],
    ['is for another application', { claims: { client_id: 'other' } }, 'auth.invalid'],
    ['is for another audience', { claims: { client_id: undefined, aud: 'other' } }, 'auth.invalid'],
    ['names no application', { claims: { client_id: undefined } }, 'auth.invalid'],
    ['is an id token', { claims: { token_use: 'id', aud: 'console' } }, 'auth.invalid'],
    ['is an id token of an issuer without `token_use`', { claims: { ...idToken } }, 'auth.invalid'],
    ['is an id token with a nonce', { claims: { ...idToken, scope: 'openid', nonce: 'n' } }, 'auth.invalid'],
    ['is an id token with an at_hash', { claims: { ...idToken, at_hash: 'h' }, typ: 'at+jwt' }, 'auth.invalid'],
    ['grants no scope', { claims: { ...idToken, scope: '' } }, 'auth.invalid'],
    ['has no subject', { claims: { sub: undefined } }, 'auth.invalid'],
    ['has an empty subject', { claims: { sub: '' } }, 'auth.invalid'],
    ['has a number as its subject', { claims: { sub: 7 } }, 'auth.invalid'],
    ['was issued in the future', { issued: '1d', expires: '2d' }, 'auth.invalid'],
    ['is signed by a key that the issuer does not have', { kid: 'k2' }, 'auth.invalid'],
    ['is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 3_600 } }, 'auth.invalid'],
  ]
  it.each(refused)('rejects a token that %s', async (_what, told, code) => {
    await expect(verify(await token(told))).rejects.toMatchObject({ code, status: 401 })
  })

  it('rejects a forged token: signed by another key, or with changed claims', async () => {
    await expect(verify(await token({ signer: theirs.privateKey }))).rejects.toMatchObject({ code: 'auth.invalid' })
    const [header, , signature] = (await token()).split('.')
    const claims = Buffer.from(JSON.stringify({ iss: settings.issuer, sub: 'eva', client_id: 'console', exp: 9e9 }))
    const forged = [header, claims.toString('base64url'), signature].join('.')
    await expect(verify(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('rejects an unsigned token, and one signed with the public key as an HMAC secret', async () => {
    const claims = { client_id: 'console', token_use: 'access', 'cognito:groups': ['admin'] }
    const none = new UnsecuredJWT(claims).setIssuer(settings.issuer).setSubject('eva').setExpirationTime('1h').encode()
    await expect(verify(none)).rejects.toMatchObject({ code: 'auth.invalid' })

    const publicKey = new TextEncoder().encode(JSON.stringify(published.keys[0]))
    const hmac = await new SignJWT({ ...claims, sub: 'eva' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(settings.issuer)
      .setExpirationTime('1h')
      .sign(publicKey)
    await expect(verify(hmac)).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it.each(['', 'x', 'a.b.c', `${'x'.repeat(7_000)}`, 'ilk_a_b'])(
    'rejects a text that is not a JWT: %.20s',
    async text => {
      await expect(verify(text)).rejects.toMatchObject({ code: 'auth.invalid' })
    },
  )
})

describe('the cache of verified agent tokens', () => {
  const given = async () => {
    let asked = 0
    let now = Date.now()
    const counting: JWTVerifyGetKey = (header, text) => {
      asked++
      return keys(header, text)
    }
    return {
      verify: createAgentVerifier(settings, counting, () => now),
      asked: () => asked,
      pass: (ms: number) => {
        now += ms
      },
    }
  }

  it('serves a token for a minute, then verifies it again', async () => {
    const { verify: check, asked, pass } = await given()
    const text = await token()
    const agent = await check(text)
    pass(59_000)
    expect(await check(text)).toEqual(agent)
    expect(asked()).toBe(1)

    pass(2_000)
    await check(text)
    expect(asked()).toBe(2)
  })

  it('does not serve a token after its expiry', async () => {
    const { verify: check, asked, pass } = await given()
    const text = await token({ expires: '10s' })
    await check(text)
    pass(11_000)
    await check(text)
    expect(asked()).toBe(2)
  })

  it('does not serve another token, and does not cache a refused one', async () => {
    const { verify: check, asked } = await given()
    await check(await token())
    const forged = await token({ signer: theirs.privateKey })
    await expect(check(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
    await expect(check(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
    expect(asked()).toBe(3)
  })
})

describe('the roles of an agent', () => {
  it.each([
    [
      ['shop:agent', 'admin'],
      ['shop:agent', 'admin'],
    ],
    ['shop:agent  admin', ['shop:agent', 'admin']],
    ['', []],
    [undefined, []],
    [['admin', 7, null], ['admin']],
    [{ admin: true }, []],
    [7, []],
  ])('are read from the claim %j', async (claim, roles) => {
    expect(await verify(await token({ claims: { 'cognito:groups': claim } }))).toMatchObject({ roles })
  })

  it('are read only from the claim that the operator configures', async () => {
    const text = await token({ claims: { roles: 'shop:supervisor', 'cognito:groups': ['admin'] } })
    expect(await verify(text, { rolesClaim: 'roles' })).toMatchObject({ roles: ['shop:supervisor'] })
  })

  it('serve a bot as its agent or supervisor, and any bot as admin', () => {
    expect(servesBot(['shop:agent'], 'shop')).toBe(true)
    expect(servesBot(['shop:supervisor'], 'shop')).toBe(true)
    expect(servesBot(['admin'], 'shop')).toBe(true)
    for (const role of ['shop', 'shop:', 'sho:agent', 'shop:agents', ':agent', 'shop:admin', 'Admin']) {
      expect(servesBot([role], 'shop')).toBe(false)
    }
  })
})

describe("the issuer's keys", () => {
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  /** Starts an issuer with this answer and returns its JWKS URL. */
  async function issuer(status: number, body: string): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(status, { connection: 'close' }).end(body))
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  }

  it('are fetched from the JWKS URL', async () => {
    const jwksUrl = await issuer(200, JSON.stringify(published))
    expect(await createAgentVerifier({ ...settings, jwksUrl })(await token())).toMatchObject({ id: 'ana' })
  })

  it.each([
    [503, 'out of order'],
    [404, '{}'],
    [200, '<html>'],
    [200, '{"keys":"none"}'],
  ])('fail with store.unavailable if the JWKS URL answers %i %s', async (status, body) => {
    const jwksUrl = await issuer(status, body)
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token())).rejects.toMatchObject({
      code: 'store.unavailable',
      status: 503,
      retryAfterSeconds: expect.any(Number),
    })
  })

  it('fail with store.unavailable if the issuer cannot be reached', async () => {
    const jwksUrl = await issuer(200, '{}')
    for (const server of servers.splice(0)) server.close()
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token())).rejects.toMatchObject({
      code: 'store.unavailable',
    })
  })

  it('reject a token whose key is not among them', async () => {
    const jwksUrl = await issuer(200, JSON.stringify(published))
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token({ kid: 'k2' }))).rejects.toMatchObject({
      code: 'auth.invalid',
    })
  })
})
