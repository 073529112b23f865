import { describe, expect, it } from 'vitest'
import { identitySignature } from '../../lib/auth/users.ts'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'

const admin = agentToken('root', ['admin'])

async function given() {
  const { app } = await appWorld()
  const logged: { message: string; details: unknown }[] = []
  const log = { ...app.log, info: note, warn: note }
  function note(message: string, details?: unknown) {
    logged.push({ message, details })
  }
  const api = httpApi({ ...app, log }, allRoutes)
  async function ask<T = Record<string, unknown>>(name: RouteName, options: { token?: string; body?: unknown } = {}) {
    const answer = await api(httpEvent(routes[name], { botId: 'shop' }, options), lambdaContext)
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as T }
  }
  const reads = async (token: string, userId: string) => {
    const params = { botId: 'shop', channel: 'web', userId }
    return (await api(httpEvent(routes.readLog, params, { token }), lambdaContext)).statusCode
  }
  return { app, ask, reads, logged }
}

describe("replacing the secret of users' tokens", () => {
  it('accepts and renews earlier tokens only until the overlap ends', async () => {
    const { app, ask, reads } = await given()
    const before = (await ask<{ token: string; userId: string }>('userToken')).body
    const { status, body } = await ask<{ earlierUntil: string }>('replaceUserTokenSecret', {
      token: admin,
      body: { overlapSeconds: 600 },
    })
    expect(status).toBe(200)
    expect(Date.parse(body.earlierUntil)).toBe(app.clock.now() + minutes(10))
    const after = (await ask<{ token: string; userId: string }>('userToken')).body

    expect(await reads(before.token, before.userId)).toBe(200)
    expect(await reads(after.token, after.userId)).toBe(200)
    app.clock.advance(minutes(10))
    expect(await reads(before.token, before.userId)).toBe(401)
    expect(await reads(after.token, after.userId)).toBe(200)
    expect((await ask('userToken', { body: { renew: before.token } })).status).toBe(401)
  })

  it('ends every token at once with an overlap of 0', async () => {
    const { ask, reads } = await given()
    const before = (await ask<{ token: string; userId: string }>('userToken')).body
    await ask('replaceUserTokenSecret', { token: admin, body: { overlapSeconds: 0 } })
    expect(await reads(before.token, before.userId)).toBe(401)
  })
})

describe('replacing the identity secret', () => {
  it('returns the new secret, and accepts signatures by both until the overlap ends', async () => {
    const { app, ask } = await given()
    const signIn = async (secret: string) => {
      const expiresAt = new Date(app.clock.now() + minutes(5)).toISOString()
      const signature = identitySignature(secret, 'maria', expiresAt)
      return (await ask('userToken', { body: { userId: 'maria', expiresAt, signature } })).status
    }
    const earlier = (await ask<{ identitySecret: string }>('identitySecret', { token: admin })).body.identitySecret
    const replaced = (await ask<{ identitySecret: string }>('replaceIdentitySecret', { token: admin })).body
    expect(replaced.identitySecret).not.toBe(earlier)
    expect((await ask('identitySecret', { token: admin })).body).toEqual({ identitySecret: replaced.identitySecret })

    expect([await signIn(earlier), await signIn(replaced.identitySecret)]).toEqual([200, 200])
    app.clock.advance(minutes(24 * 60))
    expect([await signIn(earlier), await signIn(replaced.identitySecret)]).toEqual([401, 200])
  })

  it('survives a change of the configuration', async () => {
    const { app, ask } = await given()
    await ask('replaceUserTokenSecret', { token: admin })
    const before = await app.store.bot('shop')
    const { body } = await ask('config', { token: admin })
    expect((await ask('putBot', { token: admin, body })).status).toBe(200)
    const { config: _config, ...secrets } = (await app.store.bot('shop'))!
    const { config: _before, ...secretsBefore } = before!
    expect(secrets).toEqual(secretsBefore)
  })

  it('logs the admin who reads or replaces the secret, and never the secret', async () => {
    const { ask, logged } = await given()
    const { identitySecret } = (await ask<{ identitySecret: string }>('identitySecret', { token: admin })).body
    await ask('replaceIdentitySecret', { token: admin })
    expect(logged).toEqual([
      { message: 'identity secret read', details: { botId: 'shop', by: 'root' } },
      {
        message: 'secret replaced',
        details: { botId: 'shop', secret: 'identitySecret', by: 'root', overlapSeconds: 86_400 },
      },
    ])
    expect(JSON.stringify(logged)).not.toContain(identitySecret)
  })

  it.each(['replaceIdentitySecret', 'replaceUserTokenSecret'] as const)(
    'refuses a supervisor and a negative overlap: %s',
    async name => {
      const { ask } = await given()
      expect((await ask(name, { token: agentToken('ana', ['shop:supervisor']) })).status).toBe(403)
      expect((await ask(name, { token: admin, body: { overlapSeconds: -1 } })).status).toBe(400)
    },
  )
})

describe('a URL with a password', () => {
  it('is refused with the path of its field, and is not repeated', async () => {
    const { ask } = await given()
    const { body } = await ask<{ version: number }>('config', { token: admin })
    const hook = { type: 'webhook', url: 'https://user:hunter2@example.test/x', secret: `whsec_${'a'.repeat(32)}` }
    const { status, body: problem } = await ask('putBot', { token: admin, body: { ...body, channels: { sms: hook } } })
    expect(status).toBe(400)
    expect(problem).toMatchObject({
      errors: [{ path: 'channels.sms.url', message: 'must not contain a user name or a password' }],
    })
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  it('is masked if it is already stored', async () => {
    const { app, ask } = await given()
    const stored = (await app.store.bot('shop'))!
    const url = 'https://user:hunter2@example.test/x'
    const channels = { sms: { type: 'webhook', url, secret: 'whsec_x', replies: 'answer' } } as const
    await app.store.putBot('shop', stored.config.version, {
      ...stored,
      config: { ...stored.config, version: stored.config.version + 1, channels },
    })
    app.directory.forget('shop')
    const { body } = await ask('config', { token: admin })
    expect(body).toMatchObject({ channels: { sms: { url: 'https://********@example.test/x' } } })
    expect(JSON.stringify(body)).not.toMatch(/hunter2|user:/)
  })
})
