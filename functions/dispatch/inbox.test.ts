import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import { Conversation } from '../../lib/protocol/conversation.ts'
import { type HitlEvent, MAX_FRAME_BYTES, type ServerFrame } from '../../lib/protocol/frames.ts'
import { HitlMessage, HitlSession } from '../../lib/protocol/hitl.ts'
import { sessionId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { conversationView } from '../../lib/views/conversation.ts'
import { agentNotes, agentSays, anAgentSocket, aUserSocket, minutes, START } from '../../test/builders.ts'
import { aWorld, jonas, maria, type World } from '../../test/support/world.ts'
import { dispatchLive } from './live.ts'

async function subscribed(to: StoredSocket['subscription'], config = {}): Promise<World> {
  const world = await aWorld({ mode: 'gate', ...config })
  await world.store.putSocket(anAgentSocket('console', to ? { subscription: to } : {}))
  return world
}

/** The frames of subscriptions; what else agents are told has tests of its own. */
function inboxTo(world: World, socket: string): ServerFrame[] {
  return world.framesTo(socket).filter(({ type }) => type === 'inbox')
}

function allEventsOf(frames: readonly ServerFrame[]) {
  return frames.flatMap(frame => (frame.type === 'inbox' ? frame.events : []))
}

/** Those in the shape of Botpress. */
function eventsOf(frames: readonly ServerFrame[]): HitlEvent[] {
  return allEventsOf(frames).flatMap(event => (event.type === 'conversation' ? [] : event))
}

/** The conversations of those in Interlude's shape. */
function shownTo(frames: readonly ServerFrame[]) {
  return allEventsOf(frames).flatMap(event => (event.type === 'conversation' ? event : []))
}

/** The words of each message. */
function saidTo(frames: readonly ServerFrame[]) {
  return eventsOf(frames).flatMap(event => (event.type === 'hitl.message' ? [(event.message as HitlMessage).text] : []))
}

/** Each event in a word, with whom it is about. */
function told(frames: readonly ServerFrame[]): string[] {
  return eventsOf(frames).map(event => `${event.type} ${(event.session as HitlSession).userId}`)
}

const live = async (world: World) => await dispatchLive(world.app, await world.records())

describe('who subscribed and whose token has ended', () => {
  it.each(['inbox', 'live'] as const)('hears nothing more by %s', async to => {
    const world = await aWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('console', { subscription: to, expiresAt: START + minutes(1) }))
    await world.store.putSocket(anAgentSocket('other', { subscription: to, expiresAt: START + minutes(9) }))
    world.app.clock.advance(minutes(1))
    await world.userAsks(maria)
    await world.says(maria, 'my card is 4111')
    await live(world)
    await world.batch()
    expect(inboxTo(world, 'console')).toEqual([])
    expect(told(inboxTo(world, 'other'))).toContain('hitl.message maria')
  })
})

