import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import { Conversation } from '../../lib/protocol/conversation.ts'
import { type HitlEvent, MAX_FRAME_BYTES, type ServerFrame } from '../../lib/protocol/frames.ts'
import { HitlMessage, HitlSession } from '../../lib/protocol/hitl.ts'
import { sessionId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { conversationView } from '../../lib/views/conversation.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { agentNotes, agentSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket, aUserSocket } from '../../test/support/stored.ts'
import { dispatchLive } from './live.ts'

async function subscribed(to: StoredSocket['subscription'], config = {}): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate', ...config })
  await world.store.putSocket(anAgentSocket('console', to ? { subscription: to } : {}))
  return world
}

/** The frames of subscriptions. Other frames to agents have tests of their own. */
function inboxTo(world: AppWorld, socket: string): ServerFrame[] {
  return world.framesTo(socket).filter(({ type }) => type === 'inbox')
}

function allEventsOf(frames: readonly ServerFrame[]) {
  return frames.flatMap(frame => (frame.type === 'inbox' ? frame.events : []))
}

/** The events in the shape of Botpress. */
function eventsOf(frames: readonly ServerFrame[]): HitlEvent[] {
  return allEventsOf(frames).flatMap(event => (event.type === 'conversation' ? [] : event))
}

/** The conversations of the events in Interlude's shape. */
function shownTo(frames: readonly ServerFrame[]) {
  return allEventsOf(frames).flatMap(event => (event.type === 'conversation' ? event : []))
}

/** The words of each message. */
function saidTo(frames: readonly ServerFrame[]) {
  return eventsOf(frames).flatMap(event => (event.type === 'hitl.message' ? [(event.message as HitlMessage).text] : []))
}

/** The type of each event, with the user of its conversation. */
function told(frames: readonly ServerFrame[]): string[] {
  return eventsOf(frames).map(event => `${event.type} ${(event.session as HitlSession).userId}`)
}

const live = async (world: AppWorld) => await dispatchLive(world.app, await world.records())

describe('a subscriber whose token has expired', () => {
  it.each(['inbox', 'live'] as const)('gets no more events of the subscription %s', async to => {
    const world = await appWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('console', { subscription: to, expiresAt: START + minutes(1) }))
    await world.store.putSocket(anAgentSocket('other', { subscription: to, expiresAt: START + minutes(9) }))
    world.app.clock.advance(minutes(1))
    await world.userAsksForPerson(maria)
    await world.userSays(maria, 'my card is 4111')
    await live(world)
    await world.batch()
    expect(inboxTo(world, 'console')).toEqual([])
    expect(told(inboxTo(world, 'other'))).toContain('hitl.message maria')
  })
})

