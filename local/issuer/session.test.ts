import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSession } from '../../web/console/sign-in/session.ts'
import { testFolder } from '../engines/test-folder.ts'
import { CLIENT_ID, SCOPE } from './claims.ts'
import { anIssuer, TestBrowser, type TestIssuer } from './test-issuer.ts'
import { aTab, type TabOptions, TestProfile } from './test-tab.ts'

let folder: Awaited<ReturnType<typeof testFolder>>
let issuer: TestIssuer
let browser: TestBrowser
let profile: TestProfile

beforeEach(async () => {
  folder = await testFolder()
  issuer = await anIssuer(folder.path)
  browser = new TestBrowser()
  profile = new TestProfile()
})
afterEach(async () => {
  await issuer.close()
  await folder.remove()
})

const minutes = (count: number) => count * 60_000

const configOf = (changes: object = {}) => ({
  issuer: issuer.url,
  clientId: CLIENT_ID,
  scope: SCOPE,
  socketUrl: '/ws',
  apiUrl: '',
  ...changes,
})

function open(path: string, options: Partial<TabOptions> = {}) {
  const tab = aTab({ profile, config: configOf(), url: `${issuer.origin}${path}`, ...options })
  return { tab, session: createSession(tab.env) }
}

/** A tab in which `person` signed in, loaded again when the issuer leads back to it. */
async function signedIn(person = 'ana', options: Partial<TabOptions> = {}) {
  const { tab, session } = open('/console/', options)
  await session.start()
  await session.signIn('/console/demo/waiting')
  await tab.follow(browser, person)
  const again = createSession(tab.env)
  await again.start()
  return { tab, session: again }
}

