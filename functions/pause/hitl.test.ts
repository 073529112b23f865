import { describe, expect, it } from 'vitest'
import { MAX_CONVERSATIONS } from '../../lib/bots/all-conversations.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { HitlMessage, HitlSession } from '../../lib/protocol/hitl.ts'
import { type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { userAsksForPerson, userSays } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { userToken } from '../../test/support/sockets.ts'
import { hitlRoutes } from './hitl.ts'

const ana = agentToken('ana', ['shop:agent'])
const shop = { botId: 'shop' }
const inThread = (threadId: string): Address => ({ ...maria, threadId })

async function asks(
  world: AppWorld,
  spec: RouteSpec,
  params: object,
  { token = ana, query }: { token?: string; query?: Record<string, string> } = {},
) {
  const event = httpEvent(spec, params as Record<string, string>, { token, ...(query && { query }) })
  const { statusCode, body = '' } = await httpApi(world.app, hitlRoutes)(event, lambdaContext)
  return { status: statusCode, body: body === 'OK' ? body : JSON.parse(body) }
}

const isPaused = async (world: AppWorld, who: Address) => (await world.load(who)).session.control.holder === 'human'

describe('pausing by user', () => {
  const conversations = [maria, inThread('t-1'), inThread('t-2')]
  async function given() {
    const world = await appWorld({ mode: 'gate' })
    for (const who of [...conversations, jonas, { ...maria, channel: 'sms', threadId: 't-1' }])
      await world.userSays(who, 'hi')
    return world
  }

  it('pauses every conversation of the user on the channel, and no other', async () => {
    const world = await given()
    expect(await asks(world, routes.hitlUserPause, maria)).toEqual({ status: 200, body: 'OK' })
    for (const who of conversations) expect(await isPaused(world, who)).toBe(true)
    for (const who of [jonas, { ...maria, channel: 'sms', threadId: 't-1' }])
      expect(await isPaused(world, who)).toBe(false)
  })

  it('pauses conversations with a thread, and creates none without a thread', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(inThread('t-1'), 'hi')
    await asks(world, routes.hitlUserPause, maria)
    expect(await isPaused(world, inThread('t-1'))).toBe(true)
    expect(await world.store.load(sessionId(maria))).toBeUndefined()
  })

  it('pauses only the thread that it names, and treats an empty threadId as none', async () => {
    const world = await given()
    await asks(world, routes.hitlUserPause, maria, { query: { threadId: 't-1' } })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([false, true, false])
    await asks(world, routes.hitlUserPause, maria, { query: { threadId: '', trigger: '' } })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([true, true, true])
    expect((await world.load(maria)).session.control).toMatchObject({ trigger: 'operator' })
  })

  it('is undone by unpausing the user, or for one thread', async () => {
    const world = await given()
    await asks(world, routes.hitlUserPause, maria)
    await asks(world, routes.hitlUserUnpause, maria, { query: { threadId: 't-2' } })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([true, true, false])
    expect((await asks(world, routes.hitlUserIsPaused, maria)).body).toBe(true)
    await asks(world, routes.hitlUserUnpause, maria)
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([false, false, false])
    expect((await asks(world, routes.hitlUserIsPaused, maria)).body).toBe(false)
  })

  it('makes isPaused without a thread true if any of the conversations is paused', async () => {
    const world = await given()
    await world.userAsksForPerson(inThread('t-2'))
    expect((await asks(world, routes.hitlUserIsPaused, maria)).body).toBe(true)
    expect((await asks(world, routes.hitlUserIsPaused, maria, { query: { threadId: 't-1' } })).body).toBe(false)
    expect((await asks(world, routes.hitlUserIsPaused, maria, { query: { threadId: 't-2' } })).body).toBe(true)
  })

  it("with a user's own token covers only the conversation without a thread", async () => {
    const world = await given()
    const token = await userToken(world, maria)
    await world.userAsksForPerson(inThread('t-2'))
    expect((await asks(world, routes.hitlUserIsPaused, maria, { token })).body).toBe(false)
    await asks(world, routes.hitlUserPause, maria, { token })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([true, false, true])
    await asks(world, routes.hitlUserUnpause, maria, { token })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([false, false, true])
    const foreign = await asks(world, routes.hitlUserPause, maria, { token, query: { threadId: 't-1' } })
    expect(foreign).toMatchObject({ status: 404, body: { code: 'session.not_found' } })
  })

  it('pauses the other conversations before it answers 503 for one that cannot be written', async () => {
    const world = await given()
    const { commit } = world.store
    world.store.commit = async (version, decision) =>
      decision.session.threadId === 't-1' ? false : await commit(version, decision)
    expect(await asks(world, routes.hitlUserPause, maria)).toMatchObject({
      status: 503,
      body: { code: 'session.busy' },
    })
    expect(await Promise.all(conversations.map(who => isPaused(world, who)))).toEqual([true, false, true])
  })

  it(`pauses the newest ${MAX_CONVERSATIONS} conversations, and logs that there are more`, async () => {
    const world = await appWorld({ mode: 'gate' })
    const logged: unknown[] = []
    world.app.log.warn = (message, details) => logged.push([message, details])
    const threads = Array.from({ length: MAX_CONVERSATIONS + 2 }, (_, index) => inThread(`t-${index}`))
    for (const who of threads) await execute(world.app, who, userSays('hi'))

    await asks(world, routes.hitlUserPause, maria)

    const paused = await Promise.all(threads.map(who => isPaused(world, who)))
    expect(paused.flatMap((is, index) => (is ? [] : index))).toEqual([0, 1])
    expect(logged).toEqual([
      [
        'a user has more conversations than one request reaches',
        { session: sessionId(maria), reached: MAX_CONVERSATIONS },
      ],
    ])
    world.app.log.warn = () => {}
  })
})

