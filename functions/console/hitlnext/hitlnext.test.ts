import { describe, expect, it } from 'vitest'
import { execute } from '../../../lib/conversations/execute.ts'
import { httpApi } from '../../../lib/http/api.ts'
import type { BotConfig } from '../../../lib/protocol/config.ts'
import type { HitlnextComment, HitlnextEvent, HitlnextHandoff } from '../../../lib/protocol/hitlnext.ts'
import { hitlnextRoutes as specs } from '../../../lib/protocol/routes/hitlnext.ts'
import { type RouteName, routes } from '../../../lib/protocol/routes.ts'
import { type Address, episodeId, sessionId } from '../../../lib/session/session.ts'
import { agentToken } from '../../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../../test/support/app-world.ts'
import { minutes } from '../../../test/support/clock.ts'
import { userSays } from '../../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../../test/support/events.ts'
import { jonas, maria } from '../../../test/support/people.ts'
import { aConsole, botKey, userToken } from '../../../test/support/sockets.ts'
import { anAgentSocket } from '../../../test/support/stored.ts'
import { hitlnextRoutes } from './routes.ts'

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:agent'])

type Asked = { token?: string; body?: unknown; query?: Record<string, string> } & Record<string, unknown>

/** Calls a route as Ana, unless a token says otherwise. Other fields are parameters of the path. */
async function asks<Body = Record<string, unknown>>(world: AppWorld, name: RouteName, asked: Asked = {}) {
  const { token = ana, body, query, ...params } = asked
  const event = httpEvent(routes[name], { botId: 'shop', ...params } as Record<string, string>, {
    token,
    ...(body !== undefined && { body }),
    ...(query && { query }),
  })
  const { statusCode, body: text } = await httpApi(world.app, hitlnextRoutes)(event, lambdaContext)
  return { status: statusCode, body: JSON.parse(String(text)) as Body }
}

const idOf = (who: Address, number = 1) => episodeId({ id: sessionId(who) }, number)
const statusOf = async (world: AppWorld, handoffId = idOf(maria)) =>
  (await asks<HitlnextHandoff>(world, 'hitlnextHandoff', { handoffId })).body.status
const refusal = (status: number, code: string) => ({ status, body: { code, message: expect.any(String) } })
const invalidField = (where: string, path: string) => ({
  status: 400,
  body: { code: 'request.invalid', errors: [{ in: where, path }] },
})

/** Maria wrote, and then asked for a person. */
async function given(config: Partial<BotConfig> = {}): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate', ...config })
  const user = { fullName: 'Maria Silva', attributes: { plan: 'gold' } }
  await execute(world.app, maria, userSays('hi', { user }))
  world.app.clock.advance(1_000)
  await world.userAsksForPerson(maria)
  return world
}

describe('creating a handoff', () => {
  const names = { userId: 'nora', userChannel: 'web' }

  it('pauses the conversation of a bot, which then waits for an agent', async () => {
    const world = await appWorld({ mode: 'gate' })
    const token = await botKey(world)
    const body = { ...names, userThreadId: 't-1', timeoutDelay: 60 }
    const { status, body: handoff } = await asks<HitlnextHandoff>(world, 'hitlnextCreate', { token, body })
    const who = { botId: 'shop', channel: 'web', userId: 'nora', threadId: 't-1' }
    expect(status).toBe(201)
    expect(handoff).toMatchObject({ id: idOf(who), status: 'pending', userThreadId: sessionId(who), agentId: null })
    expect((await world.load(who)).session.control).toMatchObject({ holder: 'human', trigger: 'operator' })
  })

  it('gives the conversation to the agent who creates it', async () => {
    const world = await appWorld({ mode: 'gate' })
    expect(await asks(world, 'hitlnextCreate', { body: names })).toMatchObject({
      status: 201,
      body: { status: 'assigned', agentId: 'ana' },
    })
  })

  it('answers the open handoff if people hold the conversation, named by its own id, too', async () => {
    const world = await given()
    const { userId, channel: userChannel } = maria
    for (const more of [{}, { userThreadId: sessionId(maria) }]) {
      const { status, body } = await asks(world, 'hitlnextCreate', { body: { userId, userChannel, ...more } })
      expect([status, body.id, body.status]).toEqual([201, idOf(maria), 'pending'])
    }
    expect((await world.load(maria)).session.episodes).toBe(1)
  })

  it('is refused without a user or a channel, and with the conversation of another user', async () => {
    const world = await given()
    const create = (body: unknown) => asks(world, 'hitlnextCreate', { body })
    expect(await create({ userChannel: 'web' })).toMatchObject(invalidField('body', 'userId'))
    expect(await create({ userId: 'nora' })).toMatchObject(invalidField('body', 'userChannel'))
    expect(await create({ ...names, userThreadId: 7 })).toMatchObject(invalidField('body', 'userThreadId'))
    expect(await create({ ...names, userThreadId: sessionId(maria) })).toMatchObject(
      invalidField('body', 'userThreadId'),
    )
    const unknown = 'ses_0123456789012345678901'
    expect(await create({ ...names, userThreadId: unknown })).toMatchObject(refusal(404, 'session.not_found'))
  })
})

