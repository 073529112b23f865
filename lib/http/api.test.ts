import { createHash } from 'node:crypto'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { userToken } from '../../test/support/sockets.ts'
import { makeKey } from '../auth/keys.ts'
import { defined } from '../defined.ts'
import { type RouteSpec, routes } from '../protocol/routes.ts'
import { episodeId, sessionId } from '../session/session.ts'
import { randomIds } from '../system.ts'
import { httpApi } from './api.ts'

const ana = agentToken('ana', ['shop:agent'])
const shop = { botId: 'shop' }

async function given() {
  const world = await appWorld({ mode: 'gate' })
  await putBot(world.app, 'other')
  const { key, stored } = makeKey(randomIds, '2026-01-05T09:00:00.000Z')
  await world.store.putKey('shop', stored)
  return { world, key }
}

async function asks(world: AppWorld, ...event: Parameters<typeof httpEvent>) {
  const { statusCode, headers, body = '' } = await httpApi(world.app, allRoutes)(httpEvent(...event), lambdaContext)
  const isJson = /json/.test(String(headers?.['content-type']))
  return {
    status: statusCode,
    headers: headers ?? {},
    body: isJson ? (JSON.parse(body) as Record<string, unknown>) : body,
  }
}

describe('every response', () => {
  it('has headers against caching, sniffing and framing, even if it is an error', async () => {
    const { world } = await given()
    for (const answer of [
      await asks(world, routes.hitlSessions, shop, { token: ana }),
      await asks(world, routes.hitlSessions, shop),
      await asks(world, routes.conversations, shop, { token: ana }),
    ]) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-request-id': 'request-1',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
      const names = new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]))
      expect(names.get('x-content-type-options')).toBe('nosniff')
      expect(names.get('strict-transport-security')).toMatch(/^max-age=\d{7,}$/)
      expect(names.get('x-frame-options')).toBe('DENY')
      expect(names.get('referrer-policy')).toBe('no-referrer')
      expect(names.has('x-powered-by')).toBe(false)
    }
  })

  it('is a problem document with its code if it is an error, without internal messages', async () => {
    const { world } = await given()
    expect(await asks(world, routes.hitlSessions, shop)).toMatchObject({
      status: 401,
      headers: { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' },
      body: { code: 'auth.missing', status: 401, requestId: 'request-1' },
    })
    world.store.load = async () => {
      throw new Error('the disk is full, password 1234')
    }
    const masked = await asks(world, routes.hitlIsPaused, { ...shop, id: sessionId(maria) }, { token: ana })
    expect(masked).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(JSON.stringify(masked)).not.toContain('1234')
    world.store.close()
    world.app.directory.forget('shop')
    expect(await asks(world, routes.hitlSessions, shop, { token: ana })).toMatchObject({
      status: 503,
      body: { code: 'store.unavailable' },
    })
  })

  it('may apply the style of the page of the API by its hash, and no other style', async () => {
    const { world } = await given()
    const page = await asks(world, routes.docs, {})
    const css = /<style>([\s\S]*?)<\/style>/.exec(String(page.body))?.[1] ?? ''
    const source = `'sha256-${createHash('sha256').update(css).digest('base64')}'`
    const styleSource = (headers: APIGatewayProxyStructuredResultV2['headers']) =>
      /style-src ([^;]*)/.exec(String(headers?.['content-security-policy']))?.[1]
    expect(styleSource(page.headers)).toBe(source)

    // A browser replaces the stored headers by those of a 304.
    const event = httpEvent(routes.docs, {})
    const headers = { ...event.headers, 'if-none-match': String(page.headers.etag) }
    const unchanged = await httpApi(world.app, allRoutes)({ ...event, headers }, lambdaContext)
    expect(unchanged.statusCode).toBe(304)
    expect(styleSource(unchanged.headers)).toBe(source)
    expect(styleSource((await asks(world, routes.openapi, {})).headers)).toBeUndefined()
  })

  it.each(['docs', 'openapi'] as const)('may be cached if it changes only with a deployment: %s', async name => {
    const { world } = await given()
    const first = await asks(world, routes[name], {})
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=3600',
      etag: expect.stringMatching(/^"[\w-]{16}"$/),
      'x-content-type-options': 'nosniff',
    })
    const again = async (known: string) => {
      const event = httpEvent(routes[name], {})
      const headers = { ...event.headers, 'if-none-match': known }
      return await httpApi(world.app, allRoutes)({ ...event, headers }, lambdaContext)
    }
    const { etag } = first.headers
    for (const known of [String(etag), `W/${etag}`, `"other", ${etag}`]) {
      expect(await again(known)).toMatchObject({ statusCode: 304, headers: { etag } })
      expect(await again(known)).not.toHaveProperty('body')
    }
    expect(await again('"other"')).toMatchObject({ statusCode: 200, body: expect.stringContaining('Interlude') })
  })

  it('is 404 for an unknown route', async () => {
    const { world } = await given()
    const none: RouteSpec = { ...routes.hitlSessions, path: '/api/v1/bots/{botId}/mod/hitl/nothing' }
    expect(await asks(world, none, shop, { token: ana })).toMatchObject({
      status: 404,
      body: { code: 'route.not_found' },
    })
  })
})

