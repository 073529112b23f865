import { beforeAll, describe, expect, it } from 'vitest'
import type { BotAnswer, BotTurn, Handback } from '../../lib/protocol/bot.ts'
import { type Entry, messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, type TestServer } from './servers.ts'

describe.each(ENGINES)('agents over %s', engine => {
  const world = runningWorld(engine)
  /** Answers to `slow …`, which the test resolves. */
  const slow = new Map<string, PromiseWithResolvers<Partial<BotAnswer>>>()
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot

  beforeAll(async () => {
    brain = await world.keep(
      aBot(
        ({ message: { text = '' } }) =>
          slow.get(text)?.promise ?? { replies: [{ type: 'text', text: `bot: ${text}` }] },
      ),
    )
    bot = await world.bot('agents', { connectorUrl: brain.url })
  })

  const said = (entries: readonly Entry[]) => messagesOf(entries).map(({ by, text }) => `${by.type}: ${text}`)

  it('get exactly the missing entries after a reconnect', async () => {
    const { session } = (await bot.receive('rita', { text: 'hello' })).body
    await bot.pauseUser('rita')
    const ana = await world.agent(bot)
    await ana.ask({ type: 'watch', session, cursor: 0 })
    await ana.entry(session, entry => entry.kind === 'alerted')
    const before = await bot.transcript(session)

    ana.terminate()
    const ben = await world.agent(bot, 'Ben')
    await ben.ask({ type: 'subscribe', to: 'inbox' })
    await bot.receive('rita', { text: 'one' })
    await ben.ask({ type: 'note', id: 'n1', session, text: 'she sounds cross' })
    for (const text of ['two', 'three']) await bot.receive('rita', { text })
    // Wait until everything is pushed before Ana reconnects: an entry in flight could reach her twice.
    await ben.event(
      session,
      event => event.type === 'hitl.message' && (event.message as { text: string }).text === 'three',
    )
    const again = await world.agent(bot, 'Ana', ana)
    await bot.receive('rita', { text: 'four' })
    await again.entry(session, entry => entry.kind === 'message' && entry.text === 'four')

    const lacked = (await bot.transcript(session)).slice(before.length)
    expect(said(lacked)).toEqual(['user: one', 'user: two', 'user: three', 'user: four'])
    expect(again.received(session)).toEqual(lacked)
    expect(again.logs.get(session)).toEqual([...before, ...lacked])
  })

  it('see notes and drafts, which users do not see', async () => {
    const { socket: user, session, userId } = await world.user(bot)
    const ana = await world.agent(bot)
    const late = Promise.withResolvers<Partial<BotAnswer>>()
    slow.set('slow question', late)
    expect(await user.say(session, 'slow question')).toMatchObject({ seq: 1, paused: false, replies: [] })
    await eventually('the bot is asked', () =>
      brain.calls.some(({ body }) => body.type === 'message' && body.message.text === 'slow question'),
    )
    expect(await ana.ask({ type: 'pause', id: 'p1', session })).toMatchObject({ isPaused: true, changed: true })
    late.resolve({ replies: [{ type: 'text', text: 'a draft' }] })
    await eventually('the draft', async () => (await bot.transcript(session)).some(({ kind }) => kind === 'withheld'))
    await ana.ask({ type: 'note', id: 'n1', session, text: 'a note' })
    await ana.say(session, 'a word')
    await user.entry(session, entry => entry.kind === 'message' && entry.text === 'a word')

    const log = await bot.transcript(session)
    expect(log.map(({ kind }) => kind)).toEqual(['message', 'paused', 'withheld', 'note', 'message'])
    expect(log[2]).toMatchObject({ kind: 'withheld', text: 'a draft', inReplyTo: 1 })
    const read = (await bot.log(userId, 0, 'web')).entries
    const hitl = (await bot.get<{ text: string }[]>(`mod/hitl/sessions/${session}`)).body
    for (const entries of [user.received(session), read]) {
      expect(entries.map(({ kind }) => kind)).toEqual(['message', 'paused', 'message'])
      expect(JSON.stringify(entries)).not.toMatch(/a draft|a note/)
    }
    expect(hitl.map(({ text }) => text)).toEqual(['slow question', 'a word'])
    expect(user.cursors.get(session)).toBe(log.length)
  })

  it('exchange typing with users, and get none of their own', async () => {
    const { socket: user, session } = await world.user(bot)
    await user.say(session, 'hello')
    const ana = await world.agent(bot)
    await ana.ask({ type: 'watch', session, cursor: 0 })

    const ben = await world.agent(bot, 'Ben')
    await ben.ask({ type: 'watch', session, cursor: 0 })
    const others = await ana.next(frame => frame.type === 'presence' && frame.session === session)
    expect(others).toMatchObject({ agents: [{ name: 'Ben' }] })

    ana.send({ type: 'typing', session, in: 'note' })
    expect(await ben.next(frame => frame.type === 'typing')).toMatchObject({ in: 'note', agent: { name: 'Ana' } })
    ana.send({ type: 'typing', session })
    expect(await user.next(frame => frame.type === 'typing')).toEqual({
      type: 'typing',
      session,
      from: 'agent',
      on: true,
    })
    user.send({ type: 'typing', session, on: false })
    expect(await ana.next(frame => frame.type === 'typing')).toEqual({
      type: 'typing',
      session,
      from: 'user',
      on: false,
    })

    const { session: polled } = (await bot.receive('tina', { text: 'hello' })).body
    await ana.ask({ type: 'watch', session: polled, cursor: 0 })
    expect(await bot.receive('tina', { type: 'typing' })).toMatchObject({ status: 200, body: { replies: [] } })
    await ana.next(frame => frame.type === 'typing' && frame.session === polled && frame.from === 'user')
    expect(await bot.transcript(polled)).toHaveLength(2)
    await Promise.all([ana.ping(), user.ping()])
    expect(ana.frames.filter(frame => frame.type === 'typing')).toHaveLength(2)
    expect(user.frames.filter(frame => frame.type === 'typing')).toHaveLength(1)
  })

  it('can speak in one conversation together, and the first to speak is assigned', async () => {
    const { session } = (await bot.receive('tom', { text: 'hello' })).body
    await bot.pauseUser('tom')
    const [ana, ben] = await Promise.all([world.agent(bot, 'Ana'), world.agent(bot, 'Ben')])
    await Promise.all([ana, ben].map(agent => agent.ask({ type: 'watch', session, cursor: 0 })))

    await Promise.all([ana.say(session, 'Ana here'), ben.say(session, 'Ben here')])
    const log = await eventually('both were heard', async () => {
      const entries = await bot.transcript(session)
      return messagesOf(entries).filter(({ by }) => by.type === 'agent').length === 2 && entries
    })
    const assigned = log.filter(entry => entry.kind === 'assigned')
    const spoken = messagesOf(log).filter(({ by }) => by.type === 'agent')
    expect(assigned).toHaveLength(1)
    expect(assigned[0]?.agent).toEqual(spoken[0]?.by)
    expect(new Set(spoken.map(({ by, text }) => `${by.name}: ${text}`))).toEqual(
      new Set(['Ana: Ana here', 'Ben: Ben here']),
    )
    for (const agent of [ana, ben]) {
      await agent.entry(session, entry => entry.seq === log.at(-1)?.seq)
      expect(agent.logs.get(session)).toEqual(log)
    }
    const user = (await bot.log('tom')).entries
    expect(said(user)).toEqual(said(log))
    // The user sees the agents' names, but not their ids.
    expect(messagesOf(user).at(-1)?.by).toEqual({ type: 'agent', name: spoken[1]?.by.name })
  })

  it('pause and unpause once, however often the command is repeated', async () => {
    const { session } = (await bot.receive('ida', { text: 'hello' })).body
    const handbacks = () => brain.calls.filter(({ body }) => body.type === 'handback' && body.session.id === session)
    for (let times = 0; times < 3; times++) expect((await bot.pauseUser('ida')).status).toBe(200)
    await eventually('the alert', async () => (await world.letters(session)).length > 0)
    const unpaused = [await bot.unpauseUser('ida'), await bot.unpauseUser('ida')]
    expect(unpaused.map(({ status, body }) => `${status} ${body}`)).toEqual(['200 OK', '200 OK'])
    await eventually('the handback', () => handbacks().length > 0)

    // A repeated command with an id gets the same answer, and does not undo later commands.
    const pause = await bot.post<{ seq: number }>(`conversations/${session}/pause`, { id: 'p' })
    await bot.post(`conversations/${session}/unpause`, { id: 'u' })
    const late = await bot.post(`conversations/${session}/pause`, { id: 'p' })
    expect(late.body).toMatchObject({ isPaused: false, changed: false, seq: pause.body.seq })

    await eventually('the second handback', () => handbacks().length > 1)
    const kinds = (await bot.transcript(session)).map(({ kind }) => kind).filter(kind => kind !== 'alerted')
    expect(kinds).toEqual(['message', 'message', 'paused', 'resumed', 'paused', 'resumed'])
    expect(new Set(handbacks().map(({ webhookId }) => webhookId)).size).toBe(2)
    expect(handbacks()).toHaveLength(2)
    expect((await bot.log('ida')).entries.at(-1)?.epoch).toBe(4)
  })
})