describe('a handoff', () => {
  it('has every field of the module', async () => {
    const world = await given()
    expect(await asks(world, 'hitlnextHandoff', { handoffId: idOf(maria) })).toEqual({
      status: 200,
      body: {
        id: idOf(maria),
        botId: 'shop',
        agentId: null,
        userId: 'maria',
        userChannel: 'web',
        userThreadId: sessionId(maria),
        agentThreadId: null,
        status: 'pending',
        tags: [],
        assignedAt: null,
        resolvedAt: null,
        createdAt: '2026-01-05T09:00:01.000Z',
        updatedAt: '2026-01-05T09:00:01.000Z',
        comments: [],
        user: { id: 'maria', attributes: { fullName: 'Maria Silva', plan: 'gold' } },
        userConversation: {
          id: '0000000001',
          type: 'text',
          direction: 'incoming',
          botId: 'shop',
          channel: 'web',
          target: 'maria',
          threadId: sessionId(maria),
          success: true,
          createdOn: '2026-01-05T09:00:00.000Z',
          event: { type: 'text', direction: 'incoming', preview: 'hi' },
        },
      },
    })
  })

  it('is not found by another id, nor at another bot', async () => {
    const world = await given()
    for (const handoffId of [idOf(maria, 2), idOf(maria, 999_999_999), idOf(jonas), sessionId(maria), '17', 'x']) {
      expect(await asks(world, 'hitlnextHandoff', { handoffId })).toMatchObject(refusal(404, 'session.not_found'))
      expect(await asks(world, 'hitlnextAssign', { handoffId })).toMatchObject(refusal(404, 'session.not_found'))
    }
    const token = agentToken('eve', ['other:agent'])
    expect(await asks(world, 'hitlnextHandoff', { token, handoffId: idOf(maria) })).toMatchObject(
      refusal(404, 'bot.not_found'),
    )
  })

  it('replaces its tags, which are those of its conversation', async () => {
    const world = await given({ tags: ['VIP', 'refund'] })
    const update = (body: unknown) => asks(world, 'hitlnextUpdate', { handoffId: idOf(maria), body })
    expect(await update({ tags: [] })).toMatchObject({ status: 200, body: { id: idOf(maria), tags: [] } })
    expect(await update({ tags: ['vip'] })).toMatchObject({ status: 200, body: { tags: ['VIP'] } })
    expect(await update({ tags: ['refund'] })).toMatchObject({ status: 200, body: { tags: ['refund'] } })
    expect((await world.store.load(sessionId(maria)))?.session.tags).toEqual(['refund'])
    expect((await asks(world, 'hitlnextConfig')).body).toMatchObject({ tags: ['VIP', 'refund'] })
    for (const body of [{ tags: 7 }, {}]) expect(await update(body)).toMatchObject(invalidField('body', 'tags'))
    expect(await update({ tags: ['refund', 'gone'] })).toMatchObject({
      status: 404,
      body: { code: 'tag.not_found', errors: [{ path: 'tags.1', message: 'the bot has no tag "gone"' }] },
    })
  })

  it('keeps the tags that it had at its end', async () => {
    const world = await given({ tags: ['VIP', 'refund'] })
    const handoffId = idOf(maria)
    const update = (tags: readonly string[]) => asks(world, 'hitlnextUpdate', { handoffId, body: { tags } })
    await update(['refund'])
    await asks(world, 'hitlnextReject', { handoffId })
    expect(await update(['VIP'])).toMatchObject(refusal(409, 'handoff.not_open'))
    expect((await asks(world, 'hitlnextHandoff', { handoffId })).body).toMatchObject({ tags: ['refund'] })
  })
})