describe('the input of a request', () => {
  it('is checked in path, query and body, and each wrong field is named', async () => {
    const { world, key } = await given()
    const bad = { body: { text: [7], id: 'x', extra: 1, inReplyTo: -1, epoch: 'x' }, token: key }
    const { status, body } = await asks(world, routes.replies, maria as never, bad)
    expect(status).toBe(400)
    const { errors } = body as { errors: { in: string; path: string }[] }
    expect(new Set(errors.map(({ in: where, path }) => `${where} ${path}`))).toEqual(
      new Set(['body epoch', 'body inReplyTo']),
    )
    expect(
      await asks(world, routes.receive, { ...maria, userId: 'a?b' } as never, { token: key, body: { text: 'hi' } }),
    ).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'path', path: 'userId' }] },
    })
    expect(await asks(world, routes.conversations, shop, { token: ana, query: { limit: '0' } })).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'query', path: 'limit' }] },
    })
  })

  it('is mended as far as it is understood, and answer and log name the mended fields without their values', async () => {
    const { world, key } = await given()
    const lines: unknown[] = []
    const log = { ...world.app.log, warn: (...line: unknown[]) => lines.push(line) }
    const logged = { ...world, app: { ...world.app, log } }
    const body = { text: 7, 'sec\u0000ret': 'SECRET', id: null, at: 'SECRET', type: 'text' }
    const query = { threadId: '', utm: 'SECRET' }

    const answer = await asks(logged, routes.receive, maria as never, { token: key, body, query })

    const warnings = [
      { path: 'text', message: 'became text' },
      { path: 'sec\u0000ret', message: 'is not a known field and was dropped' },
      { path: 'at', message: 'was dropped: Invalid ISO datetime' },
    ]
    expect(answer).toMatchObject({ status: 200, body: { session: sessionId(maria), warnings } })
    expect(await world.log(maria)).toMatchObject([{ kind: 'message', text: '7' }])
    const route = 'POST /api/v1/bots/{botId}/channel/{channel}/user/{userId}/messages'
    // A field name that the sender chose may be private text, so the log hides it.
    const inLog = warnings.map(({ path, message }) => ({ path: path.startsWith('sec') ? '*' : path, message }))
    expect(lines).toEqual([['input mended', { session: sessionId(maria), route, warnings: inLog }]])
  })

  it('loses the fields that only a channel may send, if a user sends them', async () => {
    const { world } = await given()
    const address = { botId: 'shop', channel: 'web', userId: 'w1' }
    const token = await userToken(world, address)
    const body = { text: 'hi', user: { fullName: 'Admin' }, at: '2026-01-05T09:00:00.000Z' }
    const answer = await asks(world, routes.receive, address as never, { token, body, query: { threadId: '' } })
    expect(answer).toMatchObject({ status: 200, body: { warnings: [{ path: 'user' }, { path: 'at' }] } })
    expect((await world.load(address)).session.user).toEqual({})
    expect((await world.log(address))[0]).not.toHaveProperty('sentAt')
  })

  it('may be a body with a byte order mark', async () => {
    const { world, key } = await given()
    const answer = await asks(world, routes.receive, maria as never, { token: key, body: '\ufeff{"text":"hi"}' })
    expect(answer.status).toBe(200)
    expect(answer.body).not.toHaveProperty('warnings')
  })

  it.each([
    ['{"text":', 'request.not_json', 400],
    [`{"text":"hi","payload":${'{"a":'.repeat(30)}1${'}'.repeat(30)}}`, 'request.invalid', 400],
    [`{"text":"${'x'.repeat(300_000)}"}`, 'request.too_large', 413],
    [`{"type":"custom","payload":{"x":"${'x'.repeat(30_000)}"}}`, 'message.too_large', 413],
    ['', 'request.invalid', 400],
  ])('is refused if it is malformed or too large: %.30s', async (body, code, status) => {
    const { world, key } = await given()
    expect(await asks(world, routes.receive, maria as never, { token: key, body })).toMatchObject({
      status,
      body: { code },
    })
    expect(await world.records()).toEqual([])
  })

  it('may be a body in base64', async () => {
    const { world, key } = await given()
    const event = httpEvent(routes.receive, maria as never, {
      token: key,
      body: Buffer.from('{"text":"grüße"}').toString('base64'),
    })
    const { statusCode } = await httpApi(world.app, allRoutes)({ ...event, isBase64Encoded: true }, lambdaContext)
    expect(statusCode).toBe(200)
    expect(await world.log(maria)).toMatchObject([{ text: 'grüße' }])
  })
})

