import { describe, expect, it } from 'vitest'
import { makeKey } from '../../lib/auth/keys.ts'
import { sessionId } from '../../lib/session/session.ts'
import { randomIds } from '../../lib/system.ts'
import { minutes, START } from '../../test/builders.ts'
import { agentToken, givenABot } from '../../test/support/app.ts'
import { aConsole, aWidget, socketEvent, userToken } from '../../test/support/sockets.ts'
import { aWorld, jonas, maria, type World } from '../../test/support/world.ts'
import { socketApi } from './socket.ts'

const ana = agentToken('ana', ['shop:agent'])

interface Attempt {
  readonly header?: string
  readonly name?: string
  readonly query?: Record<string, string>
}

async function attempt(world: World, { header, name = 'Sec-WebSocket-Protocol', query }: Attempt) {
  const headers = header === undefined ? {} : { [name]: header }
  const event = socketEvent('CONNECT', 'c1', { headers, ...(query && { query }) })
  const { statusCode, body, headers: answered } = await socketApi(world.app)(event)
  const code = body === undefined ? undefined : (JSON.parse(body) as { code: string }).code
  return { statusCode, code, headers: answered, stored: await world.store.socket('c1') }
}

describe('a socket is let in', () => {
  it("with an agent's token and the bot that the agent works for; the token is never sent back", async () => {
    const world = await aWorld()
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
    'whatever the case of the header: %s',
    async name => {
      const world = await aWorld()
      const header = `auth.${ana},interlude.v1`
      expect(await attempt(world, { header, name, query: { bot: 'shop' } })).toMatchObject({ statusCode: 200 })
    },
  )

  it.each([['admin'], ['shop:supervisor'], ['other:agent', 'shop:agent']])(
    'in any role that serves the bot: %s',
    async (...roles) => {
      const world = await aWorld()
      const header = `interlude.v1, auth.${agentToken('ana', roles)}`
      expect(await attempt(world, { header, query: { bot: 'shop' } })).toMatchObject({ statusCode: 200 })
    },
  )

  it("with a user's token, which says the bot itself, for an hour", async () => {
    const world = await aWorld()
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

describe('a socket is not let in, and nothing is stored', () => {
  const refused: readonly (readonly [string, Attempt, number, string])[] = [
    ['without subprotocols', {}, 400, 'request.invalid'],
    ['without ours', { header: `auth.${ana}`, query: { bot: 'shop' } }, 400, 'request.invalid'],
    [
      'with another version of ours',
      { header: `interlude.v2, auth.${ana}`, query: { bot: 'shop' } },
      400,
      'request.invalid',
    ],
    ['without a token', { header: 'interlude.v1', query: { bot: 'shop' } }, 401, 'auth.missing'],
    ['with an empty token', { header: 'interlude.v1, auth.', query: { bot: 'shop' } }, 401, 'auth.missing'],
    ['with what is no token', { header: 'interlude.v1, auth.x', query: { bot: 'shop' } }, 401, 'auth.invalid'],
    ['without saying for which bot', { header: `interlude.v1, auth.${ana}` }, 400, 'request.invalid'],
    [
      'for what cannot be a bot',
      { header: `interlude.v1, auth.${ana}`, query: { bot: 'a/b' } },
      400,
      'request.invalid',
    ],
    ["for another's bot", { header: `interlude.v1, auth.${ana}`, query: { bot: 'other' } }, 404, 'bot.not_found'],
    [
      'for a bot that does not exist, as an admin',
      { header: `interlude.v1, auth.${agentToken('eva', ['admin'])}`, query: { bot: 'none' } },
      404,
      'bot.not_found',
    ],
    [
      'with no role',
      { header: `interlude.v1, auth.${agentToken('eva', [])}`, query: { bot: 'shop' } },
      404,
      'bot.not_found',
    ],
  ]
  it.each(refused)('%s', async (_how, given, statusCode, code) => {
    const world = await aWorld()
    await givenABot(world.app, 'other')
    expect(await attempt(world, given)).toMatchObject({ statusCode, code, stored: undefined })
  })

  it("with a bot's key: bots have no sockets", async () => {
    const world = await aWorld()
    const { key, stored } = makeKey(randomIds, '2026-01-05T09:00:00.000Z')
    await world.store.putKey('shop', stored)
    expect(await attempt(world, { header: `interlude.v1, auth.${key}`, query: { bot: 'shop' } })).toMatchObject({
      statusCode: 403,
      code: 'auth.forbidden',
      stored: undefined,
    })
  })

  it("with a user's token that has expired, or that is another bot's under this bot's name", async () => {
    const world = await aWorld()
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

describe('who leaves', () => {
  it('is taken from every conversation, and known no more', async () => {
    const world = await aWorld({ mode: 'gate' })
    for (const who of [maria, jonas]) await world.says(who, 'hi')
    const console = await aConsole(world)
    await console.send({ type: 'hello', cursors: { [sessionId(maria)]: 1, [sessionId(jonas)]: 1 } })
    expect((await world.loaded(jonas)).watchers).toHaveLength(1)
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello' })
    await console.leaves()

    expect((await world.loaded(maria)).watchers).toMatchObject([{ connectionId: 'widget-maria', as: 'user' }])
    expect((await world.loaded(jonas)).watchers).toEqual([])
    expect(await world.store.socket(console.connectionId)).toBeUndefined()
  })

  it('may be nobody who was known', async () => {
    const world = await aWorld()
    expect(await socketApi(world.app)(socketEvent('DISCONNECT', 'nobody'))).toEqual({ statusCode: 200 })
  })
})
