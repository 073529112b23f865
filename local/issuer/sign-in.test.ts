import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testFolder } from '../engines/test-folder.ts'
import { CLIENT_ID, SCOPE } from './claims.ts'
import { anIssuer, TestBrowser, type TestIssuer } from './test-issuer.ts'

let folder: Awaited<ReturnType<typeof testFolder>>
let issuer: TestIssuer
let browser: TestBrowser

beforeEach(async () => {
  folder = await testFolder()
  issuer = await anIssuer(folder.path)
  browser = new TestBrowser()
})
afterEach(async () => {
  await issuer.close()
  await folder.remove()
})

interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token: string
  readonly expires_in: number
}

const newVerifier = () => randomBytes(32).toString('base64url')
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
const callback = () => `${issuer.origin}/console/callback`

function authorizeUrl(verifier: string, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const query: Record<string, string | undefined> = {
    client_id: CLIENT_ID,
    response_type: 'code',
    scope: SCOPE,
    redirect_uri: callback(),
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    state: 'a state',
    nonce: 'a nonce',
    ...changes,
  }
  const given = Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined)
  return `${issuer.url}/authorize?${new URLSearchParams(given)}`
}

async function token<T = Tokens>(
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...parameters })
  const response = await fetch(`${issuer.url}/token`, { method: 'POST', body, headers })
  return { status: response.status, headers: response.headers, body: (await response.json()) as T }
}

const exchange = async (code: string, verifier: string, changes: Readonly<Record<string, string>> = {}) =>
  await token({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: callback(), ...changes })

const renew = async ({ refresh_token }: Pick<Tokens, 'refresh_token'>) =>
  await token({ grant_type: 'refresh_token', refresh_token })

async function signIn(person = 'ana', through = browser): Promise<Tokens> {
  const verifier = newVerifier()
  const back = await through.signInAt(authorizeUrl(verifier), person)
  return (await exchange(back.searchParams.get('code') ?? '', verifier)).body
}

describe('the discovery document', () => {
  it("names the endpoints at the issuer's one address, under each host name", async () => {
    const { host } = new URL(issuer.url)
    for (const name of [host, host.replace('127.0.0.1', 'localhost')]) {
      const response = await fetch(`http://${name}/_issuer/.well-known/openid-configuration`)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(await response.json()).toMatchObject({
        issuer: issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: `${issuer.url}/token`,
        jwks_uri: `${issuer.url}/.well-known/jwks.json`,
        revocation_endpoint: `${issuer.url}/revoke`,
        end_session_endpoint: `${issuer.url}/sign-out`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
      })
    }
  })
})

describe('signing in', () => {
  it.each([
    ['ana', 'Ana', ['demo:agent']],
    ['ben', 'Ben', ['demo:agent']],
    ['sara', 'Sara', ['demo:supervisor']],
    ['admin', 'Admin', ['admin']],
  ])("gives %s an access token like Cognito's, which the published key verifies", async (id, name, groups) => {
    const { access_token, id_token, expires_in } = await signIn(id)
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/.well-known/jwks.json`))
    const { payload, protectedHeader } = await jwtVerify(access_token, keys, { issuer: issuer.url })

    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
    expect(payload).toMatchObject({
      sub: id,
      client_id: CLIENT_ID,
      token_use: 'access',
      scope: SCOPE,
      username: id,
      name,
      'cognito:groups': groups,
      auth_time: expect.any(Number),
    })
    expect(payload.exp! - payload.iat!).toBe(expires_in)
    expect((await jwtVerify(id_token, keys, { issuer: issuer.url, audience: CLIENT_ID })).payload).toMatchObject({
      sub: id,
      name,
      nonce: 'a nonce',
    })
  })

  it('returns state and issuer, and asks again in the same browser only with prompt=login', async () => {
    const first = await browser.signInAt(authorizeUrl(newVerifier()), 'ana')
    expect(`${first.origin}${first.pathname}`).toBe(callback())
    expect(first.searchParams.get('state')).toBe('a state')
    expect(first.searchParams.get('iss')).toBe(issuer.url)

    const again = await browser.visit(authorizeUrl(newVerifier()))
    expect(again).toBeInstanceOf(URL)
    const forced = await browser.visit(authorizeUrl(newVerifier(), { prompt: 'login' }))
    expect(forced).toBeInstanceOf(Response)
  })

  it('returns to every name of the console, and to no other address', async () => {
    const { port } = new URL(issuer.origin)
    for (const origin of [`http://localhost:${port}`, 'http://127.0.0.1:5173', 'https://chat.example.org']) {
      const back = await browser.signInAt(
        authorizeUrl(newVerifier(), { redirect_uri: `${origin}/console/callback` }),
        'ana',
      )
      expect(back.origin).toBe(origin)
    }
    for (const redirect_uri of [
      'https://evil.example/console/callback',
      'https://chat.example.org.evil.example/console/callback',
      'https://chat.example.org:444/console/callback',
      `${issuer.origin}/console/`,
      `${callback()}?x=1`,
      `${callback()}/../elsewhere`,
      undefined,
    ]) {
      const response = (await browser.visit(authorizeUrl(newVerifier(), { redirect_uri }))) as Response
      expect(response.status).toBe(400)
    }
  })

  it('requires PKCE with SHA-256', async () => {
    for (const changes of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
      { code_challenge_method: undefined },
    ]) {
      const back = (await browser.visit(authorizeUrl(newVerifier(), changes))) as URL
      expect(back.searchParams.get('error')).toBe('invalid_request')
      expect(back.searchParams.get('code')).toBeNull()
    }
  })

  it('refuses an unknown client, and each response type but code', async () => {
    const unknown = (await browser.visit(authorizeUrl(newVerifier(), { client_id: 'another' }))) as Response
    expect(unknown.status).toBe(400)
    expect(await unknown.text()).toContain('invalid_client')
    for (const response_type of ['token', 'id_token', 'code id_token']) {
      const back = (await browser.visit(authorizeUrl(newVerifier(), { response_type }))) as URL
      expect(back.href).toMatch(/error=un(?:supported_response_type|authorized_client)/)
    }
  })

  it('accepts only a listed person, from the browser that began', async () => {
    const page = (await browser.visit(authorizeUrl(newVerifier()))) as Response
    const post = async (through: TestBrowser, person: string) =>
      await through.fetch(page.url, { method: 'POST', body: new URLSearchParams({ person }) })

    expect((await post(new TestBrowser(), 'ana')).status).toBe(400)
    const again = await post(browser, 'mallory')
    expect(again.status).toBe(200)
    expect(await again.text()).toContain('value="ana"')
    expect((await post(browser, 'ana')).status).toBe(303)
  })

  it('is refused to another user of this machine', async () => {
    const others = await anIssuer(folder.path, { isOfAnotherUser: async () => true })
    const url = authorizeUrl(newVerifier(), { redirect_uri: `${others.origin}/console/callback` })
    const page = (await browser.visit(url.replace(issuer.url, others.url))) as Response

    expect(page.status).toBe(403)
    expect(await page.text()).not.toContain('value="ana"')
    expect((await browser.fetch(page.url, { method: 'POST', body: 'person=ana' })).status).toBe(403)
    await others.close()
  })
})

