import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { CLIENT_ID, SCOPE } from '../../local/issuer/claims.ts'
import { TestBrowser } from '../../local/issuer/test-issuer.ts'
import { ENGINES } from '../../local/options.ts'
import { call } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { SocketClient } from './socket.ts'

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly error?: string
}

describe.each(ENGINES)('signing in and out over %s', engine => {
  const world = runningWorld(engine)
  const issuer = () => `${world.dev.url}/_issuer`
  const callback = () => `${world.dev.url}/console/callback`

  const ask = async (parameters: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ client_id: CLIENT_ID, ...parameters })
    return (await (await fetch(`${issuer()}/token`, { method: 'POST', body })).json()) as Tokens
  }
  const renew = async ({ refresh_token }: Tokens) => await ask({ grant_type: 'refresh_token', refresh_token })

  async function signIn(browser: TestBrowser, person: string): Promise<Tokens> {
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      client_id: CLIENT_ID,
      response_type: 'code',
      scope: SCOPE,
      redirect_uri: callback(),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'x',
    })
    const back = await browser.signInAt(`${issuer()}/authorize?${query}`, person)
    const code = back.searchParams.get('code') ?? ''
    return await ask({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: callback() })
  }
  const lists = async ({ access_token }: Tokens) =>
    (await call(`${world.dev.url}/api/v1/bots/demo/conversations`, { token: access_token })).status
  const opens = async ({ access_token }: Tokens) =>
    await world.keep(SocketClient.connect(world.dev.socketUrl, access_token, 'demo'))

  it('gives agents access to conversations and sockets, and admins also to settings', async () => {
    const ana = await signIn(new TestBrowser(), 'ana')
    expect(await lists(ana)).toBe(200)
    expect(await lists(await renew(ana))).toBe(200)
    await opens(ana)
    const config = `${world.dev.url}/api/v1/bots/demo/config`
    expect((await call(config, { token: ana.access_token })).status).toBe(403)
    expect((await call(config, { token: (await signIn(new TestBrowser(), 'admin')).access_token })).status).toBe(200)
  })

  it("closes all sockets and revokes tokens, renewals and the issuer's session on a sign-out everywhere", async () => {
    const [here, there] = [new TestBrowser(), new TestBrowser()]
    const [ana, elsewhere] = [await signIn(here, 'ana'), await signIn(there, 'ana')]
    const ben = await signIn(new TestBrowser(), 'ben')
    const sockets = await Promise.all([opens(ana), opens(elsewhere)])
    const other = await opens(ben)

    const url = `${world.dev.url}/api/v1/me/sign-out-everywhere`
    expect(await call(url, { method: 'POST', token: ana.access_token })).toMatchObject({ status: 200 })

    await eventually('both sockets closed', () => sockets.every(socket => socket.isClosed))
    for (const tokens of [ana, elsewhere]) {
      expect(await lists(tokens)).toBe(401)
      await expect(opens(tokens)).rejects.toThrow('401')
      expect(await renew(tokens)).toMatchObject({ error: 'invalid_grant' })
    }
    expect(other.isClosed).toBe(false)
    expect(await lists(ben)).toBe(200)

    const again = await signIn(here, 'ben')
    // The issuer asked for the person again: it no longer remembers Ana in this browser.
    expect(decodeJwt(again.access_token).sub).toBe('ben')
    expect(await lists(again)).toBe(200)
    await opens(await signIn(there, 'ana'))
  })
})
