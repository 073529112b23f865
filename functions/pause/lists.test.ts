import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { Conversation } from '../../lib/protocol/conversation.ts'
import { type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START, seconds } from '../../test/support/clock.ts'
import { agentPauses, agentResumes, agentSays, userAsksForPerson, userCalled } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { addresses, jonas, maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { pauseRoutes } from './routes.ts'

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:supervisor'])
const byAna = { type: 'agent', id: 'ana', name: 'Ana' } as const
const shop = { botId: 'shop' }

async function asks(
  { app }: AppWorld,
  spec: RouteSpec,
  query: Record<string, string> = {},
  { token = ana, params = shop }: { token?: string; params?: Record<string, string> } = {},
) {
  const result = await httpApi(app, pauseRoutes)(httpEvent(spec, params, { token, query }), lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

async function users(world: AppWorld, query: Record<string, string>, token = ana): Promise<string[]> {
  const { body } = await asks(world, routes.conversations, query, { token })
  return (body.items as Conversation[]).map(({ userId }) => userId)
}

/** Four users wait, one after the other. Ana has taken the second and the third. The bot holds a fifth conversation. */
async function given(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  for (const who of addresses(4)) {
    await execute(world.app, who, userCalled(`Person ${who.userId}`))
    await execute(world.app, who, userAsksForPerson())
    world.app.clock.advance(seconds(20))
  }
  for (const number of [2, 3]) {
    await execute(world.app, { ...shop, channel: 'web', userId: `user-${number}` }, agentPauses({ by: byAna }))
    await execute(world.app, { ...shop, channel: 'web', userId: `user-${number}` }, agentSays('hi', { by: byAna }))
    world.app.clock.advance(seconds(20))
  }
  await world.userSays(maria, 'just the bot')
  return world
}

describe('a view of the inbox', () => {
  it('lists waiting conversations, longest wait first, with the start of each wait', async () => {
    const world = await given()
    const { body } = await asks(world, routes.conversations, { view: 'waiting' })

    expect(
      body.items.map(({ userId, control }: { userId: string; control: { handoff: { since: string } } }) => [
        userId,
        control.handoff.since,
      ]),
    ).toEqual([
      ['user-1', isoTime(START)],
      ['user-4', isoTime(START + seconds(60))],
    ])
    expect(body.at).toBe(isoTime(world.app.clock.now()))
  })

  it('lists as `mine` the conversations of the asking agent alone, newest first', async () => {
    const world = await given()
    expect(await users(world, { view: 'mine' })).toEqual(['user-3', 'user-2'])
    expect(await users(world, { view: 'mine' }, ben)).toEqual([])
    expect(await users(world, { view: 'mine', agent: 'ana' }, ben)).toEqual(['user-3', 'user-2'])
    expect(await users(world, { view: 'mine', agent: 'ben' })).toEqual([])
  })

  it('lists as `paused` all that people hold, and as `all` every conversation, newest first', async () => {
    const world = await given()
    expect(await users(world, { view: 'paused' })).toEqual(['user-3', 'user-2', 'user-4', 'user-1'])
    expect(await users(world, { view: 'all' })).toEqual(['maria', 'user-3', 'user-2', 'user-4', 'user-1'])
  })

  it('leaves out handoffs that have expired', async () => {
    const world = await given()
    world.app.clock.advance(minutes(24 * 60))
    for (const view of ['waiting', 'mine']) expect(await users(world, { view })).toEqual([])
  })

  it('filters by a search query', async () => {
    const world = await given()
    expect(await users(world, { view: 'waiting', q: 'person' })).toEqual(['user-1', 'user-4'])
    expect(await users(world, { view: 'mine', q: 'person' })).toEqual(['user-3', 'user-2'])
    expect(await users(world, { view: 'mine', q: 'user-2' })).toEqual(['user-2'])
    expect(await users(world, { view: 'mine', q: 'user-1' })).toEqual([])
    expect(await users(world, { view: 'all', q: 'person', limit: '2' })).toEqual(['user-3', 'user-2'])
  })

  it('comes in pages', async () => {
    const world = await given()
    const first = await asks(world, routes.conversations, { view: 'waiting', limit: '1' })
    const second = await asks(world, routes.conversations, { view: 'waiting', limit: '1', cursor: first.body.next })
    expect([first, second].map(({ body }) => body.items[0].userId)).toEqual(['user-1', 'user-4'])
    expect(second.body).not.toHaveProperty('next')
  })

  it('leaves the lists by status unchanged', async () => {
    const world = await given()
    expect(await users(world, {})).toHaveLength(5)
    expect(await users(world, { status: 'paused' })).toEqual(['user-3', 'user-2', 'user-4', 'user-1'])
    expect(await users(world, { status: 'pending' })).toEqual(['user-4', 'user-1'])
    expect(await users(world, { status: 'assigned' })).toEqual(['user-3', 'user-2'])
    expect(await users(world, { status: 'assigned', q: 'person' })).toEqual(['user-3', 'user-2'])
  })

  it.each([
    [{ view: 'mine', status: 'paused' }, 'status'],
    [{ view: 'paused', agent: 'ana' }, 'agent'],
    [{ agent: 'ana' }, 'agent'],
    [{ view: 'waiting', since: isoTime(START) }, 'since'],
    [{ view: 'all', since: isoTime(START), q: 'person' }, 'since'],
    [{ view: 'all', since: 'yesterday' }, 'since'],
    [{ view: 'theirs' }, 'view'],
  ])('refuses %j and names the invalid field', async (query, path) => {
    const { status, body } = await asks(await given(), routes.conversations, query as Record<string, string>)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ in: 'query', path }] })
  })

  it('refuses a bot key for `mine` and the counts, and serves it `waiting`', async () => {
    const world = await given()
    const key = await botKey(world)
    expect((await asks(world, routes.conversations, { view: 'mine' }, { token: key })).body.code).toBe('auth.forbidden')
    expect(await users(world, { view: 'waiting' }, key)).toEqual(['user-1', 'user-4'])
    expect((await asks(world, routes.counts, {}, { token: key })).body.code).toBe('auth.forbidden')
  })
})

