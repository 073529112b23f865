import { describe, expect, it } from 'vitest'
import type { ChannelDelivery } from '../../lib/protocol/bot.ts'
import { type MessageEntry, messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, aServer, type TestServer, WEBHOOK_SECRET } from './servers.ts'

const hookTo = ({ url }: { readonly url: string }) =>
  ({ type: 'webhook', url, secret: WEBHOOK_SECRET, replies: 'answer' }) as const
const texts = ({ calls }: TestServer<ChannelDelivery>) => calls.map(({ body }) => body.message.text)

/** Starts a conversation over `hook` and sends an agent's messages in it. Returns its session id. */
async function speaks(bot: TestBot, userId: string, messages: readonly string[]): Promise<string> {
  const { session } = (await bot.receive(userId, { text: 'hello' }, 'hook')).body
  for (const message of messages) {
    expect((await bot.post(`mod/hitl/sessions/${session}/message`, { message })).status).toBe(200)
  }
  return session
}

describe.each(ENGINES)('a channel that fails for a while, over %s', engine => {
  const world = runningWorld(engine, { retryMs: Array.from({ length: 9 }, () => 100) })
  const botFor = async (name: string, channel: { readonly url: string }) => {
    const brain = await world.keep(aBot())
    return await world.bot(name, { connectorUrl: brain.url, channels: { hook: hookTo(channel) } })
  }

  it('gets a message again that it answered with 404', async () => {
    const missing = { times: 1 }
    const channel = await world.keep(aChannel(() => (missing.times-- > 0 ? 404 : 200)))
    const bot = await botFor('restarts', channel)
    const session = await speaks(bot, 'rita', ['one', 'two'])
    await eventually('the last message', () => texts(channel).includes('two'))
    expect(texts(channel)).toEqual(['one', 'one', 'two'])
    expect((await bot.transcript(session)).map(({ kind }) => kind)).not.toContain('undeliverable')
  })

  it('has a message given up after seven answers of 410, and gets it once and in order if agents redeliver it', {
    timeout: 120_000,
  }, async () => {
    let status = 410
    const channel = await world.keep(aChannel(({ message }) => (message.text === 'one' ? status : 200)))
    const bot = await botFor('gone', channel)
    const session = await speaks(bot, 'gus', ['one', 'two'])
    const failed = async () => (await bot.transcript(session)).find(({ kind }) => kind === 'undeliverable')
    const failure = await eventually('the failure', failed, { withinMs: 60_000 })
    await eventually('the next message', () => texts(channel).includes('two'))
    expect(texts(channel)).toEqual([...Array.from({ length: 7 }, () => 'one'), 'two'])

    status = 200
    const [one] = messagesOf(await bot.transcript(session)).filter(({ text }) => text === 'one') as [MessageEntry]
    expect(failure).toMatchObject({ of: one.seq, reason: 'answered 410' })
    const path = `conversations/${session}/entries/${one.seq}/redeliver`
    expect(await bot.post(path, {})).toMatchObject({ status: 403 })
    const ana = await world.agentToken(bot.botId, 'Ana')
    const ben = await world.agentToken(bot.botId, 'Ben')
    const answers = await Promise.all(
      [ana, ben, ana].map(token => bot.post<{ seq: number; duplicate: boolean }>(path, {}, token)),
    )
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200])
    expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(1)
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1)
    await bot.post(`mod/hitl/sessions/${session}/message`, { message: 'three' })

    await eventually('the message after it', () => texts(channel).includes('three'))
    expect(texts(channel).slice(8)).toEqual(['one', 'three'])
    expect(channel.calls[8]?.webhookId).toBe(`${session}:${one.seq}`)
    expect(await bot.post(`conversations/${session}/entries/1/redeliver`, {}, ana)).toMatchObject({
      status: 409,
      body: { code: 'message.not_undeliverable' },
    })
  })
})

describe.each(ENGINES)('a channel that does not answer, over %s', engine => {
  // Only one retry, which a skipped call must not use up.
  const world = runningWorld(engine, { retryMs: [100] })

  it('gets all messages of each conversation in order once it answers again, and no retry is used up', {
    timeout: 120_000,
  }, async () => {
    const taken: ChannelDelivery[] = []
    let take: (body: ChannelDelivery, closed: Promise<void>) => unknown = (_body, closed) => closed
    const channel = await world.keep(
      aServer<ChannelDelivery>(async (body, { closed }) => {
        await take(body, closed)
        return {}
      }),
    )
    const brain = await world.keep(aBot())
    const bot = await world.bot('silent', { connectorUrl: brain.url, channels: { hook: hookTo(channel) } })
    const words = ['one', 'two', 'three']
    const sessions = await Promise.all(Array.from({ length: 40 }, (_, n) => speaks(bot, `user-${n}`, words)))
    await eventually('it has let calls wait in vain', async () => {
      await Promise.all(channel.calls.map(({ closed }) => closed))
      return channel.calls.length > 0
    })
    take = body => taken.push(body)

    await eventually('the last message', () => taken.length >= sessions.length * words.length, { withinMs: 90_000 })
    const bySession = Map.groupBy(taken, ({ session }) => session.id)
    for (const session of sessions) {
      expect(bySession.get(session)?.map(({ message }) => message.text)).toEqual(words)
      expect((await bot.transcript(session)).map(({ kind }) => kind)).not.toContain('undeliverable')
    }
  })
})
