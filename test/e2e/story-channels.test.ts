import { describe, expect, it } from 'vitest'
import type { ChannelDelivery } from '../../lib/protocol/bot.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, aServer, type TestServer, WEBHOOK_SECRET } from './servers.ts'

const hookTo = (channel: { readonly url: string }, replies: 'answer' | 'deliver' = 'answer') =>
  ({ type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies }) as const

const texts = ({ calls }: TestServer<ChannelDelivery>) => calls.map(({ body }) => body.message.text)

describe.each(ENGINES)('channels over %s', engine => {
  const world = runningWorld(engine, { retryMs: Array.from({ length: 20 }, () => 50) })

  it("get a bot's replies by webhook and not in the answer, if set to deliver", async () => {
    const channel = await world.keep(aChannel())
    const brain = await world.keep(aBot())
    const bot = await world.bot('deliver', { connectorUrl: brain.url, channels: { hook: hookTo(channel, 'deliver') } })

    const { body } = await bot.receive('dora', { id: 'm1', text: 'hello' }, 'hook')
    expect(body).toMatchObject({ paused: false, replies: [] })
    expect((await bot.receive('dora', { id: 'm1', text: 'hello' }, 'hook')).body).toEqual(body)
    const [first] = await eventually('the reply', () => channel.calls.length > 0 && channel.calls)
    expect(first?.webhookId).toBe(`${body.session}:2`)
    expect(first?.body).toEqual({
      type: 'message',
      botId: bot.botId,
      session: { id: body.session, channel: 'hook', userId: 'dora' },
      seq: 2,
      at: expect.any(String),
      from: { type: 'bot' },
      message: { type: 'text', text: 'bot: hello' },
    })
    await bot.receive('dora', { text: 'bye' }, 'hook')
    await eventually('the next reply', () => channel.calls.length > 1)
    expect(texts(channel)).toEqual(['bot: hello', 'bot: bye'])
    // On another channel, the same bot's replies are in the answer.
    expect((await bot.receive('dora', { text: 'hi' })).body.replies).toMatchObject([{ text: 'bot: hi' }])
  })

  it('get the missing messages in order after their webhook failed for a while', async () => {
    const fails = { times: 4 }
    const channel = await world.keep(aChannel(() => (fails.times-- > 0 ? 503 : 200)))
    const brain = await world.keep(aBot())
    const bot = await world.bot('failing', { connectorUrl: brain.url, channels: { hook: hookTo(channel) } })
    const { session } = (await bot.receive('fay', { text: 'hello' }, 'hook')).body
    await bot.pauseUser('fay', 'hook')
    for (const message of ['one', 'two', 'three']) {
      expect((await bot.post(`mod/hitl/sessions/${session}/message`, { message })).status).toBe(200)
    }

    await eventually('the last message', () => texts(channel).includes('three'))
    expect(texts(channel)).toEqual(['one', 'one', 'one', 'one', 'one', 'two', 'three'])
    const ids = channel.calls.map(({ webhookId }) => webhookId)
    expect(new Set(ids.slice(0, 5)).size).toBe(1)
    expect(new Set(ids).size).toBe(3)
    expect((await bot.transcript(session)).some(({ kind }) => kind === 'undeliverable')).toBe(false)
  })

  it('get later messages after one that the webhook refused, which the log notes as undeliverable', async () => {
    const channel = await world.keep(aChannel(({ message }) => (message.text === 'two' ? 400 : 200)))
    const brain = await world.keep(aBot())
    const bot = await world.bot('refusing', { connectorUrl: brain.url, channels: { hook: hookTo(channel) } })
    const { session } = (await bot.receive('rob', { text: 'hello' }, 'hook')).body
    for (const message of ['one', 'two', 'three']) {
      await bot.post(`mod/hitl/sessions/${session}/message`, { message })
    }
    await eventually('the last message', () => texts(channel).includes('three'))
    expect(texts(channel)).toEqual(['one', 'two', 'three'])
    const log = await bot.transcript(session)
    const refused = messagesOf(log).find(({ text }) => text === 'two')
    expect(log.filter(({ kind }) => kind === 'undeliverable')).toMatchObject([
      { of: refused?.seq, reason: 'answered 400' },
    ])
  })

  it('do not delay other conversations if one webhook is dead', async () => {
    const open = new Set<string>()
    const released = Promise.withResolvers<{ status: number }>()
    const dead = await world.keep(
      aServer<ChannelDelivery>((_body, { webhookId, closed }) => {
        open.add(webhookId)
        void closed.then(() => open.delete(webhookId))
        return released.promise
      }),
    )
    const alive = await world.keep(aChannel())
    const brain = await world.keep(aBot())
    const channels = { dead: hookTo(dead), alive: hookTo(alive) }
    const bot = await world.bot('dead', { connectorUrl: brain.url, channels })
    const ana = await world.agent(bot)
    await ana.ask({ type: 'subscribe', to: 'inbox' })
    const speak = async (userId: string, channel: string) => {
      const { session } = (await bot.receive(userId, { text: 'hello' }, channel)).body
      await bot.pauseUser(userId, channel)
      await bot.post(`mod/hitl/sessions/${session}/message`, { message: 'a person here' })
      return session
    }
    const unlucky = (round: string) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => speak(`unlucky-${round}-${n}`, 'dead')))
    /** Waits for another conversation's alert, inbox event and delivery. */
    const isServed = async (userId: string) => {
      const { session } = (await bot.receive(userId, { text: 'hello' }, 'alive')).body
      await bot.pauseUser(userId, 'alive')
      await ana.event(session, event => event.type === 'hitl.session.changed' && event.isPaused)
      await eventually('the alert', async () => (await world.letters(session)).length > 0)
      await bot.post(`mod/hitl/sessions/${session}/message`, { message: 'a person here' })
      await ana.event(session, ({ type }) => type === 'hitl.message')
      await eventually('the delivery', () => alive.calls.some(({ body }) => body.session.id === session))
    }

    await unlucky('first')
    await eventually('a call of the dead webhook', () => open.size > 0)
    const hanging = [...open]
    await isServed('lucky-first')
    // On AWS one function reads the feed and waits for the calls of a batch, so there the first calls delay the others.
    if (engine === 'sqlite') expect(hanging.filter(call => open.has(call))).not.toEqual([])
    await eventually('the first calls are given up', () => hanging.every(call => !open.has(call)))

    // From now on, the dead webhook gets no calls for a while and delays no conversation.
    await eventually('no call is under way', () => open.size === 0)
    const calls = dead.calls.length
    for (const round of ['a', 'b', 'c']) {
      await unlucky(round)
      await isServed(`lucky-${round}`)
    }
    expect(dead.calls).toHaveLength(calls)
    released.resolve({ status: 200 })
  })
})
