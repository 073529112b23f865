import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { inboundRoutes } from '../../functions/inbound/routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START, seconds } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { httpApi } from '../http/api.ts'
import { routes } from '../protocol/routes.ts'
import { sessionId } from '../session/session.ts'
import { checkIdentity, checkUserToken, identitySignature, signUserToken } from './users.ts'

const maria = { botId: 'shop', userId: 'maria', anonymous: false }

async function given() {
  const world = await appWorld()
  await putBot(world.app, 'other')
  const bot = await world.app.directory.bot('shop')
  const { token } = await signUserToken(bot, maria, world.app.clock.now())
  const check = (text: string, botId = 'shop') =>
    checkUserToken(world.app.directory, text, botId, world.app.clock.now())
  return { world, bot, token, check }
}

describe("an end user's token", () => {
  it('identifies bot, channel and user, and expires after an hour', async () => {
    const { check, token, world } = await given()
    expect(await check(token)).toEqual({
      as: 'user',
      address: { botId: 'shop', channel: 'web', userId: 'maria' },
      expiresAt: START + minutes(60),
    })
    world.app.clock.advance(minutes(60) - seconds(1))
    expect(await check(token)).toMatchObject({ as: 'user' })
    world.app.clock.advance(seconds(1))
    await expect(check(token)).rejects.toMatchObject({ code: 'auth.expired', status: 401 })
  })

  it('marks an anonymous user', async () => {
    const { check, bot } = await given()
    const { token } = await signUserToken(bot, { botId: 'shop', userId: 'u1', anonymous: true }, START)
    expect(await check(token)).toMatchObject({ as: 'user', anonymous: true })
  })

  it('has only the claims exp, iat, iss and sub', async () => {
    const { token } = await given()
    expect(new Set(Object.keys(decodeJwt(token)))).toEqual(new Set(['exp', 'iat', 'iss', 'sub']))
  })

  it('is refused for another bot with the same secret, and for an unknown bot', async () => {
    const { check, token } = await given()
    await expect(check(token, 'other')).rejects.toMatchObject({ code: 'auth.invalid' })
    await expect(check(token, 'none')).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('is refused if it is forged: changed, unsigned or signed with another secret', async () => {
    const { check, token } = await given()
    const [header, , signature] = token.split('.')
    const claims = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: 'jonas' })).toString('base64url')
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
    const { token: byAnother } = await signUserToken({ userTokenSecret: 'a guess' }, maria, START)
    for (const forged of [[header, claims, signature].join('.'), `${unsigned}.${claims}.`, byAnother, 'x', '']) {
      await expect(check(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
    }
  })

  it('may name a user id that needs encoding, and is refused with a malformed id or without an expiry', async () => {
    const { check, bot } = await given()
    const secret = new TextEncoder().encode(bot.userTokenSecret)
    const made = (sub: string) =>
      new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setIssuer('interlude:shop').setSubject(sub)
    for (const userId of ['auth0|123', 'a/b', 'ü', '../eva']) {
      const caller = await check(await made(userId).setExpirationTime('1h').sign(secret))
      expect(caller).toMatchObject({ address: { userId } })
    }
    for (const userId of ['..', '', 'eva\u202e', 'eva\n', 'x'.repeat(257)]) {
      const token = await made(userId).setExpirationTime('1h').sign(secret)
      await expect(check(token)).rejects.toMatchObject({ code: 'auth.invalid' })
    }
    await expect(check(await made('maria').sign(secret))).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('fails with store.unavailable, not auth.invalid, if the bot cannot be read', async () => {
    const { check, token, world } = await given()
    world.store.close()
    world.app.directory.forget('shop')
    await expect(check(token)).rejects.toMatchObject({ code: 'store.unavailable', status: 503 })
  })
})

describe("a host's signature for its user", () => {
  const secret = { identitySecret: 'a secret of the host' }
  const expiresAt = new Date(START + minutes(5)).toISOString()
  const signature = identitySignature(secret.identitySecret, 'maria', expiresAt)

  it('is HMAC-SHA256 over userId and expiry, as hex', () => {
    expect(signature).toMatch(/^[0-9a-f]{64}$/)
    // Made with: printf 'maria.2026-01-05T09:05:00.000Z' | openssl dgst -sha256 -hmac 'a secret of the host'
    expect(signature).toBe('31cfe0c2b2769643a6d9c79b6c3e836dfd55bc0c5b63de23ef252d9aa350b190')
  })

  it('is accepted as a signature until it expires', () => {
    checkIdentity(secret, { userId: 'maria', expiresAt, signature }, START)
    const late = () => checkIdentity(secret, { userId: 'maria', expiresAt, signature }, START + minutes(5))
    expect(late).toThrow(expect.objectContaining({ code: 'auth.expired' }))
  })

  it.each([
    ['another user', { userId: 'jonas' }],
    ['a later expiry', { expiresAt: new Date(START + minutes(50)).toISOString() }],
    ['another signature', { signature: signature.replace(/^./, first => (first === '0' ? '1' : '0')) }],
    ['a shorter signature', { signature: signature.slice(1) }],
    ['an empty signature', { signature: '' }],
  ])('is refused as a signature with %s', (_what, changed) => {
    const check = () => checkIdentity(secret, { userId: 'maria', expiresAt, signature, ...changed }, START)
    expect(check).toThrow(expect.objectContaining({ code: 'auth.invalid' }))
  })

  it('is refused as a signature if its expiry is not a date', () => {
    const never = identitySignature(secret.identitySecret, 'maria', 'never')
    expect(() => checkIdentity(secret, { userId: 'maria', expiresAt: 'never', signature: never }, START)).toThrow(
      expect.objectContaining({ code: 'auth.expired' }),
    )
  })
})

describe("the check of a host's signature", () => {
  const secret = { identitySecret: 'a secret of the host' }
  const claimOf = (userId: string, expiresAt: string) => ({
    userId,
    expiresAt,
    signature: identitySignature(secret.identitySecret, userId, expiresAt),
  })

  it('refuses a signature that lasts more than a day', () => {
    const inADay = new Date(START + 24 * minutes(60)).toISOString()
    checkIdentity(secret, claimOf('maria', inADay), START)
    for (const expiresAt of [new Date(START + 24 * minutes(60) + 1).toISOString(), '9999-12-31T23:59:59Z']) {
      expect(() => checkIdentity(secret, claimOf('maria', expiresAt), START)).toThrow(
        expect.objectContaining({ code: 'auth.invalid', message: 'a signature may be valid for at most one day' }),
      )
    }
  })

  it("refuses a signature for an anonymous user's id", () => {
    const soon = new Date(START + minutes(5)).toISOString()
    expect(() => checkIdentity(secret, claimOf('anon_0123456789abcdefghijkl', soon), START)).toThrow(
      expect.objectContaining({ code: 'auth.invalid' }),
    )
  })

  it('accepts a replaced secret until its overlap ends', () => {
    const bot = {
      identitySecret: 'new',
      replaced: { identitySecret: { secret: secret.identitySecret, until: START + 1 } },
    }
    const claim = claimOf('maria', new Date(START + minutes(5)).toISOString())
    checkIdentity(bot, claim, START)
    expect(() => checkIdentity(bot, claim, START + 1)).toThrow(expect.objectContaining({ code: 'auth.invalid' }))
  })
})

describe('the user token endpoint', () => {
  async function asks(world: AppWorld, options: { token?: string; body?: unknown } = {}) {
    const answer = await httpApi(world.app, inboundRoutes)(
      httpEvent(routes.userToken, { botId: 'shop' }, options),
      lambdaContext,
    )
    const body = JSON.parse(answer.body ?? '') as Partial<Record<'token' | 'userId' | 'session' | 'code', string>>
    return { status: answer.statusCode, ...body }
  }

  it('issues a token to an anonymous user, with a new userId each time', async () => {
    const { world, check } = await given()
    const [one, two] = [await asks(world), await asks(world)]
    expect(one).toMatchObject({ status: 200, channel: 'web', userId: expect.stringMatching(/^anon_.{22}$/) })
    expect(two.userId).not.toBe(one.userId)
    expect(await check(one.token!)).toMatchObject({ address: { userId: one.userId } })
    expect(one.session).toBe(sessionId({ botId: 'shop', channel: 'web', userId: one.userId! }))
  })

  it('renews an expired anonymous token for a month, for the same user and session', async () => {
    const { world, check } = await given()
    const first = await asks(world)
    world.app.clock.advance(minutes(29 * 24 * 60))
    await expect(check(first.token!)).rejects.toMatchObject({ code: 'auth.expired' })
    const again = await asks(world, { body: { renew: first.token } })
    expect(again).toMatchObject({ status: 200, userId: first.userId, session: first.session })
    expect(await check(again.token!)).toMatchObject({ address: { userId: first.userId } })

    world.app.clock.advance(minutes(2 * 24 * 60))
    expect(await asks(world, { body: { renew: first.token } })).toMatchObject({ status: 401, code: 'auth.expired' })
    expect(await asks(world, { body: { renew: again.token } })).toMatchObject({ status: 200, userId: first.userId })
  })

  it('renews an anonymous user for 180 days in total', async () => {
    const { world } = await given()
    const first = await asks(world)
    let token = first.token
    for (let day = 0; day < 180; day += 20) {
      const renewed = await asks(world, { body: { renew: token } })
      expect(renewed).toMatchObject({ status: 200, userId: first.userId })
      token = renewed.token
      world.app.clock.advance(20 * 24 * minutes(60))
    }
    expect(await asks(world, { body: { renew: token } })).toMatchObject({ status: 200 })
    world.app.clock.advance(seconds(1))
    expect(await asks(world, { body: { renew: token } })).toMatchObject({ status: 401, code: 'auth.expired' })
  })

  it('refuses to renew the token of an identified user', async () => {
    const { world, token } = await given()
    expect(await asks(world, { body: { renew: token } })).toMatchObject({ status: 401, code: 'auth.invalid' })
  })

  it('refuses to renew a token that is forged or from another bot', async () => {
    const { world } = await given()
    const anonymous = { userId: 'anon_eva', anonymous: true }
    const { token: guessed } = await signUserToken(
      { userTokenSecret: 'a guess' },
      { botId: 'shop', ...anonymous },
      START,
    )
    const other = await world.app.directory.bot('other')
    const { token: elsewhere } = await signUserToken(other, { botId: 'other', ...anonymous }, START)
    for (const renew of [guessed, elsewhere, 'x']) {
      expect(await asks(world, { body: { renew } })).toMatchObject({ status: 401, code: 'auth.invalid' })
    }
  })

  it("issues a token for a chosen userId only with the host's signature for it", async () => {
    const { world, bot } = await given()
    const expiresAt = new Date(START + minutes(5)).toISOString()
    const signature = identitySignature(bot.identitySecret, 'maria', expiresAt)
    expect(await asks(world, { body: { userId: 'maria', expiresAt, signature } })).toMatchObject({
      status: 200,
      userId: 'maria',
    })
    expect(await asks(world, { body: { userId: 'maria' } })).toMatchObject({ status: 400 })
    expect(await asks(world, { body: { expiresAt, signature } })).toMatchObject({ status: 400 })
    expect(await asks(world, { body: { userId: 'eva', expiresAt, signature } })).toMatchObject({
      status: 401,
      code: 'auth.invalid',
    })
  })

  it('refuses an agent', async () => {
    const { world } = await given()
    expect(await asks(world, { token: agentToken('ana', ['shop:agent']) })).toMatchObject({ status: 403 })
  })
})