describe('the authorization of a request', () => {
  it.each(Object.entries<RouteSpec>(routes).filter(([, { who }]) => !who.includes('anyone')))(
    'requires a token of the same bot for the route %s',
    async (_name, spec) => {
      const { world, key } = await given()
      const params = {
        botId: 'other',
        channel: 'web',
        userId: 'maria',
        id: sessionId(maria),
        handoffId: episodeId({ id: sessionId(maria) }, 1),
        keyId: 'k',
        seq: '1',
        number: '1',
      }
      const own = Object.fromEntries(
        Object.keys(spec.params.shape).map(name => [name, params[name as keyof typeof params]]),
      )
      expect(await asks(world, spec, own)).toMatchObject({ status: 401, body: { code: 'auth.missing' } })
      // Routes for an agent's own data name no bot.
      const isOfBot = 'botId' in spec.params.shape
      for (const token of [...(isOfBot ? [ana] : []), key, await userToken(world, maria)]) {
        const { status } = await asks(world, spec, own, { token, body: {} })
        expect([401, 403, 404]).toContain(status)
      }
    },
  )

  it('lets a user read and write their own conversation, and no other', async () => {
    const { world } = await given()
    await world.userSays(jonas, 'secret')
    const token = await userToken(world, maria)
    expect(await asks(world, routes.receive, maria as never, { token, body: { text: 'hi' } })).toMatchObject({
      status: 200,
    })
    expect(await asks(world, routes.readLog, maria as never, { token })).toMatchObject({
      body: { entries: [{ text: 'hi' }] },
    })
    for (const params of [jonas, { ...maria, channel: 'api' }]) {
      expect(await asks(world, routes.readLog, params as never, { token })).toMatchObject({
        status: 404,
        body: { code: 'session.not_found' },
      })
    }
    const thread = await asks(world, routes.readLog, maria as never, { token, query: { threadId: 't' } })
    expect(thread).toMatchObject({ status: 404 })
  })

  it('refuses each role the routes of other roles, and admits an admin to the keys', async () => {
    const { world, key } = await given()
    await world.userSays(maria, 'hi')
    const own = { ...shop, id: sessionId(maria) }
    const user = await userToken(world, maria)
    for (const [spec, token] of [
      [routes.sessionReplies, user],
      [routes.entries, user],
      [routes.note, user],
      [routes.sessionReplies, ana],
      [routes.keys, key],
    ] as const) {
      const params = 'id' in spec.params.shape ? own : shop
      expect(await asks(world, spec, params, { token, body: {} })).toMatchObject({
        status: 403,
        body: { code: 'auth.forbidden' },
      })
    }
    expect(await asks(world, routes.keys, shop, { token: ana })).toMatchObject({ status: 403 })
    expect(await asks(world, routes.keys, shop, { token: agentToken('eva', ['admin']) })).toMatchObject({ status: 200 })
  })

  it('admits nobody but an admin to a route of the whole deployment', async () => {
    const { world, key } = await given()
    const ask = async (token?: string) => await asks(world, routes.messengerApp, {} as never, defined({ token }))
    expect(await ask()).toMatchObject({ status: 401, body: { code: 'auth.missing' } })
    const agents = [['shop:agent'], ['shop:supervisor'], ['admin:agent'], []].map(roles => agentToken('eva', roles))
    for (const token of [key, await userToken(world, maria), ...agents]) {
      expect(await ask(token)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    }
    expect(await ask(agentToken('eva', ['admin']))).toMatchObject({ status: 200, body: { version: 0 } })
  })

  it.each(['Basic abc', 'Bearer', 'Bearer a b', 'bearer', `Bearer ${'x'.repeat(9_000)}`])(
    'refuses an odd Authorization header: %.20s',
    async header => {
      const { world } = await given()
      const event = httpEvent(routes.hitlSessions, shop)
      const answer = await httpApi(world.app, allRoutes)(
        { ...event, headers: { authorization: header } },
        lambdaContext,
      )
      expect(answer).toMatchObject({ statusCode: 401, body: expect.stringContaining('auth.invalid') })
    },
  )

  it('refuses a token that is too long, even if it is otherwise valid', async () => {
    const { world } = await given()
    const token = agentToken('ana', ['shop:agent', 'x'.repeat(9_000)])
    expect(await asks(world, routes.hitlSessions, shop, { token })).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid' },
    })
  })
})