describe('who subscribed to the inbox', () => {
  it('sees what people hold, and of what the bot does by itself only that a conversation is new', async () => {
    const world = await subscribed('inbox')
    await world.says(jonas, 'just the bot')
    await world.says(jonas, 'and again')
    await world.says(maria, 'hi')
    await world.userAsks(maria)
    await world.says(maria, 'anybody?')
    await world.batch()

    expect(told(inboxTo(world, 'console'))).toEqual([
      'hitl.new_session jonas',
      'hitl.new_session maria',
      'hitl.session.changed maria',
      'hitl.message maria',
    ])
  })

  it('hears their own words while the bot holds the conversation, at each of their sockets; others do not', async () => {
    const world = await subscribed('inbox')
    const ben = { as: 'agent', id: 'agent-ben', roles: ['shop:agent'] } as const
    await world.store.putSocket(anAgentSocket('second console', { subscription: 'inbox' }))
    await world.store.putSocket(anAgentSocket('ben', { subscription: 'inbox', owner: ben }))
    await world.says(jonas, 'hi')
    await world.agentSpeaks(jonas, 'Ana here')
    await execute(world.app, jonas, agentSays('Ben here', { by: { type: 'agent', id: 'agent-ben' } }))
    await world.says(jonas, 'hello bot')
    await world.batch()

    const words = (socket: string) =>
      eventsOf(inboxTo(world, socket)).map(event =>
        event.type === 'hitl.message' ? (event.message as HitlMessage).text : event.type,
      )
    expect(words('console')).toEqual(['hitl.new_session', 'Ana here'])
    expect(words('second console')).toEqual(['hitl.new_session', 'Ana here'])
    expect(words('ben')).toEqual(['hitl.new_session', 'Ben here'])
  })

  it('sees that a conversation went back to the bot, and nothing of it after that', async () => {
    const world = await subscribed('inbox')
    await world.userAsks(maria)
    await world.dispatched()
    inboxTo(world, 'console')
    await world.agentGivesBack(maria)
    await world.says(maria, 'hello bot')
    await world.batch()

    const events = eventsOf(inboxTo(world, 'console'))
    expect(events).toMatchObject([{ type: 'hitl.session.changed', id: sessionId(maria), isPaused: false }])
  })

  it('is shown a conversation that is new, and its message, as clients of the module know them', async () => {
    const world = await subscribed('inbox', { paused: true })
    await world.says(maria, 'help')
    await world.batch()

    const events = eventsOf(inboxTo(world, 'console'))
    expect(events.map(({ type }) => type)).toEqual(['hitl.new_session', 'hitl.session.changed', 'hitl.message'])
    for (const { session } of events) expect(HitlSession.safeParse(session).success).toBe(true)
    const [, , message] = events
    expect(message?.type === 'hitl.message' && HitlMessage.parse(message.message)).toMatchObject({
      id: 1,
      text: 'help',
      source: 'user',
      direction: 'in',
    })
    expect(events[1]?.session).toMatchObject({ isPaused: true, pausedBy: 'bot_paused', lastMessage: { text: 'help' } })
  })

  it('sees that something moved, also where it is no message', async () => {
    const world = await subscribed('inbox')
    await world.userAsks(maria)
    await world.dispatched()
    inboxTo(world, 'console')
    await execute(world.app, maria, agentNotes('calls back at five'))
    await world.batch()
    const frames = inboxTo(world, 'console')
    expect(told(frames)).toEqual(['hitl.session.changed maria'])
    expect(JSON.stringify(frames)).not.toContain('five')
  })

  it('is shown a long message by its first words: the change carries no more', async () => {
    const world = await subscribed('inbox')
    await world.userAsks(maria)
    await world.says(maria, `begins so ${'x'.repeat(20_000)}`)
    await world.batch()
    const message = eventsOf(inboxTo(world, 'console')).find(({ type }) => type === 'hitl.message')
    expect(message).toMatchObject({ message: { text: expect.stringMatching(/^begins so x{89}…$/) } })
  })

  it('gets one frame for a whole batch', async () => {
    const world = await subscribed('inbox')
    for (const who of [maria, jonas]) await world.userAsks(who)
    for (let n = 0; n < 10; n++) await world.says(maria, `words ${n}`)
    await world.batch()
    const frames = inboxTo(world, 'console')
    expect(frames).toHaveLength(1)
    expect(eventsOf(frames)).toHaveLength(14)
  })

  it('gets more frames where one would be too long, every event once and in order', async () => {
    const world = await subscribed('inbox')
    await world.userAsks(maria)
    for (let n = 0; n < 100; n++) await world.says(maria, `words ${n} ${'ä'.repeat(90)}`)
    await world.batch()

    const frames = inboxTo(world, 'console')
    expect(frames.length).toBeGreaterThan(1)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    const seqs = eventsOf(frames).flatMap(event =>
      event.type === 'hitl.message' ? [(event.message as HitlMessage).id] : [],
    )
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 2))
  })

  it("is an agent of that bot: other bots' agents and end users see nothing", async () => {
    const world = await subscribed(undefined)
    await world.store.putSocket(anAgentSocket('of another bot', { botId: 'other', subscription: 'inbox' }))
    await world.store.putSocket(aUserSocket('widget', { subscription: 'inbox' }))
    await world.userAsks(maria)
    await world.batch()
    await live(world)
    expect(world.app.pushed).toEqual([])
  })
})

describe('who follows everything', () => {
  it("sees each conversation's newest state and every message, of the bot and of people", async () => {
    const world = await subscribed('live')
    await world.says(maria, 'one')
    await world.says(jonas, 'hello')
    await world.says(maria, 'two')
    await live(world)

    const frames = inboxTo(world, 'console')
    expect(frames).toHaveLength(1)
    const views = eventsOf(frames).map(({ session }) => session as HitlSession)
    expect(views.map(view => `${view.userId} ${view.lastMessage?.text}`)).toEqual([
      ...Array.from({ length: 3 }, () => 'maria two'),
      ...Array.from({ length: 2 }, () => 'jonas hello'),
    ])
    expect(saidTo(frames)).toEqual(['one', 'two', 'hello'])
  })

  it('sees the first words of each long message, and each message once though its record comes again', async () => {
    const world = await subscribed('live')
    for (const letter of ['a', 'b']) await world.says(maria, letter.repeat(1_000))
    const records = await world.records()
    await dispatchLive(world.app, [...records, ...records])

    expect(saidTo(inboxTo(world, 'console'))).toEqual([`${'a'.repeat(99)}…`, `${'b'.repeat(99)}…`])
  })

  it('hears of what is new and of who holds it, though more happened in the same moment', async () => {
    const world = await subscribed('live')
    await world.says(maria, 'one')
    await world.userAsks(maria)
    await world.says(maria, 'two')
    await live(world)
    expect(told(inboxTo(world, 'console'))).toEqual([
      'hitl.new_session maria',
      'hitl.session.changed maria',
      'hitl.message maria',
      'hitl.message maria',
    ])
  })

  it('is not served by the inbox, nor the inbox by it', async () => {
    const world = await subscribed('live')
    await world.userAsks(maria)
    await world.store.putSocket(anAgentSocket('inbox', { subscription: 'inbox' }))
    await live(world)
    expect(inboxTo(world, 'inbox')).toEqual([])
    inboxTo(world, 'console')
    await world.batch()
    expect(inboxTo(world, 'console')).toEqual([])
    expect(inboxTo(world, 'inbox')).toHaveLength(1)
  })
})