describe('a trigger', () => {
  const triggerOf = async (world: AppWorld, who = maria) => {
    const { control } = (await world.load(who)).session
    return control.holder === 'human' ? control.trigger : undefined
  }

  it.each([undefined, '', 'bot_failed', 'x\n\nTake over: https://evil.example/login', 'agent', '\u202e'])(
    'of a user is always "user", whatever the query says: %j',
    async trigger => {
      const world = await appWorld()
      const token = await userToken(world, maria)
      const query = trigger === undefined ? {} : { trigger }
      expect(await asks(world, routes.hitlUserPause, maria, { token, query })).toMatchObject({ status: 200 })
      expect(await triggerOf(world)).toBe('user')
    },
  )

  it.each([
    [undefined, 'operator'],
    ['', 'operator'],
    ['\u0000\u001b\u202e', 'operator'],
    ['supervisor', 'supervisor'],
    ['x\n\nTake over:\u2028 here', 'x Take over:  here'],
    [`${'x'.repeat(63)}😀`, 'x'.repeat(63)],
    ['y'.repeat(1000), 'y'.repeat(64)],
  ])('of an agent becomes one short line: %j', async (trigger, expected) => {
    const world = await appWorld()
    const query = trigger === undefined ? {} : { trigger }
    expect(await asks(world, routes.hitlUserPause, maria, { query })).toMatchObject({ status: 200 })
    expect(await triggerOf(world)).toBe(expected)
  })
})

describe('ids that a path cannot carry', () => {
  it.each(['auth0|123', 'a/b', 'ü?', '100%'])('are accepted in the query: %s', async userId => {
    const world = await appWorld({ mode: 'gate' })
    const who = { ...maria, userId }
    await world.userSays(who, 'hi')
    await world.userSays({ ...who, threadId: 'a/b' }, 'hi')
    const query = { channel: 'web', userId }

    expect((await asks(world, routes.hitlAddressedIsPaused, shop, { query })).body).toBe(false)
    expect((await asks(world, routes.hitlAddressedPause, shop, { query: { ...query, trigger: 'sup' } })).body).toBe(
      'OK',
    )
    for (const paused of [who, { ...who, threadId: 'a/b' }]) expect(await isPaused(world, paused)).toBe(true)
    await asks(world, routes.hitlAddressedUnpause, shop, { query: { ...query, threadId: 'a/b' } })
    expect(await isPaused(world, who)).toBe(true)
    expect((await asks(world, routes.hitlAddressedIsPaused, shop, { query })).body).toBe(true)
    await asks(world, routes.hitlAddressedUnpause, shop, { query })
    expect((await asks(world, routes.hitlAddressedIsPaused, shop, { query })).body).toBe(false)
  })

  it('must be those of the token if a user asks', async () => {
    const world = await appWorld({ mode: 'gate' })
    const own = { ...maria, userId: 'a/b' }
    const token = await userToken(world, own)
    const asked = (query: Record<string, string>) => asks(world, routes.hitlAddressedPause, shop, { token, query })
    expect(await asked({ channel: 'web', userId: 'a/b' })).toEqual({ status: 200, body: 'OK' })
    for (const query of [
      { channel: 'web', userId: 'maria' },
      { channel: 'sms', userId: 'a/b' },
      { channel: 'web', userId: 'a/b', threadId: 't' },
    ]) {
      expect(await asked(query)).toMatchObject({ status: 404, body: { code: 'session.not_found' } })
    }
    for (const query of [{}, { channel: 'web' }, { userId: 'a/b' }]) {
      expect([400, 404]).toContain((await asked(query as Record<string, string>)).status)
    }
  })
})

