import { expect, it } from 'vitest'
import { aPage } from '../../../test/support/stored.ts'
import { check, subscribe } from './check.ts'
import { errorOf, metaServer } from './test-meta.ts'
import { APP, AT, PAGE } from './test-webhooks.ts'
import { VERDICTS } from './verdicts.ts'

// The tests of functions/setup check each finding over the double. These are answers that the double never gives.

const meta = metaServer()
const here = { callbackUrl: 'https://hitl.example.test/api/v1/channels/messenger/webhook', now: AT }

/** Checks the page's token with this answer of `debug_token`, or with this error. */
async function ofToken(answer: object) {
  const ports = meta.ports()
  const call: typeof ports.platforms.call = async ({ url }) => {
    const { pathname } = new URL(url)
    if (pathname.endsWith('/subscriptions')) return { status: 200, body: { data: [] } }
    return { status: 'error' in answer ? 400 : 200, body: answer }
  }
  const checks = await check({ ...ports, platforms: { call } }, aPage(PAGE), here)
  return checks.find(({ name }) => name === 'token')?.finding
}

it('takes an error of debug_token for a token that is not the app’s', async () => {
  expect(await ofToken(errorOf(100))).toBe('token.foreign')
})

it.each([
  [{ is_valid: true, type: 'USER', app_id: APP.appId }, 'token.kind'],
  [{ is_valid: true, type: 'PAGE', profile_id: PAGE }, 'token.ok'],
  [{ is_valid: true }, 'token.ok'],
  [{}, 'token.invalid'],
  [null, 'token.invalid'],
])('reads %s as %s', async (data, finding) => {
  expect(await ofToken({ data })).toBe(finding)
})

it('counts a permission that a person granted for other pages alone as missing', async () => {
  const ports = meta.ports()
  const data = {
    is_valid: true,
    expires_at: 9e15,
    scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_read_engagement'],
    granular_scopes: [{ scope: 'pages_messaging', target_ids: ['1'] }, { scope: 'pages_manage_metadata' }],
  }
  const call: typeof ports.platforms.call = async ({ url }) =>
    url.includes('debug_token') ? { status: 200, body: { data } } : { status: 200, body: {} }
  const checks = await check({ ...ports, platforms: { call } }, aPage(PAGE), here)
  expect(checks.find(({ name }) => name === 'scopes')).toMatchObject({
    finding: 'scopes.missing',
    facts: { missing: 'pages_messaging' },
  })
  expect(checks.find(({ name }) => name === 'expiry')?.finding).toBe('expiry.late')
})

it('tells the app’s token to Meta alone, in a header', async () => {
  meta.answers({ body: { data: {} } }, { body: { data: [] } })
  await check(meta.ports(), aPage(PAGE), here)
  const asked = meta.asked().map(({ url, authorization }) => [url.pathname.split('/').at(-1), authorization])
  const authorization = `Bearer ${APP.appId}|${APP.appSecret}`
  expect(new Map(asked as [string, string][])).toEqual(
    new Map([
      ['debug_token', authorization],
      ['subscriptions', authorization],
    ]),
  )
})

it('says that the platform cannot be reached if a subscription has no answer', async () => {
  expect(await subscribe(meta.ports(), aPage(PAGE))).toMatchObject({ name: 'subscription', finding: 'unreachable' })
})

it('says in each finding that is wrong how to mend it', () => {
  for (const { status, says } of Object.values(VERDICTS)) {
    if (status !== 'wrong') continue
    const words = (says as (facts: object) => string)({})
    expect(words).toMatch(/(Enter|enter|Copy|Make|Save|subscribe|Subscribe|needs) /)
  }
})