describe('the counts of the views', () => {
  it('count `mine` for the asking agent', async () => {
    const world = await given()
    expect((await asks(world, routes.counts)).body).toEqual({ waiting: 2, mine: 2, paused: 4, all: 5 })
    expect((await asks(world, routes.counts, {}, { token: ben })).body).toMatchObject({ mine: 0, paused: 4 })
  })

  it('stop at 100', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (const who of addresses(103)) await execute(world.app, who, userAsksForPerson())
    expect((await asks(world, routes.counts)).body).toEqual({ waiting: 100, mine: 0, paused: 100, all: 100 })
  })
})

describe('a list since a time', () => {
  it('misses no change of the bot or of people if it is chained by `at`', async () => {
    const world = await given()
    const { app } = world
    app.clock.advance(minutes(10))
    const { body: first } = await asks(world, routes.conversations, { view: 'all' })
    app.clock.advance(minutes(1))
    await world.userSays(jonas, 'new')
    await execute(app, { ...shop, channel: 'web', userId: 'user-2' }, agentResumes({ by: byAna }))
    app.clock.advance(minutes(30))

    const { body: second } = await asks(world, routes.conversations, { view: 'all', since: first.at })
    expect(new Set(second.items.map(({ userId }: Conversation) => userId))).toEqual(new Set(['jonas', 'user-2']))
    const { body: third } = await asks(world, routes.conversations, { view: 'all', since: second.at })
    expect(third.items).toEqual([])
  })

  it('goes back two minutes before the time', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    world.app.clock.advance(minutes(2))
    await world.userSays(jonas, 'hi')
    const since = isoTime(START + minutes(4))
    expect(await users(world, { view: 'all', since })).toEqual(['jonas'])
  })
})

describe('the episodes of a conversation', () => {
  it('are listed newest first, in pages', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (const comment of ['one', 'two', 'three']) {
      await execute(world.app, maria, agentPauses({ by: byAna, reason: comment }))
      await execute(world.app, maria, agentResumes({ by: byAna, outcome: 'resolved', comment }))
    }
    await world.userAsksForPerson(maria)
    const params = { ...shop, id: sessionId(maria) }
    const { body: first } = await asks(world, routes.handoffsOf, { limit: '3' }, { params })
    const { body: second } = await asks(world, routes.handoffsOf, { limit: '3', cursor: first.next }, { params })

    expect(first.items.map(({ status, comment }: { status: string; comment?: string }) => [status, comment])).toEqual([
      ['pending', undefined],
      ['ended', 'three'],
      ['ended', 'two'],
    ])
    expect(second).toEqual({
      items: [
        expect.objectContaining({
          conversation: params.id,
          reason: 'one',
          outcome: 'resolved',
          agent: byAna,
          userId: 'maria',
        }),
      ],
    })
  })

  it('are an empty list without a pause, and are refused for another bot and to a user', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const params = { ...shop, id: sessionId(maria) }
    expect((await asks(world, routes.handoffsOf, {}, { params })).body).toEqual({ items: [] })
    const unknown = { ...shop, id: sessionId({ ...maria, botId: 'bank' }) }
    expect((await asks(world, routes.handoffsOf, {}, { params: unknown })).body.code).toBe('session.not_found')
    const token = await userToken(world, maria)
    expect((await asks(world, routes.handoffsOf, {}, { params, token })).body.code).toBe('auth.forbidden')
  })
})
