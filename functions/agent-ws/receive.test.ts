import { describe, expect, it } from 'vitest'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, userToken } from '../../test/support/sockets.ts'

describe('an auth frame', () => {
  it('extends the socket and replaces its roles', async () => {
    const world = await appWorld()
    const ana = await aConsole(world, 'ana', START + minutes(10))
    world.app.clock.advance(minutes(10))
    const later = START + minutes(90)
    expect(await answerTo(ana, { type: 'subscribe', id: 'x', to: 'inbox' })).toMatchObject({ code: 'auth.expired' })
    expect(await answerTo(ana, { type: 'auth', id: 't', token: agentToken('ana', ['admin'], later) })).toEqual({
      type: 'ok',
      replyTo: 't',
      result: { expiresAt: new Date(later).toISOString() },
    })
    expect(await answerTo(ana, { type: 'subscribe', id: 'y', to: 'inbox' })).toMatchObject({ type: 'ok' })
    expect(await world.store.socket(ana.connectionId)).toMatchObject({ expiresAt: later, owner: { roles: ['admin'] } })
  })

  it('restores pushes for the first 50 open conversations, and a ping restores the rest', async () => {
    const world = await appWorld({ mode: 'gate' })
    const users = Array.from({ length: 52 }, (_, n) => ({ ...maria, userId: `user-${n}` }))
    for (const user of users) await world.userSays(user, 'hi')
    const ana = await aConsole(world, 'ana', START + minutes(10))
    for (const user of users) await ana.send({ type: 'watch', session: sessionId(user), cursor: 1 })
    world.app.clock.advance(minutes(10))
    for (const user of users) await world.userSays(user, 'not heard')
    expect(ana.frames()).toEqual([])

    await ana.send({ type: 'auth', token: agentToken('ana', ['shop:agent'], START + minutes(90)) })
    for (const user of users) await world.userSays(user, 'heard')
    expect(ana.frames()).toHaveLength(50)

    const rest = Object.fromEntries(users.slice(50).map(user => [sessionId(user), 1]))
    await ana.send({ type: 'ping', cursors: rest })
    for (const user of users.slice(50)) await world.userSays(user, 'heard too')
    expect(ana.frames()).toHaveLength(2)
  })

  it('is refused five minutes after the old token expired, and the socket is closed and removed', async () => {
    const world = await appWorld()
    const ana = await aConsole(world, 'ana', START + minutes(10))
    const closed: string[] = []
    world.app.sockets.close = async connectionId => void closed.push(connectionId)
    world.app.clock.advance(minutes(15) - 1)
    expect(await answerTo(ana, { type: 'ping', id: 'p', cursors: {} })).toMatchObject({ code: 'auth.expired' })
    expect(closed).toEqual([])

    world.app.clock.advance(1)
    const token = agentToken('ana', ['shop:agent'], START + minutes(90))
    expect(await answerTo(ana, { type: 'auth', id: 't', token })).toMatchObject({ code: 'auth.expired' })
    expect(closed).toEqual([ana.connectionId])
    expect(await world.store.socket(ana.connectionId)).toBeUndefined()
  })

  it('is refused for another person, another bot or a malformed token, and changes nothing', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    const widget = await aWidget(world, maria)
    const refused = [
      [ana, agentToken('ben', ['shop:agent']), 'auth.forbidden'],
      [ana, await userToken(world, maria), 'auth.forbidden'],
      [ana, agentToken('ana', ['other:agent']), 'bot.not_found'],
      [ana, 'nonsense', 'auth.invalid'],
      [widget, await userToken(world, jonas), 'auth.forbidden'],
      [widget, agentToken('maria', ['shop:agent']), 'auth.forbidden'],
      [widget, agentToken(sessionId(maria), ['shop:agent']), 'auth.forbidden'],
    ] as const
    for (const [client, token, code] of refused) {
      const before = await world.store.socket(client.connectionId)
      expect(await answerTo(client, { type: 'auth', id: 't', token })).toMatchObject({ type: 'error', code })
      expect(await world.store.socket(client.connectionId)).toEqual(before)
    }
  })

  it("extends a user's socket, even after its token expired", async () => {
    const world = await appWorld()
    const widget = await aWidget(world, maria)
    world.app.clock.advance(minutes(59))
    const token = await userToken(world, maria)
    world.app.clock.advance(minutes(3))
    expect(await answerTo(widget, { type: 'ping', id: 'p', cursors: {} })).toMatchObject({ code: 'auth.expired' })
    expect(await answerTo(widget, { type: 'auth', id: 't', token })).toMatchObject({ type: 'ok' })
    expect(await answerTo(widget, { type: 'ping', id: 'p', cursors: {} })).toMatchObject({ type: 'pong' })
  })
})

describe('an error frame', () => {
  it.each([
    ['not json', 'request.not_json'],
    ['', 'request.not_json'],
    ['[]', 'request.invalid'],
    ['{"type":"shout"}', 'request.invalid'],
    [`{"type":"ping","id":"p","x":${'['.repeat(50)}${']'.repeat(50)}}`, 'request.invalid'],
    [`{"type":"note","text":"${'x'.repeat(33_000)}"}`, 'frame.too_large'],
  ])('answers an invalid frame: %.40s', async (body, code) => {
    const world = await appWorld()
    const ana = await aConsole(world)
    expect(await ana.send(body)).toMatchObject([{ type: 'error', code }])
  })

  it('carries the id of the frame and the paths of its invalid fields', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    const [error] = await ana.send('{"type":"watch","id":"w1","session":"maria","cursor":-1}')
    expect(error).toMatchObject({ type: 'error', replyTo: 'w1', code: 'request.invalid' })
    expect(error?.type === 'error' && error.errors?.map(({ path }) => path)).toEqual(['session', 'cursor'])
  })

  it('answers a frame of an unknown connection with connection.not_found', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    await world.store.removeSocket(ana.connectionId)
    expect(await ana.send({ type: 'ping', id: 'p', cursors: {} })).toMatchObject([
      { type: 'error', replyTo: 'p', code: 'connection.not_found' },
    ])
  })

  it('carries retryAfterSeconds if the error has it', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    world.store.updateSocket = async () => {
      throw new InterludeError('store.unavailable', 'the store is not reachable', { retryAfterSeconds: 3 })
    }
    expect(await ana.send({ type: 'subscribe', id: 's', to: 'inbox' })).toMatchObject([
      { type: 'error', replyTo: 's', code: 'store.unavailable', retryAfterSeconds: 3 },
    ])
  })

  it('reveals nothing about an internal error', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    world.store.updateSocket = async () => {
      throw new Error('password of the store: 1234')
    }
    const frames = await ana.send({ type: 'subscribe', id: 's', to: 'inbox' })
    expect(frames).toMatchObject([{ type: 'error', replyTo: 's', code: 'internal' }])
    expect(JSON.stringify(frames)).not.toContain('1234')
  })
})