describe('the list of sessions', () => {
  const listed = async (world: AppWorld, query: Record<string, string> = {}) =>
    (await asks(world, routes.hitlSessions, shop, { query })).body as HitlSession[]

  it('leaves out conversations without messages, however many there are, so that lastMessage is never null', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    world.app.clock.advance(1_000)
    for (let n = 0; n < 130; n++) await execute(world.app, { ...maria, userId: `empty-${n}` }, userAsksForPerson())

    for (const query of [{}, { searchText: 'm' }]) {
      expect(await listed(world, query)).toMatchObject([{ userId: 'maria', lastMessage: { text: 'hi' } }])
    }
    for (const query of [{ pausedOnly: 'true' }, { searchText: 'empty' }])
      expect(await listed(world, query)).toEqual([])
    await world.userAsksForPerson(maria)
    expect(await listed(world, { pausedOnly: 'true' })).toMatchObject([{ userId: 'maria' }])
  })

  it.each([
    ['true', 1],
    ['false', 2],
    ['', 2],
    ['1', 2],
    ['TRUE', 2],
    ['yes', 2],
    ['true,true', 2],
  ])('leaves out conversations that are not paused only if pausedOnly is "true": %j', async (pausedOnly, count) => {
    const world = await appWorld({ mode: 'gate' })
    for (const who of [maria, jonas]) await world.userSays(who, 'hi')
    await world.userAsksForPerson(maria)
    expect(await listed(world, { pausedOnly })).toHaveLength(count)
  })

  it('sets lastHeardOn to the start of a conversation in which the user has not written', async () => {
    const world = await appWorld({ mode: 'gate' })
    await execute(world.app, maria, userAsksForPerson())
    world.app.clock.advance(5_000)
    await world.agentSays(maria, 'Hello?')
    expect(await listed(world)).toMatchObject([
      { lastHeardOn: '2026-01-05T09:00:00.000Z', lastEventOn: '2026-01-05T09:00:05.000Z' },
    ])
  })

  it('puts name and language into the attributes, unless the channel set them there', async () => {
    const world = await appWorld({ mode: 'gate' })
    const user = { fullName: 'Maria Silva', language: 'pt', attributes: { plan: 'gold' } }
    await execute(world.app, maria, userSays('hi', { user }))
    const told = { fullName: 'Jonas', attributes: { full_name: 'J. Berg', picture_url: 'https://a.example/j.png' } }
    await execute(world.app, jonas, userSays('hi', { user: told }))
    const byUser = new Map((await listed(world)).map(session => [session.userId, session.user]))
    expect(byUser.get('maria')).toMatchObject({
      attributes: { full_name: 'Maria Silva', language: 'pt', plan: 'gold' },
    })
    expect(byUser.get('jonas')).toMatchObject({
      fullName: 'Jonas',
      avatarUrl: 'https://a.example/j.png',
      attributes: { full_name: 'J. Berg' },
    })
  })
})

describe('the messages of a session', () => {
  it('are an empty list for an unknown or malformed id', async () => {
    const world = await appWorld()
    for (const id of ['ses_0123456789012345678901', '17', 'x']) {
      expect(await asks(world, routes.hitlMessages, { ...shop, id })).toEqual({ status: 200, body: [] })
    }
  })

  it('keep their type and text if a payload has others', async () => {
    const world = await appWorld({ mode: 'gate' })
    const payload = { type: 'text', text: 'SHOWN INSTEAD', title: 'kept' }
    await execute(world.app, maria, userSays('', { messages: [{ type: 'custom', payload }] }))
    await execute(world.app, maria, userSays('', { messages: [{ type: 'quick_reply', text: 'yes', payload }] }))
    const { body } = await asks(world, routes.hitlMessages, { ...shop, id: sessionId(maria) })
    expect((body as HitlMessage[]).map(({ type, text, raw_message }) => ({ type, text, raw_message }))).toEqual([
      { type: 'custom', text: null, raw_message: { type: 'custom', title: 'kept' } },
      { type: 'quick_reply', text: 'yes', raw_message: { type: 'quick_reply', text: 'yes', title: 'kept' } },
    ])
  })
})