describe('the way of a handoff', () => {
  const handoffId = idOf(maria)

  it('leads from pending by assign to resolved', async () => {
    const world = await given()
    world.app.clock.advance(1_000)
    expect(await asks(world, 'hitlnextAssign', { handoffId })).toMatchObject({
      status: 200,
      body: { id: handoffId, status: 'assigned', agentId: 'ana', assignedAt: '2026-01-05T09:00:02.000Z' },
    })
    world.app.clock.advance(1_000)
    expect(await asks(world, 'hitlnextResolve', { token: ben, handoffId })).toMatchObject({
      status: 200,
      body: { status: 'resolved', agentId: 'ana', resolvedAt: '2026-01-05T09:00:03.000Z' },
    })
    expect((await world.load(maria)).session.control).toEqual({ holder: 'bot' })
  })

  it('leads from pending and from assigned to rejected', async () => {
    const world = await given()
    expect(await asks(world, 'hitlnextReject', { handoffId })).toMatchObject({
      status: 200,
      body: { status: 'rejected' },
    })
    await world.userAsksForPerson(maria)
    await asks(world, 'hitlnextAssign', { handoffId: idOf(maria, 2) })
    expect(await asks(world, 'hitlnextReject', { handoffId: idOf(maria, 2) })).toMatchObject({ status: 200 })
    expect(await statusOf(world, idOf(maria, 2))).toBe('rejected')
  })

  it('leads from pending to expired if nobody comes', async () => {
    const world = await given()
    world.app.clock.advance(world.app.policy.giveUpMs + 1)
    expect(await asks(world, 'hitlnextAssign', { handoffId })).toMatchObject(refusal(409, 'handoff.not_open'))
    await world.userSays(maria, 'hello?')
    const { body } = await asks(world, 'hitlnextHandoff', { handoffId })
    expect(body).toMatchObject({ status: 'expired', resolvedAt: null })
  })

  it('is resolved if the conversation went back to the bot in another way', async () => {
    const world = await given()
    await world.agentResumes(maria)
    expect(await statusOf(world)).toBe('resolved')
  })

  it('does not lead from one agent to another by assign, and tells who has it', async () => {
    const world = await given()
    await asks(world, 'hitlnextAssign', { token: ben, handoffId })
    expect(await asks(world, 'hitlnextAssign', { handoffId })).toMatchObject({
      status: 409,
      body: { code: 'handoff.already_claimed', agent: { id: 'ben' } },
    })
    expect(await asks(world, 'hitlnextAssign', { token: ben, handoffId })).toMatchObject({ status: 200 })
  })

  it('does not lead from pending to resolved', async () => {
    const world = await given()
    expect(await asks(world, 'hitlnextResolve', { handoffId })).toMatchObject(refusal(409, 'handoff.not_yours'))
    expect(await statusOf(world)).toBe('pending')
  })

  it('ends once: no route changes a later handoff of the conversation', async () => {
    const world = await given()
    await asks(world, 'hitlnextReject', { handoffId })
    const every = ['hitlnextAssign', 'hitlnextResolve', 'hitlnextReject'] as const
    for (const name of every) {
      expect(await asks(world, name, { handoffId })).toMatchObject(refusal(409, 'handoff.not_open'))
    }
    await world.userAsksForPerson(maria)
    for (const name of every) {
      expect(await asks(world, name, { handoffId })).toMatchObject(refusal(409, 'handoff.not_open'))
    }
    expect(await statusOf(world, idOf(maria, 2))).toBe('pending')
  })

  it('never reaches a later handoff that begins while a request is under way', async () => {
    const world = await given()
    await asks(world, 'hitlnextAssign', { handoffId })
    const { load } = world.store
    let loads = 0
    world.store.load = async id => {
      const loaded = await load(id)
      // The first load finds the handoff. Before the next one it ends, and another agent begins a new one.
      if (++loads === 1) {
        await world.agentResumes(maria)
        await world.agentPauses(maria)
      }
      return loaded
    }
    const answer = await asks(world, 'hitlnextResolve', { handoffId })
    world.store.load = load
    expect(answer).toMatchObject(refusal(409, 'handoff.not_open'))
    expect((await world.load(maria)).session).toMatchObject({ episodes: 2, control: { holder: 'human' } })
  })
})