describe("the console's sign-in", () => {
  it('starts signed out, and returns from the issuer to the page that was requested', async () => {
    const { tab, session } = open('/console?bot=demo&session=ses_1')
    await session.start()
    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'first' })
    expect(await session.accessToken()).toBeUndefined()

    await session.signIn()
    expect(session.state()).toEqual({ status: 'leaving' })
    await tab.follow(browser, 'ana')
    const back = createSession(tab.env)
    await back.start()

    expect(back.state()).toMatchObject({ status: 'signed-in', agent: { id: 'ana', name: 'Ana' } })
    expect(`${tab.url().pathname}${tab.url().search}`).toBe('/console?bot=demo&session=ses_1')
    expect(decodeJwt((await back.accessToken())!)).toMatchObject({ sub: 'ana', token_use: 'access' })
  })

  it('survives a reload, a new tab and a restart of the server', async () => {
    const { tab } = await signedIn()
    await issuer.restart()
    const reloaded = createSession(tab.env)
    const other = open('/console/demo/mine')
    await Promise.all([reloaded.start(), other.session.start()])

    for (const session of [reloaded, other.session]) {
      expect(session.state()).toMatchObject({ status: 'signed-in', agent: { id: 'ana' } })
      expect(await session.accessToken()).toEqual(expect.any(String))
    }
  })

  it('reuses a token until it expires soon, then renews it without leaving the page', async () => {
    const { tab, session } = await signedIn()
    const first = await session.accessToken()
    expect(await session.accessToken()).toBe(first)

    tab.advance(minutes(9.6))
    const second = await session.accessToken()

    expect(second).not.toBe(first)
    expect(decodeJwt(second!)).toMatchObject({ sub: 'ana', auth_time: decodeJwt(first!).auth_time })
    expect(tab.left()).toBeUndefined()
    expect(session.state().status).toBe('signed-in')
  })

  it('renews a token that the server calls stale', async () => {
    const { tab, session } = await signedIn()
    const first = await session.accessToken()
    tab.advance(minutes(1))

    expect(await session.accessToken({ isStale: true })).not.toBe(first)
  })

  it('renews once if several tabs need a token at the same time', async () => {
    const { tab, session } = await signedIn()
    const other = open('/console/')
    await other.session.start()
    await Promise.all([session.accessToken(), other.session.accessToken()])
    for (const each of [tab, other.tab]) each.advance(minutes(9.9))

    const tokens = await Promise.all(
      [session, other.session, session, other.session].map(async each => await each.accessToken()),
    )

    expect(new Set(tokens).size).toBe(1)
    expect(session.state().status).toBe('signed-in')
    tab.advance(minutes(9.9))
    expect(await session.accessToken()).not.toBe(tokens[0])
  })

  it('reuses a valid token while the issuer is unreachable, and stays signed in', async () => {
    const { tab, session } = await signedIn()
    const token = await session.accessToken()
    await issuer.close()
    tab.advance(minutes(9.6))
    expect(await session.accessToken()).toBe(token)

    tab.advance(minutes(1))
    await expect(session.accessToken()).rejects.toThrow()
    expect(session.state().status).toBe('signed-in')
    issuer = await anIssuer(folder.path)
  })

  it('is reported as ended if the issuer refuses to renew it, and asks for the person again', async () => {
    const { tab, session } = await signedIn()
    await issuer.signIn.signOut('ana')
    tab.advance(minutes(10))

    expect(await session.accessToken()).toBeUndefined()
    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'ended' })
    await session.signIn()
    expect(new URL(tab.left()!).searchParams.get('prompt')).toBe('login')
    await tab.follow(browser, 'ben')
    const back = createSession(tab.env)
    await back.start()
    expect(back.state()).toMatchObject({ status: 'signed-in', agent: { id: 'ben' } })
  })

  it('is reported as ended if the server refuses a token that was just made', async () => {
    const { session } = await signedIn()
    await session.accessToken()

    expect(await session.accessToken({ isStale: true })).toBeUndefined()
    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'ended' })
  })

  it('follows a sign-out in another tab, and a sign-in as another agent', async () => {
    const { tab, session } = await signedIn()
    const other = open('/console/')
    await other.session.start()

    await session.signOut()
    expect(other.session.state()).toMatchObject({ status: 'signed-out', because: 'elsewhere' })
    expect(await other.session.accessToken()).toBeUndefined()

    await browser.visit(tab.left()!)
    await other.session.signIn()
    await other.tab.follow(new TestBrowser(), 'ben')
    await createSession(other.tab.env).start()
    expect(other.session.state()).toMatchObject({ status: 'leaving' })
    const third = open('/console/')
    await third.session.start()
    expect(third.session.state()).toMatchObject({ status: 'signed-in', agent: { id: 'ben', name: 'Ben' } })
  })

  it('ends at the issuer, too: the refresh token is revoked and the next sign-in asks for the person', async () => {
    const { tab, session } = await signedIn()
    const { refreshToken } = JSON.parse(profile.stored.get('interlude.sign-in')!) as { refreshToken: string }
    await session.signOut()

    expect(profile.stored.get('interlude.sign-in')).toBeUndefined()
    expect(await renewal(refreshToken)).toMatchObject({ error: 'invalid_grant' })
    const page = (await browser.visit(tab.left()!)) as Response
    expect(await page.text()).toContain('data-at-once')
    const signedOut = await browser.confirmSignOut(page)
    expect(signedOut.href).toBe(`${issuer.origin}/console/`)
    await session.signIn()
    expect(((await browser.visit(tab.left()!)) as Response).status).toBe(200)
  })

  it('ends in the browser if the issuer is unreachable', async () => {
    const { tab, session } = await signedIn()
    await issuer.close()
    await session.signOut()

    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'here' })
    expect(profile.stored.size).toBe(0)
    expect(tab.left()).toBeUndefined()
    issuer = await anIssuer(folder.path)
  })

  it('ends everywhere at the server first, and stays if the server does not answer', async () => {
    const posted: string[] = []
    const answers = [new Error('no answer'), undefined]
    const { tab, session } = await signedIn('ana', {
      post: async (url, token) => {
        const failure = answers.shift()
        if (failure) throw failure
        posted.push(url, String(decodeJwt(token).sub))
      },
    })
    await expect(session.signOutEverywhere()).rejects.toThrow('no answer')
    expect(session.state().status).toBe('signed-in')

    await session.signOutEverywhere()
    expect(posted).toEqual(['/api/v1/me/sign-out-everywhere', 'ana'])
    expect(session.state()).toEqual({ status: 'leaving' })
    expect(tab.left()).toContain(`${issuer.url}/sign-out?`)
  })

  it("ends at Cognito's page, with its address and its parameters", async () => {
    const endSession = { kind: 'cognito', url: 'https://interlude-dev.auth.eu-central-1.amazoncognito.com/logout' }
    const { tab, session } = await signedIn('ana', { config: configOf({ endSession }) })
    await session.signOut()

    const left = new URL(tab.left()!)
    expect(`${left.origin}${left.pathname}`).toBe(endSession.url)
    expect(Object.fromEntries(left.searchParams)).toEqual({
      client_id: CLIENT_ID,
      logout_uri: `${issuer.origin}/console/`,
    })
  })

  it('ends on the signed-out page if the issuer has no page for that', async () => {
    const { tab, session } = await signedIn('ana', { config: configOf({ endSession: { kind: 'none' } }) })
    await session.signOut()

    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'here' })
    expect(tab.left()).toBeUndefined()
  })

  it('never returns to another site, and ignores a callback without a sign-in of this tab', async () => {
    for (const returnTo of ['https://evil.example/', '//evil.example', '/console.evil', '/console/callback?code=x']) {
      const { tab, session } = open('/console/')
      await session.start()
      await session.signIn(returnTo)
      await tab.follow(browser, 'ana')
      await createSession(tab.env).start()
      expect(tab.url().pathname).toBe('/console/')
    }
    profile.stored.clear()
    const { tab, session } = open('/console/callback?code=stolen&state=made-up')
    await session.start()
    expect(session.state()).toMatchObject({ status: 'signed-out', because: 'first' })
    expect(tab.url().href).toBe(`${issuer.origin}/console/`)
  })

  it('reports a refusal of the issuer with its error', async () => {
    const { tab, session } = open('/console/')
    await session.start()
    await session.signIn()
    const state = new URL(tab.left()!).searchParams.get('state')
    tab.env.page.rename(`/console/callback?error=access_denied&state=${state}`)
    const back = createSession(tab.env)
    await back.start()

    expect(back.state()).toEqual({ status: 'failed', because: 'refused', detail: 'access_denied' })
    expect(tab.url().pathname).toBe('/console/')
  })

  it('reports each reason why signing in is impossible', async () => {
    const failing = async (config: unknown, changes: object = {}) => {
      const tab = aTab({ profile, config, url: `${issuer.origin}/console/` })
      const session = createSession({ ...tab.env, ...changes })
      await session.start()
      if (session.state().status === 'signed-out') await session.signIn()
      return session.state()
    }
    const forbidden = () => {
      throw new Error('forbidden')
    }
    expect(await failing(configOf(), { isSecure: false })).toMatchObject({ because: 'insecure' })
    expect(await failing(configOf(), { shared: { keys: forbidden } })).toMatchObject({ because: 'storage' })
    expect(await failing(configOf(), { getJson: async () => forbidden() })).toMatchObject({ because: 'unreachable' })
    expect(await failing(configOf({ scope: undefined }))).toMatchObject({
      because: 'configuration',
      detail: 'config.json: scope must be a text',
    })
    expect(await failing(configOf({ issuer: 'http://127.0.0.1:9' }))).toMatchObject({ because: 'unreachable' })
  })

  it('is ignored if it is stored for another client or cannot be read', async () => {
    await signedIn()
    for (const [config, text] of [
      [configOf({ clientId: 'another' }), undefined],
      [configOf(), '{"accessToken":1}'],
      [configOf(), 'no json'],
    ] as const) {
      if (text !== undefined) profile.stored.set('interlude.sign-in', text)
      const { session } = open('/console/', { config })
      await session.start()
      expect(session.state()).toMatchObject({ status: 'signed-out' })
    }
  })
})

async function renewal(refreshToken: string): Promise<unknown> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: CLIENT_ID,
  })
  return await (await fetch(`${issuer.url}/token`, { method: 'POST', body })).json()
}