describe("who asked for Interlude's shape", () => {
  const inOwnShape = (to: 'inbox' | 'live') => ({ subscription: to, shape: 'interlude' }) as const

  it('gets one event a conversation and batch: the newest state, with all that a row shows', async () => {
    const world = await subscribed('inbox')
    await world.store.putSocket(anAgentSocket('own', inOwnShape('inbox')))
    await world.userAsks(maria)
    await world.says(maria, 'my card is lost')
    await world.userAsks(jonas)
    const { session } = await world.loaded(maria)
    await world.batch()

    const frames = inboxTo(world, 'own')
    expect(frames).toHaveLength(1)
    const events = shownTo(frames)
    expect(events.map(({ conversation, isNew }) => [conversation.userId, isNew])).toEqual([
      ['maria', true],
      ['jonas', true],
    ])
    expect(Conversation.strict().parse(events[0]?.conversation)).toEqual(conversationView(session))
    expect(events[0]?.conversation).toMatchObject({
      revision: 2,
      control: { holder: 'human', handoff: { status: 'pending', priority: 'normal', since: isoTime(START) } },
      preview: { from: 'user', text: 'my card is lost' },
    })
    // Others are told as before.
    expect(shownTo(inboxTo(world, 'console'))).toEqual([])
  })

  it('hears by inbox of what people hold or held, of what is new, and of their own words', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('own', inOwnShape('inbox')))
    const ben = { as: 'agent', id: 'agent-ben', roles: ['shop:agent'] } as const
    await world.store.putSocket(anAgentSocket('ben', { ...inOwnShape('inbox'), owner: ben }))
    const told = async () => {
      await world.batch()
      const to = (socket: string) =>
        shownTo(inboxTo(world, socket)).map(({ conversation: { userId, control }, isNew }) =>
          [userId, control.holder, ...(isNew ? ['new'] : [])].join(' '),
        )
      return { own: to('own'), ben: to('ben') }
    }

    await world.says(jonas, 'just the bot')
    expect(await told()).toEqual({ own: ['jonas bot new'], ben: ['jonas bot new'] })
    await world.says(jonas, 'and again')
    expect(await told()).toEqual({ own: [], ben: [] })
    await world.agentSpeaks(jonas, 'Ana here')
    expect(await told()).toEqual({ own: ['jonas bot'], ben: [] })
    await world.agentTakes(jonas)
    expect(await told()).toEqual({ own: ['jonas human'], ben: ['jonas human'] })
    await execute(world.app, jonas, agentNotes('calls back at five'))
    expect(await told()).toEqual({ own: ['jonas human'], ben: ['jonas human'] })
    await world.agentGivesBack(jonas)
    await world.says(jonas, 'hello bot')
    expect(await told()).toEqual({ own: ['jonas bot'], ben: ['jonas bot'] })
    await world.says(jonas, 'still here')
    expect(await told()).toEqual({ own: [], ben: [] })
  })

  it('hears by live of every conversation, once a batch though records come again', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('own', inOwnShape('live')))
    await world.says(maria, 'one')
    await world.says(jonas, 'hello')
    await world.says(maria, 'two')
    const records = await world.records()
    await dispatchLive(world.app, [...records, ...records])

    const events = shownTo(inboxTo(world, 'own'))
    expect(events.map(({ conversation, isNew }) => [conversation.preview?.text, isNew])).toEqual([
      ['two', true],
      ['hello', true],
    ])
  })

  it('gets no frame past the limit, with rows of any size', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('own', inOwnShape('live')))
    for (let n = 0; n < 60; n++) await world.says({ ...maria, userId: `${n}${'名'.repeat(200)}` }, '😀'.repeat(500))
    await live(world)

    const frames = inboxTo(world, 'own')
    expect(frames.length).toBeGreaterThan(1)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    expect(shownTo(frames)).toHaveLength(60)
  })
})

describe('a socket that is dead', () => {
  it('is forgotten, and stops nobody', async () => {
    const world = await subscribed('inbox')
    for (const name of ['dead', 'broken', 'other']) {
      await world.store.putSocket(anAgentSocket(name, { subscription: 'inbox' }))
    }
    world.app.gone.add('dead')
    const { push } = world.app.sockets
    world.app.sockets.push = async (connectionId, frame) => {
      if (connectionId === 'broken') throw new Error('the gateway cannot be reached')
      return await push(connectionId, frame)
    }
    await world.userAsks(maria)
    expect(await world.batch()).toEqual([])

    expect(inboxTo(world, 'console')).toHaveLength(1)
    expect(inboxTo(world, 'other')).toHaveLength(1)
    const left = (await world.store.agentSockets('shop')).map(({ connectionId }) => connectionId)
    expect([...left].sort()).toEqual(['broken', 'console', 'other'])
  })
})