describe('a subscriber to the inbox', () => {
  it('gets the conversations that people hold, and of those that the bot holds only that they are new', async () => {
    const world = await subscribed('inbox')
    await world.userSays(jonas, 'just the bot')
    await world.userSays(jonas, 'and again')
    await world.userSays(maria, 'hi')
    await world.userAsksForPerson(maria)
    await world.userSays(maria, 'anybody?')
    await world.batch()

    expect(told(inboxTo(world, 'console'))).toEqual([
      'hitl.new_session jonas',
      'hitl.new_session maria',
      'hitl.session.changed maria',
      'hitl.message maria',
    ])
  })

  it("gets its own agent's messages in a conversation that the bot holds, on each of the agent's sockets", async () => {
    const world = await subscribed('inbox')
    const ben = { as: 'agent', id: 'agent-ben', roles: ['shop:agent'] } as const
    await world.store.putSocket(anAgentSocket('second console', { subscription: 'inbox' }))
    await world.store.putSocket(anAgentSocket('ben', { subscription: 'inbox', owner: ben }))
    await world.userSays(jonas, 'hi')
    await world.agentSays(jonas, 'Ana here')
    await execute(world.app, jonas, agentSays('Ben here', { by: { type: 'agent', id: 'agent-ben' } }))
    await world.userSays(jonas, 'hello bot')
    await world.batch()

    const words = (socket: string) =>
      eventsOf(inboxTo(world, socket)).map(event =>
        event.type === 'hitl.message' ? (event.message as HitlMessage).text : event.type,
      )
    expect(words('console')).toEqual(['hitl.new_session', 'Ana here'])
    expect(words('second console')).toEqual(['hitl.new_session', 'Ana here'])
    expect(words('ben')).toEqual(['hitl.new_session', 'Ben here'])
  })

  it('gets the return of a conversation to the bot, and nothing of the conversation after it', async () => {
    const world = await subscribed('inbox')
    await world.userAsksForPerson(maria)
    await world.dispatched()
    inboxTo(world, 'console')
    await world.agentResumes(maria)
    await world.userSays(maria, 'hello bot')
    await world.batch()

    const events = eventsOf(inboxTo(world, 'console'))
    expect(events).toMatchObject([{ type: 'hitl.session.changed', id: sessionId(maria), isPaused: false }])
  })

  it('gets a new conversation and its message in the shape of the Botpress module', async () => {
    const world = await subscribed('inbox', { paused: true })
    await world.userSays(maria, 'help')
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

  it('gets a change without content for an entry that is not a message', async () => {
    const world = await subscribed('inbox')
    await world.userAsksForPerson(maria)
    await world.dispatched()
    inboxTo(world, 'console')
    await execute(world.app, maria, agentNotes('calls back at five'))
    await world.batch()
    const frames = inboxTo(world, 'console')
    expect(told(frames)).toEqual(['hitl.session.changed maria'])
    expect(JSON.stringify(frames)).not.toContain('five')
  })

  it('gets the first 100 characters of a long message, since the change carries no more', async () => {
    const world = await subscribed('inbox')
    await world.userAsksForPerson(maria)
    await world.userSays(maria, `begins so ${'x'.repeat(20_000)}`)
    await world.batch()
    const message = eventsOf(inboxTo(world, 'console')).find(({ type }) => type === 'hitl.message')
    expect(message).toMatchObject({ message: { text: expect.stringMatching(/^begins so x{89}…$/) } })
  })

  it('gets one frame for a whole batch', async () => {
    const world = await subscribed('inbox')
    for (const who of [maria, jonas]) await world.userAsksForPerson(who)
    for (let n = 0; n < 10; n++) await world.userSays(maria, `words ${n}`)
    await world.batch()
    const frames = inboxTo(world, 'console')
    expect(frames).toHaveLength(1)
    expect(eventsOf(frames)).toHaveLength(14)
  })

  it('gets several frames if one would be too long, each event once and in order', async () => {
    const world = await subscribed('inbox')
    await world.userAsksForPerson(maria)
    for (let n = 0; n < 100; n++) await world.userSays(maria, `words ${n} ${'ä'.repeat(90)}`)
    await world.batch()

    const frames = inboxTo(world, 'console')
    expect(frames.length).toBeGreaterThan(1)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    const seqs = eventsOf(frames).flatMap(event =>
      event.type === 'hitl.message' ? [(event.message as HitlMessage).id] : [],
    )
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 2))
  })

  it('gets nothing as an agent of another bot or as a user', async () => {
    const world = await subscribed(undefined)
    await world.store.putSocket(anAgentSocket('of another bot', { botId: 'other', subscription: 'inbox' }))
    await world.store.putSocket(aUserSocket('widget', { subscription: 'inbox' }))
    await world.userAsksForPerson(maria)
    await world.batch()
    await live(world)
    expect(world.app.pushed).toEqual([])
  })
})