describe('an authorization code', () => {
  it('is refused with another verifier, for another address and to another client', async () => {
    for (const changes of [
      { code_verifier: newVerifier() },
      { redirect_uri: 'http://127.0.0.1:5173/console/callback' },
      { client_id: 'another' },
    ]) {
      const verifier = newVerifier()
      const back = await browser.signInAt(authorizeUrl(verifier), 'ana')
      const { status, body } = await exchange(back.searchParams.get('code') ?? '', verifier, changes)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(body).not.toHaveProperty('access_token')
    }
  })

  it('works once, and a second use ends the sign-in', async () => {
    const verifier = newVerifier()
    const back = await browser.signInAt(authorizeUrl(verifier), 'ana')
    const code = back.searchParams.get('code') ?? ''
    const { body } = await exchange(code, verifier)

    expect(await exchange(code, verifier)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await renew(body)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it("can be exchanged by the console's origins alone, according to CORS", async () => {
    const { port } = new URL(issuer.origin)
    for (const [origin, isAllowed] of [
      [`http://localhost:${port}`, true],
      ['https://chat.example.org', true],
      ['https://evil.example', false],
      ['null', false],
    ] as const) {
      const { headers, body } = await token({ grant_type: 'refresh_token', refresh_token: 'x' }, { origin })
      expect(headers.get('access-control-allow-origin')).toBe(isAllowed ? origin : null)
      expect(body).not.toHaveProperty('access_token')
    }
  })
})

describe('a refresh token', () => {
  it('renews the access token of its sign-in, and is replaced', async () => {
    const first = await signIn()
    const { status, body: second } = await renew(first)

    expect(status).toBe(200)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second.access_token).not.toBe(first.access_token)
    const claims = decodeJwt(first.access_token)
    expect(decodeJwt(second.access_token)).toMatchObject({
      sub: 'ana',
      auth_time: claims.auth_time,
      'cognito:groups': ['demo:agent'],
    })
    expect((await renew(second)).status).toBe(200)
  })

  it('ends the whole sign-in if it is used after it was replaced', async () => {
    const first = await signIn()
    const { body: second } = await renew(first)

    expect(await renew(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await renew(second)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('can be revoked by its own client alone', async () => {
    const tokens = await signIn()
    const revoke = async (client_id: string) => {
      const body = new URLSearchParams({ client_id, token: tokens.refresh_token, token_type_hint: 'refresh_token' })
      return (await fetch(`${issuer.url}/revoke`, { method: 'POST', body })).status
    }
    expect(await revoke('another')).toBe(401)
    const { body: renewed } = await renew(tokens)
    Object.assign(tokens, renewed)
    expect(await revoke(CLIENT_ID)).toBe(200)
    expect((await renew(tokens)).status).toBe(400)
  })

  it('is stored in a file that only its owner can read', async () => {
    await signIn()

    for (const name of readdirSync(folder.path).filter(each => each.startsWith('sign-ins.db'))) {
      expect(statSync(join(folder.path, name)).mode & 0o077).toBe(0)
    }
  })
})

describe('a restart', () => {
  it("keeps access tokens, refresh tokens and the browser's session valid", async () => {
    const tokens = await signIn()
    const { kid } = decodeProtectedHeader(tokens.access_token)
    await issuer.restart()

    const keys = createRemoteJWKSet(new URL(`${issuer.url}/.well-known/jwks.json`))
    expect((await jwtVerify(tokens.access_token, keys)).protectedHeader.kid).toBe(kid)
    expect((await renew(tokens)).status).toBe(200)
    expect(await browser.visit(authorizeUrl(newVerifier()))).toBeInstanceOf(URL)
  })

  it('keeps a sign-in that is under way', async () => {
    const verifier = newVerifier()
    const page = (await browser.visit(authorizeUrl(verifier))) as Response
    await issuer.restart()
    const back = (await browser.visit(page.url, {
      method: 'POST',
      body: new URLSearchParams({ person: 'ben' }),
    })) as URL
    await issuer.restart()

    expect((await exchange(back.searchParams.get('code') ?? '', verifier)).status).toBe(200)
  })
})

describe('signing out', () => {
  const signOutUrl = (parameters: Readonly<Record<string, string>>) =>
    `${issuer.url}/sign-out?${new URLSearchParams(parameters)}`

  it('asks first if a link opened the page, and ends session and refresh tokens after the answer', async () => {
    const tokens = await signIn()
    const page = (await browser.visit(
      signOutUrl({ client_id: CLIENT_ID, post_logout_redirect_uri: `${issuer.origin}/console/` }),
    )) as Response
    expect(await page.text()).not.toContain('data-at-once')
    expect((await renew(tokens)).status).toBe(200)

    await browser.confirmSignOut(page)
    expect(await browser.visit(authorizeUrl(newVerifier()))).toBeInstanceOf(Response)
    expect((await renew(tokens)).status).toBe(400)
  })

  it('refuses a return address that is not registered', async () => {
    const { id_token } = await signIn()
    const parameters = { id_token_hint: id_token, post_logout_redirect_uri: 'https://evil.example/' }
    expect(((await browser.visit(signOutUrl(parameters))) as Response).status).toBe(400)
  })

  it("everywhere ends the person's sessions in every browser, and no other person's", async () => {
    const other = new TestBrowser()
    const [here, there] = [await signIn('ana'), await signIn('ana', other)]
    const ben = await signIn('ben', new TestBrowser())
    await issuer.signIn.signOut('ana')

    for (const tokens of [here, there]) expect((await renew(tokens)).status).toBe(400)
    for (const each of [browser, other]) expect(await each.visit(authorizeUrl(newVerifier()))).toBeInstanceOf(Response)
    expect((await renew(ben)).status).toBe(200)
  })
})

describe('the pages', () => {
  it('have no address in brackets in their content security policy', async () => {
    const page = (await browser.visit(authorizeUrl(newVerifier()))) as Response

    expect(page.headers.get('content-security-policy')).not.toContain('[')
  })

  it('run only their own scripts, load nothing from elsewhere and allow no frame', async () => {
    const page = (await browser.visit(authorizeUrl(newVerifier()))) as Response
    const policy = page.headers.get('content-security-policy') ?? ''
    const text = await page.text()

    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(text).not.toMatch(/<script|<style| style=| on\w+=/)
    const style = await browser.fetch(`${issuer.url}/style.css`)
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await style.text()).toContain('--person')
  })

  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', undefined, 'de', 'Bei Interlude anmelden'],
    ['en;q=0.4, fr-CH, fr;q=0.9', undefined, 'fr', 'Se connecter à Interlude'],
    ['pt-BR,pt', undefined, 'en', 'Sign in to Interlude'],
    ['de', 'fr en', 'fr', 'Se connecter à Interlude'],
    ['en;q=0,de', undefined, 'de', 'Bei Interlude anmelden'],
  ])(
    'use the language of Accept-Language %j unless the console names %j: %s',
    async (accepted, ui_locales, lang, title) => {
      const page = (await browser.visit(authorizeUrl(newVerifier(), { ui_locales }), {
        headers: { 'accept-language': accepted },
      })) as Response
      const text = await page.text()

      expect(text).toContain(`<html lang="${lang}">`)
      expect(text).toContain(`<h1>${title}</h1>`)
    },
  )

  it('explain why a sign-in cannot go on, and lead back to the console', async () => {
    const stale = await browser.fetch(`${issuer.url}/sign-in/made-up`)
    expect(stale.status).toBe(400)
    expect(await stale.text()).toContain('href="/console/"')
    expect((await fetch(`${issuer.url}/nothing`)).status).toBe(404)
  })
})
