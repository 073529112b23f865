import { describe, expect, it } from 'vitest'
import { makeKey } from '../../lib/auth/keys.ts'
import { sessionId } from '../../lib/session/session.ts'
import { randomIds } from '../../lib/system.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, aWidget, socketEvent, userToken } from '../../test/support/sockets.ts'
import { socketApi } from './socket.ts'

const ana = agentToken('ana', ['shop:agent'])

interface Attempt {
  readonly header?: string
  readonly name?: string
  readonly query?: Record<string, string>
}

async function attempt(world: AppWorld, { header, name = 'Sec-WebSocket-Protocol', query }: Attempt) {
  const headers = header === undefined ? {} : { [name]: header }
  const event = socketEvent('CONNECT', 'c1', { headers, ...(query && { query }) })
  const { statusCode, body, headers: answered } = await socketApi(world.app)(event)
  const code = body === undefined ? undefined : (JSON.parse(body) as { code: string }).code
  return { statusCode, code, headers: answered, stored: await world.store.socket('c1') }
}

describe('connecting a socket', () => {
  it("accepts an agent's token with a bot that the agent serves, and never echoes the token", async () => {
    const world = await appWorld()
    const result = await attempt(world, { header: `interlude.v1, auth.${ana}`, query: { bot: 'shop' } })
    expect(result).toMatchObject({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'interlude.v1' },
      stored: {
        botId: 'shop',
        owner: { as: 'agent', id: 'ana', name: 'ana', roles: ['shop:agent'] },
        expiresAt: START + minutes(24 * 60),
        connectedAt: START,
        watching: [],
      },
    })
    expect(JSON.stringify(result)).not.toContain(ana)
  })

  it.each(['sec-websocket-protocol', 'SEC-WEBSOCKET-PROTOCOL', 'Sec-Websocket-Protocol'])(
    'accepts any case of the header name: %s',
    async name => {
      const world = await appWorld()
      const header = `auth.${ana},interlude.v1`
      expect(await attempt(world, { header, name, query: { bot: 'shop' } })).toMatchObject({ statusCode: 200 })
    },
  )

  it.each([['admin'], ['shop:supervisor'], ['other:agent', 'shop:agent']])(
    'accepts each role that serves the bot: %s',
    async (...roles) => {
      const world = await appWorld()
      const header = `interlude.v1, auth.${agentToken('ana', roles)}`
      expect(await attempt(world, { header, query: { bot: 'shop' } })).toMatchObject({ statusCode: 200 })
    },
  )

  it("accepts a user's token for its own bot, for one hour", async () => {
    const world = await appWorld()
    const header = `interlude.v1, auth.${await userToken(world, maria)}`
    expect(await attempt(world, { header, query: { bot: 'other' } })).toMatchObject({
      statusCode: 200,
      stored: {
        botId: 'shop',
        owner: { as: 'user', session: sessionId(maria), botId: 'shop', channel: 'web', userId: 'maria' },
        expiresAt: START + minutes(60),
      },
    })
  })
})

describe('refused handshakes', () => {
  const refused: readonly (readonly [string, Attempt, number, string])[] = [
    ['refuses a handshake without subprotocols', {}, 400, 'request.invalid'],
    [
      'refuses a handshake without interlude.v1',
      { header: `auth.${ana}`, query: { bot: 'shop' } },
      400,
      'request.invalid',
    ],
    ['refuses interlude.v2', { header: `interlude.v2, auth.${ana}`, query: { bot: 'shop' } }, 400, 'request.invalid'],
    ['refuses a handshake without a token', { header: 'interlude.v1', query: { bot: 'shop' } }, 401, 'auth.missing'],
    ['refuses an empty token', { header: 'interlude.v1, auth.', query: { bot: 'shop' } }, 401, 'auth.missing'],
    ['refuses a malformed token', { header: 'interlude.v1, auth.x', query: { bot: 'shop' } }, 401, 'auth.invalid'],
    ['refuses an agent without a bot', { header: `interlude.v1, auth.${ana}` }, 400, 'request.invalid'],
    [
      'refuses a malformed bot id',
      { header: `interlude.v1, auth.${ana}`, query: { bot: 'a/b' } },
      400,
      'request.invalid',
    ],
    [
      'refuses an agent of another bot',
      { header: `interlude.v1, auth.${ana}`, query: { bot: 'other' } },
      404,
      'bot.not_found',
    ],
    [
      'refuses an admin for an unknown bot',
      { header: `interlude.v1, auth.${agentToken('eva', ['admin'])}`, query: { bot: 'none' } },
      404,
      'bot.not_found',
    ],
    [
      'refuses an agent without roles',
      { header: `interlude.v1, auth.${agentToken('eva', [])}`, query: { bot: 'shop' } },
      404,
      'bot.not_found',
    ],
  ]
  it.each(refused)('%s, and stores no socket', async (_how, given, statusCode, code) => {
    const world = await appWorld()
    await putBot(world.app, 'other')
    expect(await attempt(world, given)).toMatchObject({ statusCode, code, stored: undefined })
  })

  it('refuses a bot key, since bots have no sockets', async () => {
    const world = await appWorld()
    const { key, stored } = makeKey(randomIds, '2026-01-05T09:00:00.000Z')
    await world.store.putKey('shop', stored)
    expect(await attempt(world, { header: `interlude.v1, auth.${key}`, query: { bot: 'shop' } })).toMatchObject({
      statusCode: 403,
      code: 'auth.forbidden',
      stored: undefined,
    })
  })

  it("refuses a user's token that has expired or has a forged signature", async () => {
    const world = await appWorld()
    const token = await userToken(world, maria)
    world.app.clock.advance(minutes(60))
    expect(await attempt(world, { header: `interlude.v1, auth.${token}` })).toMatchObject({
      statusCode: 401,
      code: 'auth.expired',
    })
    const forged = `${token.slice(0, -8)}AAAAAAAA`
    expect(await attempt(world, { header: `interlude.v1, auth.${forged}` })).toMatchObject({
      statusCode: 401,
      code: 'auth.invalid',
    })
  })
})

describe('disconnecting a socket', () => {
  it('removes it from every conversation and from the store', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (const who of [maria, jonas]) await world.userSays(who, 'hi')
    const console = await aConsole(world)
    await console.send({ type: 'hello', cursors: { [sessionId(maria)]: 1, [sessionId(jonas)]: 1 } })
    expect((await world.load(jonas)).watchers).toHaveLength(1)
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello' })
    await console.leaves()

    expect((await world.load(maria)).watchers).toMatchObject([{ connectionId: 'widget-maria', as: 'user' }])
    expect((await world.load(jonas)).watchers).toEqual([])
    expect(await world.store.socket(console.connectionId)).toBeUndefined()
  })

  it('accepts an unknown connection', async () => {
    const world = await appWorld()
    expect(await socketApi(world.app)(socketEvent('DISCONNECT', 'nobody'))).toEqual({ statusCode: 200 })
  })
})