describe('the list of handoffs', () => {
  const listed = async (world: AppWorld, query: Record<string, string> = {}) =>
    (await asks<HitlnextHandoff[]>(world, 'hitlnextHandoffs', { query })).body

  async function givenThree(): Promise<AppWorld> {
    const world = await given()
    world.app.clock.advance(1_000)
    await world.userAsksForPerson(jonas)
    world.app.clock.advance(1_000)
    await asks(world, 'hitlnextReject', { handoffId: idOf(maria) })
    await world.userAsksForPerson(maria)
    await asks(world, 'hitlnextAssign', { handoffId: idOf(maria, 2) })
    return world
  }

  it('has the newest first, each as it is read alone', async () => {
    const world = await givenThree()
    const handoffs = await listed(world)
    expect(handoffs.map(({ id, status }) => [id, status])).toEqual([
      [idOf(maria, 2), 'assigned'],
      [idOf(jonas), 'pending'],
      [idOf(maria), 'rejected'],
    ])
    for (const handoff of handoffs) {
      expect((await asks(world, 'hitlnextHandoff', { handoffId: handoff.id })).body).toEqual(handoff)
    }
  })

  it('has at most as many as the client asks for, in the order of the column', async () => {
    const world = await givenThree()
    const ids = async (query: Record<string, string>) => (await listed(world, query)).map(({ id }) => id)
    expect(await ids({ limit: '1' })).toEqual([idOf(maria, 2)])
    expect(await ids({ column: 'handoffs.createdAt', desc: 'false' })).toEqual([
      idOf(maria),
      idOf(jonas),
      idOf(maria, 2),
    ])
    expect(await ids({ column: 'createdAt', desc: 'true' })).toEqual([idOf(maria, 2), idOf(jonas), idOf(maria)])
    expect((await ids({ column: 'assignedAt' }))[0]).toBe(idOf(maria, 2))
    expect((await ids({ column: 'assignedAt', desc: 'true' }))[0]).toBe(idOf(maria, 2))
  })

  it('has one line of the last message, and newest comments of long logs', async () => {
    const world = await given()
    await asks(world, 'hitlnextComment', { handoffId: idOf(maria), body: { content: 'early' } })
    for (let n = 0; n < 20; n++) await execute(world.app, maria, userSays(`line one\n${'x'.repeat(3_000)}`))
    await asks(world, 'hitlnextComment', { handoffId: idOf(maria), body: { content: 'late' } })
    const [handoff] = await listed(world)
    expect(handoff?.comments).toMatchObject([{ content: 'late' }])
    expect(handoff?.userConversation).toMatchObject({ event: { preview: `line one ${'x'.repeat(91)}` } })
    expect((await asks(world, 'hitlnextHandoff', { handoffId: idOf(maria) })).body).toMatchObject({
      comments: [{ content: 'early' }, { content: 'late' }],
    })
  })

  it.each([
    ['column', 'password'],
    ['desc', 'maybe'],
    ['limit', '0'],
    ['limit', 'x'],
  ])('refuses %s=%s', async (name, value) => {
    const world = await appWorld()
    const answer = await asks(world, 'hitlnextHandoffs', { query: { [name]: value } })
    expect(answer).toMatchObject(invalidField('query', name))
  })
})

