import { describe, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, aServer, WEBHOOK_SECRET } from './servers.ts'

const long = 'thirty thousand characters in words '.repeat(840)

describe.each(ENGINES)('turns over %s', engine => {
  const world = runningWorld(engine)
  const hook = (url: string, replies: 'answer' | 'deliver') =>
    ({ type: 'webhook', url, secret: WEBHOOK_SECRET, replies }) as const
  const reply = (bot: TestBot, userId: string, to: InboundAnswer, text: string, channel = 'api') =>
    bot.post<InboundAnswer>(`channel/${channel}/user/${userId}/replies`, {
      epoch: to.epoch,
      inReplyTo: to.seq,
      replies: [{ text }],
    })

  it('keep texts of 30,000 characters of users and bots, and answer a retry alike', async () => {
    const brain = await world.keep(aBot(() => ({ replies: [{ type: 'text', text: `re ${long}` }] })))
    const bot = await world.bot('long', { connectorUrl: brain.url })
    const message = { id: 'm1', text: long }
    const first = await bot.receive('lou', message)
    expect(first).toMatchObject({ status: 200, body: { seq: 1, paused: false } })
    expect(first.body.replies.map(({ seq }) => seq)).toEqual([3, 4])
    expect(first.body.replies.map(({ text }) => text).join('')).toBe(`re ${long}`)
    expect((await bot.receive('lou', message)).body).toEqual(first.body)

    expect(brain.calls).toMatchObject([{ body: { message: { text: long } } }])
    const log = messagesOf(await bot.transcript(first.body.session))
    expect(log.map(({ by, continues, clientId }) => [by.type, continues, clientId])).toEqual([
      ['user', undefined, 'm1'],
      ['user', 1, undefined],
      ['bot', undefined, undefined],
      ['bot', 3, undefined],
    ])
    const words = (type: string) => log.filter(({ by }) => by.type === type).map(({ text }) => text)
    expect(words('user').join('')).toBe(long)

    // An agent's text of this length is refused at once.
    const path = `mod/hitl/sessions/${first.body.session}/message`
    expect((await bot.post(path, { message: long })).status).toBe(413)
  })

  it('report all pieces of a missed long message to the bot in the handback', async () => {
    const brain = await world.keep(aBot(() => ({ replies: [{ type: 'text', text: 'ok' }] })))
    const bot = await world.bot('missed', { connectorUrl: brain.url })
    await bot.pauseUser('mia')
    await bot.receive('mia', { text: long })
    await bot.unpauseUser('mia')
    const packet = await eventually('the packet', () =>
      brain.calls.map(({ body }) => body).find((body): body is Handback => body.type === 'handback'),
    )
    expect(packet.missed.map(({ text }) => text).join('')).toBe(long)
  })

  it.each([
    ['204', { status: 204, text: '' }],
    ['an empty 200', { text: '' }],
    ['OK', { text: 'OK' }],
  ])('stay open for a bot that acknowledges with %s and replies later', async (_how, answer) => {
    const channel = await world.keep(aChannel())
    const brain = await world.keep(aServer<BotTurn | Handback>(async () => answer))
    const channels = { hook: hook(channel.url, 'answer') }
    const bot = await world.bot('later', { connectorUrl: brain.url, channels })

    const taken = (await bot.receive('noa', { id: 'm1', text: 'hello' })).body
    expect(taken).toMatchObject({ seq: 1, paused: false, replies: [] })
    expect((await bot.receive('noa', { id: 'm1', text: 'hello' })).body).toEqual(taken)
    expect(brain.calls).toHaveLength(1)
    expect(await reply(bot, 'noa', taken, 'hello Noa')).toMatchObject({ status: 200, body: { replies: [{ seq: 2 }] } })
    expect((await bot.receive('noa', { id: 'm1', text: 'hello' })).body).toMatchObject({ replies: [{ seq: 2 }] })

    // The request with the message has ended, so the reply goes to the channel's webhook.
    const called = (await bot.receive('noa', { id: 'm1', text: 'hello' }, 'hook')).body
    expect(called).toMatchObject({ seq: 1, paused: false, replies: [] })
    expect((await reply(bot, 'noa', called, 'hello Noa', 'hook')).body).toMatchObject({ paused: false, replies: [] })
    await eventually('the delivery', () => channel.calls.length > 0)
    expect((await bot.receive('noa', { id: 'm1', text: 'hello' }, 'hook')).body.replies).toEqual([])
    expect(channel.calls.map(({ body }) => [body.seq, body.message.text])).toEqual([[2, 'hello Noa']])
  })

  it('go to people if a pause comes between the acknowledgement and the reply', async () => {
    const brain = await world.keep(aServer<BotTurn | Handback>(async () => ({ status: 204, text: '' })))
    const bot = await world.bot('paused', { connectorUrl: brain.url })
    const taken = (await bot.receive('pia', { text: 'hello' })).body
    await bot.pauseUser('pia')
    expect(await reply(bot, 'pia', taken, 'too late')).toMatchObject({ status: 409, body: { code: 'reply.withheld' } })
    const kinds = (await bot.transcript(taken.session)).map(({ kind }) => kind)
    expect(kinds.filter(kind => kind !== 'alerted')).toEqual(['message', 'paused', 'withheld'])
  })

  it('recognise a message that its channel repeats after many newer ones', async () => {
    const brain = await world.keep(aBot())
    const bot = await world.bot('old', { connectorUrl: brain.url })
    const sent = (ago: number) => new Date(Date.now() - ago).toISOString()
    const message = { id: 'm1', text: 'hello', at: sent(1_000) }
    const first = (await bot.receive('ole', message)).body
    for (let n = 0; n < 25; n++) await bot.receive('ole', { id: `n${n}`, text: `more ${n}`, at: sent(0) })
    const calls = brain.calls.length

    expect((await bot.receive('ole', message)).body).toEqual(first)
    expect(brain.calls).toHaveLength(calls)
    const log = messagesOf(await bot.transcript(first.session))
    expect(log.filter(({ clientId }) => clientId === 'm1')).toHaveLength(1)
    // An equally old message that is new is accepted.
    const delayed = { id: 'delayed', text: 'delayed', at: message.at }
    expect((await bot.receive('ole', delayed)).body).toMatchObject({ replies: [{ text: 'bot: delayed' }] })
  })
})
