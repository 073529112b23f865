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
import { createAgentVerifier, type OidcSettings } from './agents.ts'
import { servesBot } from './caller.ts'

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

/** An access token as Cognito makes them, unless told otherwise. */
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

describe("an agent's token", () => {
  it('says who comes, and in which roles', async () => {
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

  it('says when they proved who they are, which a renewed token keeps, or else when it was issued', async () => {
    expect(await verify(await token({ claims: { auth_time: 1_700_000_000 } }))).toMatchObject({
      signedInAt: 1_700_000_000_000,
    })
    const { signedInAt = 0 } = await verify(await token({ issued: '-2h' }))
    expect(Math.abs(Date.now() - 2 * 3_600_000 - signedInAt)).toBeLessThan(60_000)
    expect(await verify(await token({ claims: { auth_time: 'yesterday' } }))).not.toHaveProperty('signedInAt')
  })

  it('says no name where it has none that is meant to be shown: users see it', async () => {
    expect(await verify(await token({ claims: { username: 'ana@example.test' } }))).not.toHaveProperty('name')
  })

  it('may be for our application by its audience', async () => {
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
  ])('counts as an access token without `token_use` by %s', async (_sign, { claims, ...told }) => {
    expect(await verify(await token({ ...told, claims: { ...idToken, ...claims } }))).toMatchObject({ id: 'ana' })
  })

  it('ends within 31 days, whatever end it names', async () => {
    const agent = await verify(await token({ expires: '400d' }))
    expect(agent.expiresAt).toBeLessThanOrEqual(Date.now() + 31 * 86_400_000)
  })

  const refused: readonly (readonly [string, Told, string])[] = [
    ['has expired', { expires: '-1m' }, 'auth.expired'],
    ['is of another issuer', { issuer: 'https://issuer.example.test/other' }, 'auth.invalid'],
    ['is for another application', { claims: { client_id: 'other' } }, 'auth.invalid'],
    ['is for another audience', { claims: { client_id: undefined, aud: 'other' } }, 'auth.invalid'],
    ['is for nobody', { claims: { client_id: undefined } }, 'auth.invalid'],
    ['is an id token', { claims: { token_use: 'id', aud: 'console' } }, 'auth.invalid'],
    ['is an id token of an issuer without `token_use`', { claims: { ...idToken } }, 'auth.invalid'],
    ['is an id token with a nonce', { claims: { ...idToken, scope: 'openid', nonce: 'n' } }, 'auth.invalid'],
    [
      'is an id token that names its access token',
      { claims: { ...idToken, at_hash: 'h' }, typ: 'at+jwt' },
      'auth.invalid',
    ],
    ['grants no scope', { claims: { ...idToken, scope: '' } }, 'auth.invalid'],
    ['names nobody', { claims: { sub: undefined } }, 'auth.invalid'],
    ['names nobody by an empty subject', { claims: { sub: '' } }, 'auth.invalid'],
    ['names a number', { claims: { sub: 7 } }, 'auth.invalid'],
    ['was issued tomorrow', { issued: '1d', expires: '2d' }, 'auth.invalid'],
    ['is signed by a key that the issuer does not have', { kid: 'k2' }, 'auth.invalid'],
    ['is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 3_600 } }, 'auth.invalid'],
  ]
  it.each(refused)('is refused if it %s', async (_what, told, code) => {
    await expect(verify(await token(told))).rejects.toMatchObject({ code, status: 401 })
  })

  it('is refused if it is forged', async () => {
    await expect(verify(await token({ signer: theirs.privateKey }))).rejects.toMatchObject({ code: 'auth.invalid' })
    const [header, , signature] = (await token()).split('.')
    const claims = Buffer.from(JSON.stringify({ iss: settings.issuer, sub: 'eva', client_id: 'console', exp: 9e9 }))
    const forged = [header, claims.toString('base64url'), signature].join('.')
    await expect(verify(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('is refused without a signature, and with one that anybody could make of the public key', async () => {
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

  it.each(['', 'x', 'a.b.c', `${'x'.repeat(7_000)}`, 'ilk_a_b'])('is refused if it is none: %.20s', async text => {
    await expect(verify(text)).rejects.toMatchObject({ code: 'auth.invalid' })
  })
})

describe('a token that was checked', () => {
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

  it('is believed for a minute, and then checked again', async () => {
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

  it('is not believed past its end', async () => {
    const { verify: check, asked, pass } = await given()
    const text = await token({ expires: '10s' })
    await check(text)
    pass(11_000)
    await check(text)
    expect(asked()).toBe(2)
  })

  it('says nothing of another token, nor of one that was refused', async () => {
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

  it('stand in the claim that the operator names, and in no other', async () => {
    const text = await token({ claims: { roles: 'shop:supervisor', 'cognito:groups': ['admin'] } })
    expect(await verify(text, { rolesClaim: 'roles' })).toMatchObject({ roles: ['shop:supervisor'] })
  })

  it('serve the bots that they name', () => {
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

  /** An issuer that answers so, and where its keys are. */
  async function issuer(status: number, body: string): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(status, { connection: 'close' }).end(body))
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  }

  it('are fetched where they are published', async () => {
    const jwksUrl = await issuer(200, JSON.stringify(published))
    expect(await createAgentVerifier({ ...settings, jwksUrl })(await token())).toMatchObject({ id: 'ana' })
  })

  it.each([
    [503, 'out of order'],
    [404, '{}'],
    [200, '<html>'],
    [200, '{"keys":"none"}'],
  ])('that cannot be had (%i %s) are our trouble, and not the fault of the token', async (status, body) => {
    const jwksUrl = await issuer(status, body)
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token())).rejects.toMatchObject({
      code: 'store.unavailable',
      status: 503,
      retryAfterSeconds: expect.any(Number),
    })
  })

  it('of an issuer who cannot be reached are our trouble too', async () => {
    const jwksUrl = await issuer(200, '{}')
    for (const server of servers.splice(0)) server.close()
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token())).rejects.toMatchObject({
      code: 'store.unavailable',
    })
  })

  it('that do not have the key of the token make it invalid', async () => {
    const jwksUrl = await issuer(200, JSON.stringify(published))
    await expect(createAgentVerifier({ ...settings, jwksUrl })(await token({ kid: 'k2' }))).rejects.toMatchObject({
      code: 'auth.invalid',
    })
  })
})