describe('comments', () => {
  const handoffId = idOf(maria)
  const writes = (world: AppWorld, content: unknown, of = handoffId) =>
    asks<HitlnextComment>(world, 'hitlnextComment', { handoffId: of, body: { content } })

  it('are notes of the conversation, shown at their handoff', async () => {
    const world = await given()
    const { status, body } = await writes(world, 'customer since 2019')
    expect(status).toBe(201)
    expect(body).toEqual({
      id: '0000000003',
      agentId: 'ana',
      handoffId,
      threadId: sessionId(maria),
      content: 'customer since 2019',
      createdAt: '2026-01-05T09:00:01.000Z',
      updatedAt: '2026-01-05T09:00:01.000Z',
    })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'note', text: 'customer since 2019' })
    expect((await asks(world, 'hitlnextComments', { handoffId })).body).toEqual([body])
    expect((await asks(world, 'hitlnextHandoff', { handoffId })).body.comments).toEqual([body])
  })

  it('are written after the end of a handoff, too, until the next one begins', async () => {
    const world = await given()
    await writes(world, 'one')
    await asks(world, 'hitlnextReject', { handoffId })
    expect((await writes(world, 'two')).status).toBe(201)
    await world.userAsksForPerson(maria)
    expect(await writes(world, 'three')).toMatchObject(refusal(409, 'handoff.not_open'))
    expect((await writes(world, 'four', idOf(maria, 2))).status).toBe(201)
    const contents = async (id: string) =>
      (await asks<HitlnextComment[]>(world, 'hitlnextComments', { handoffId: id })).body.map(({ content }) => content)
    expect(await contents(handoffId)).toEqual(['one', 'two'])
    expect(await contents(idOf(maria, 2))).toEqual(['four'])
  })

  it('survive more messages than one page of the log has', async () => {
    const world = await given()
    await writes(world, 'early')
    for (let n = 0; n < 120; n++) await execute(world.app, maria, userSays(`m${n}`))
    const { body } = await asks<HitlnextComment[]>(world, 'hitlnextComments', { handoffId })
    expect(body).toMatchObject([{ content: 'early' }])
  })

  it('need a text', async () => {
    const world = await given()
    for (const content of [undefined, '', 7, 'x'.repeat(20_000)])
      expect(await writes(world, content)).toMatchObject(invalidField('body', 'content'))
  })
})

describe('the messages of a conversation', () => {
  it('are newest first, at most as many as the client asks for', async () => {
    const world = await given()
    await world.agentSays(maria, 'Hello, I am Ana.')
    const ask = async (query: Record<string, string>) =>
      await asks<HitlnextEvent[]>(world, 'hitlnextMessages', { id: sessionId(maria), query })
    const front = { column: 'id', desc: 'true', limit: '10' }
    expect((await ask(front)).body.map(({ direction, event }) => [direction, event.preview])).toEqual([
      ['outgoing', 'Hello, I am Ana.'],
      ['incoming', 'hi'],
    ])
    expect((await ask(front)).body[0]?.event.payload).toEqual({ type: 'text', text: 'Hello, I am Ana.' })
    expect((await ask({ limit: '1' })).body).toHaveLength(1)
    expect(await ask({ limit: '101' })).toMatchObject(invalidField('query', 'limit'))
  })

  it('are an empty list for an unknown conversation', async () => {
    const world = await appWorld()
    for (const id of ['ses_0123456789012345678901', 'x'])
      expect(await asks(world, 'hitlnextMessages', { id })).toEqual({ status: 200, body: [] })
  })
})