describe('a subscriber to live', () => {
  it("gets each conversation's newest state and every message, of the bot and of people", async () => {
    const world = await subscribed('live')
    await world.userSays(maria, 'one')
    await world.userSays(jonas, 'hello')
    await world.userSays(maria, 'two')
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

  it('gets the first 100 characters of each long message, once even if its record comes again', async () => {
    const world = await subscribed('live')
    for (const letter of ['a', 'b']) await world.userSays(maria, letter.repeat(1_000))
    const records = await world.records()
    await dispatchLive(world.app, [...records, ...records])

    expect(saidTo(inboxTo(world, 'console'))).toEqual([`${'a'.repeat(99)}…`, `${'b'.repeat(99)}…`])
  })

  it('gets that a conversation is new and was paused, even if more follows in the same batch', async () => {
    const world = await subscribed('live')
    await world.userSays(maria, 'one')
    await world.userAsksForPerson(maria)
    await world.userSays(maria, 'two')
    await live(world)
    expect(told(inboxTo(world, 'console'))).toEqual([
      'hitl.new_session maria',
      'hitl.session.changed maria',
      'hitl.message maria',
      'hitl.message maria',
    ])
  })

  it('gets nothing from the inbox, and the inbox gets nothing from live', async () => {
    const world = await subscribed('live')
    await world.userAsksForPerson(maria)
    await world.store.putSocket(anAgentSocket('inbox', { subscription: 'inbox' }))
    await live(world)
    expect(inboxTo(world, 'inbox')).toEqual([])
    inboxTo(world, 'console')
    await world.batch()
    expect(inboxTo(world, 'console')).toEqual([])
    expect(inboxTo(world, 'inbox')).toHaveLength(1)
  })
})

describe("a subscriber to Interlude's shape", () => {
  const inOwnShape = (to: 'inbox' | 'live') => ({ subscription: to, shape: 'interlude' }) as const

  it('gets one event per conversation and batch, with the newest state and all fields of a row', async () => {
    const world = await subscribed('inbox')
    await world.store.putSocket(anAgentSocket('own', inOwnShape('inbox')))
    await world.userAsksForPerson(maria)
    await world.userSays(maria, 'my card is lost')
    await world.userAsksForPerson(jonas)
    const { session } = await world.load(maria)
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
    // Subscribers without the shape get none of these events.
    expect(shownTo(inboxTo(world, 'console'))).toEqual([])
  })

  it("gets over inbox what people hold or held, new conversations and the agent's own messages", async () => {
    const world = await appWorld({ mode: 'gate' })
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

    await world.userSays(jonas, 'just the bot')
    expect(await told()).toEqual({ own: ['jonas bot new'], ben: ['jonas bot new'] })
    await world.userSays(jonas, 'and again')
    expect(await told()).toEqual({ own: [], ben: [] })
    await world.agentSays(jonas, 'Ana here')
    expect(await told()).toEqual({ own: ['jonas bot'], ben: [] })
    await world.agentPauses(jonas)
    expect(await told()).toEqual({ own: ['jonas human'], ben: ['jonas human'] })
    await execute(world.app, jonas, agentNotes('calls back at five'))
    expect(await told()).toEqual({ own: ['jonas human'], ben: ['jonas human'] })
    await world.agentResumes(jonas)
    await world.userSays(jonas, 'hello bot')
    expect(await told()).toEqual({ own: ['jonas bot'], ben: ['jonas bot'] })
    await world.userSays(jonas, 'still here')
    expect(await told()).toEqual({ own: [], ben: [] })
  })

  it('gets over live every conversation, once per batch even if records come again', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('own', inOwnShape('live')))
    await world.userSays(maria, 'one')
    await world.userSays(jonas, 'hello')
    await world.userSays(maria, 'two')
    const records = await world.records()
    await dispatchLive(world.app, [...records, ...records])

    const events = shownTo(inboxTo(world, 'own'))
    expect(events.map(({ conversation, isNew }) => [conversation.preview?.text, isNew])).toEqual([
      ['two', true],
      ['hello', true],
    ])
  })

  it('gets no frame above the size limit, with rows of any size', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('own', inOwnShape('live')))
    for (let n = 0; n < 60; n++) await world.userSays({ ...maria, userId: `${n}${'名'.repeat(200)}` }, '😀'.repeat(500))
    await live(world)

    const frames = inboxTo(world, 'own')
    expect(frames.length).toBeGreaterThan(1)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    expect(shownTo(frames)).toHaveLength(60)
  })
})

describe('a socket that is gone', () => {
  it('is removed, and neither it nor a failing push stops the others', async () => {
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
    await world.userAsksForPerson(maria)
    expect(await world.batch()).toEqual([])

    expect(inboxTo(world, 'console')).toHaveLength(1)
    expect(inboxTo(world, 'other')).toHaveLength(1)
    const left = (await world.store.agentSockets('shop')).map(({ connectionId }) => connectionId)
    expect([...left].sort()).toEqual(['broken', 'console', 'other'])
  })
})