describe('agents', () => {
  const anaView = { agentId: 'ana', role: 'agent', attributes: { firstname: 'ana' } }

  it('are those with a socket, and the caller', async () => {
    const world = await appWorld()
    await aConsole(world, 'ben')
    expect(await asks(world, 'hitlnextAgents')).toEqual({
      status: 200,
      body: [
        { ...anaView, online: false },
        { agentId: 'ben', role: 'agent', attributes: { firstname: 'ben' }, online: true },
      ],
    })
    expect((await asks(world, 'hitlnextAgents', { token: await botKey(world) })).body).toMatchObject([
      { agentId: 'ben', online: true },
    ])
  })

  it('are online while they have a socket, unless they say that they are not', async () => {
    const world = await appWorld()
    const asksFor = async (online: boolean) => (await asks(world, 'hitlnextOnline', { body: { online } })).body
    const isOnline = async () => (await asks(world, 'hitlnextMe')).body
    expect(await isOnline()).toEqual({ ...anaView, online: false })
    const console = await aConsole(world, 'ana')
    expect(await isOnline()).toEqual({ ...anaView, online: true })
    expect(await asksFor(false)).toEqual({ online: false })
    expect(await isOnline()).toEqual({ ...anaView, online: false })
    expect(await asksFor(true)).toEqual({ online: true })
    expect(await isOnline()).toEqual({ ...anaView, online: true })
    await console.leaves()
    expect(await isOnline()).toEqual({ ...anaView, online: false })
  })

  it('are online for ten minutes without a socket if they say so, and lose nothing afterwards', async () => {
    const world = await appWorld()
    await asks(world, 'hitlnextOnline', { body: { online: true } })
    expect((await asks(world, 'hitlnextMe')).body).toEqual({ ...anaView, online: true })
    world.app.clock.advance(minutes(10))
    expect((await asks(world, 'hitlnextMe')).body).toEqual({ ...anaView, online: false })
    expect(await world.store.goneAgents(world.app.clock.now() + minutes(60), 10)).toEqual([])
  })

  it('tell their state to subscribers, of their own bot only, whenever they ask to be online', async () => {
    const world = await appWorld()
    const inShape = { subscription: 'inbox', shape: 'hitlnext' } as const
    await world.store.putSocket(anAgentSocket('panel', inShape))
    await world.store.putSocket(anAgentSocket('other shape', { subscription: 'inbox' }))
    await world.store.putSocket(anAgentSocket('other bot', { ...inShape, botId: 'other' }))
    await asks(world, 'hitlnextOnline', { body: { online: true } })
    expect(world.app.pushed).toEqual([
      {
        connectionId: 'panel',
        frame: {
          type: 'hitlnext',
          events: [{ resource: 'agent', type: 'update', id: 'ana', payload: { online: true } }],
        },
      },
    ])
  })

  it('get their answer even if subscribers cannot be told', async () => {
    const world = await appWorld()
    world.store.agentSockets = async () => {
      throw new Error('the table cannot be reached')
    }
    expect(await asks(world, 'hitlnextOnline', { body: { online: true } })).toEqual({
      status: 200,
      body: { online: true },
    })
  })

  it.each([{}, { online: 'yes' }, { online: null }])('need a boolean to ask with: %j', async body => {
    const world = await appWorld()
    expect(await asks(world, 'hitlnextOnline', { body })).toMatchObject(invalidField('body', 'online'))
  })

  it('read the settings of the front end', async () => {
    const world = await appWorld({ avatarUrl: 'https://shop.example/bot.png' })
    expect((await asks(world, 'hitlnextConfig')).body).toEqual({
      messageCount: 10,
      handoffAlert: 5,
      defaultUsername: false,
      enableConversationDeletion: false,
      tags: [],
      autoComplete: { trigger: ':', shortcuts: [] },
      botAvatarUrl: 'https://shop.example/bot.png',
    })
  })
})

it.each(Object.keys(specs) as RouteName[])('%s is for no end user, and for a bot only if it says so', async name => {
  const world = await given()
  const { path } = routes[name]
  const params = {
    ...(path.includes('{handoffId}') && { handoffId: idOf(maria) }),
    ...(path.includes('{id}') && { id: sessionId(maria) }),
    body: { online: true, content: 'x', tags: [] },
  }
  const user = await userToken(world, jonas)
  expect(await asks(world, name, { ...params, token: user })).toMatchObject(refusal(403, 'auth.forbidden'))
  const bot = await asks(world, name, { ...params, token: await botKey(world) })
  expect(bot.status === 403).toBe(!(routes[name].who as readonly string[]).includes('bot'))
})
