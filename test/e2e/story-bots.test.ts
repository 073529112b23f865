import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import { ENGINES } from '../../local/options.ts'
import { testBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, aServer, WEBHOOK_SECRET } from './servers.ts'

describe.each(ENGINES)('bots over %s', engine => {
  const world = runningWorld(engine)

  it('include a demo bot that answers, hands over on request and says once that it is back', async () => {
    const { dev } = world
    const demo = testBot(`${dev.url}/api/v1/bots/${dev.botId}`, dev.botId, dev.botKey)
    const first = await demo.receive('carla', { text: 'hello, when are you open?' })
    expect(first.body).toMatchObject({ seq: 1, paused: false, replies: [{ seq: 2, type: 'text' }] })
    expect(first.body.replies[0]?.text).toMatch(/demo bot|Monday to Friday/)

    const { body } = await demo.receive('carla', { text: 'I want to talk to a human' })
    expect(body).toMatchObject({ paused: true, replies: [{ text: 'I will get somebody for you.' }] })
    expect((await demo.receive('carla', { text: 'hello?' })).body).toMatchObject({ paused: true, replies: [] })
    const letter = await eventually('the alert', async () => (await world.letters(body.session))[0])
    expect(letter.subject).toBe('demo: somebody waits for a person (bot)')
    const log = await demo.transcript(body.session)
    expect(log.find(({ kind }) => kind === 'paused')).toMatchObject({
      seq: 5,
      by: { type: 'bot' },
      trigger: 'bot',
      reason: 'the user asked for a person',
    })

    // After the unpause, the bot says by itself that it is back, once.
    await demo.unpauseUser('carla')
    const back = await eventually('the bot is back', async () =>
      messagesOf((await demo.log('carla')).entries).find(({ text }) => text?.startsWith('I am back')),
    )
    expect(back.text).toContain('You wrote "hello?" and nobody answered')
    expect((await demo.receive('carla', { text: 'thanks' })).body).toMatchObject({ paused: false })
    const texts = messagesOf((await demo.log('carla')).entries).map(({ text }) => text)
    expect(texts.filter(text => text?.startsWith('I am back'))).toHaveLength(1)
  })

  it('have their last replies delivered by webhook, although they hand over', async () => {
    const channel = await world.keep(aChannel())
    const brain = await world.keep(
      aBot(() => ({
        replies: [
          { type: 'text', text: 'I fetch somebody' },
          { type: 'text', text: 'one moment' },
        ],
        handoff: { reason: 'too hard', priority: 'high' },
      })),
    )
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'deliver' } as const
    const bot = await world.bot('last-words', { connectorUrl: brain.url, channels: { hook } })

    const { body } = await bot.receive('lea', { text: 'help' }, 'hook')
    expect(body).toMatchObject({ paused: true, replies: [] })
    await eventually('both words', () => channel.calls.length >= 2)
    await eventually('the alert', async () => (await world.letters(body.session)).length > 0)
    expect(channel.calls.map(({ body: { message, from } }) => `${from.type}: ${message.text}`)).toEqual([
      'bot: I fetch somebody',
      'bot: one moment',
    ])
    // The letter is out before the log says so.
    const kinds = async () => (await bot.transcript(body.session)).map(({ kind }) => kind)
    await eventually('the end of the log', async () => (await kinds()).includes('alerted'))
    expect(await kinds()).toEqual(['message', 'message', 'message', 'paused', 'alerted'])
  })

  const never = new Promise<never>(() => {})
  const failures = {
    'is silent': { answer: () => never, reason: /no answer within 300 ms/ },
    'answers 500': { answer: async () => ({ status: 500 }), reason: /answered 500/ },
    'answers 404': { answer: async () => ({ status: 404 }), reason: /answered 404/ },
    'answers an invalid body': { answer: async () => ({ body: { replies: 5 } }), reason: /not valid/ },
    'answers a reply without content': { answer: async () => ({ body: { replies: [{}] } }), reason: /not valid/ },
  }
  it.each(Object.entries(failures))(
    'hand over to people and alert agents if the bot %s',
    async (_what, { answer, reason }) => {
      const brain = await world.keep(aServer<BotTurn | Handback>(answer))
      const bot = await world.bot('failing', { connectorUrl: brain.url, timeoutMs: 300 })
      const { status, body } = await bot.receive('fred', { id: 'm1', text: 'hello' })
      expect(status).toBe(200)
      expect(body).toMatchObject({ seq: 1, paused: true, replies: [] })
      expect(brain.calls).toHaveLength(1)

      const [message, paused] = await bot.transcript(body.session)
      expect(message).toMatchObject({ kind: 'message', clientId: 'm1' })
      expect(paused).toMatchObject({ kind: 'paused', by: { type: 'system' }, trigger: 'bot_failed', held: [1] })
      expect(paused?.kind === 'paused' && paused.reason).toMatch(reason)
      await eventually('the alert', async () => (await world.letters(body.session)).length > 0)
      // A repetition gets the same answer, and does not ask the bot again.
      expect((await bot.receive('fred', { id: 'm1', text: 'hello' })).body).toMatchObject({ seq: 1, paused: true })
      expect(brain.calls).toHaveLength(1)
    },
  )

  it('learn in gate mode whether they may answer, and have late replies kept as drafts', async () => {
    const bot = await world.bot('gate', { mode: 'gate' })
    const ask = async (text: string) => (await bot.receive('gus', { text })).body
    const reply = (to: InboundAnswer, text: string, id: string = randomUUID()) =>
      bot.post<InboundAnswer>('channel/api/user/gus/replies', {
        id,
        epoch: to.epoch,
        inReplyTo: to.seq,
        replies: [{ type: 'text', text }],
      })

    const first = await ask('hello')
    expect(first).toMatchObject({ seq: 1, epoch: 0, paused: false, replies: [] })
    const accepted = await reply(first, 'hello Gus', 'r1')
    expect(accepted).toMatchObject({ status: 200, body: { paused: false, replies: [{ seq: 2, text: 'hello Gus' }] } })
    expect(await reply(first, 'hello Gus', 'r1')).toMatchObject({ status: 200, body: { replies: [{ seq: 2 }] } })

    const second = await ask('help')
    await bot.pauseUser('gus')
    expect(await reply(second, 'too late')).toMatchObject({ status: 409, body: { code: 'reply.withheld' } })
    expect(await bot.post('channel/api/user/gus/replies', { epoch: 0, replies: [{ text: 'unasked' }] })).toMatchObject({
      status: 409,
      body: { code: 'reply.withheld' },
    })
    expect(await ask('anybody?')).toMatchObject({ paused: true, replies: [] })
    const drafts = (await bot.transcript(first.session)).filter(entry => entry.kind === 'withheld')
    expect(drafts.map(({ text, inReplyTo }) => [text, inReplyTo])).toEqual([
      ['too late', second.seq],
      ['unasked', undefined],
    ])

    // The handback comes with each message until the bot has answered one.
    await bot.unpauseUser('gus')
    const third = await ask('are you there?')
    expect(third.handbacks).toMatchObject([{ type: 'handback', outcome: 'returned', epoch: third.epoch, end: true }])
    expect(third.handbacks?.[0]?.missed.map(({ text, unanswered }) => [text, unanswered])).toEqual([
      ['help', true],
      ['anybody?', true],
    ])
    expect(await reply(third, 'I am')).toMatchObject({ status: 200, body: { paused: false } })
    expect(await ask('good')).not.toHaveProperty('handbacks')
    expect(messagesOf((await bot.log('gus')).entries).map(({ text }) => text)).toEqual([
      'hello',
      'hello Gus',
      'help',
      'anybody?',
      'are you there?',
      'I am',
      'good',
    ])
  })

  it('are asked again if they close an idle connection, instead of a handoff', async () => {
    const brain = await world.keep(aBot())
    const bot = await world.bot('idle', { connectorUrl: brain.url })
    expect((await bot.receive('ines', { text: 'one' })).body).toMatchObject({ paused: false })
    brain.dropReused(true)
    expect((await bot.receive('ines', { text: 'two' })).body).toMatchObject({
      paused: false,
      replies: [{ text: 'bot: two' }],
    })
  })

  it('have an unasked reply delivered once by webhook, although it is posted twice', async () => {
    const channel = await world.keep(aChannel())
    const brain = await world.keep(aBot())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } as const
    const bot = await world.bot('unasked', { connectorUrl: brain.url, channels: { hook } })
    const { epoch } = (await bot.receive('uma', { text: 'hello' }, 'hook')).body
    const posted = { id: 'news', epoch, replies: [{ text: 'your parcel is here' }] }
    for (let times = 0; times < 2; times++) {
      expect(await bot.post('channel/hook/user/uma/replies', posted)).toMatchObject({ status: 200 })
    }
    expect((await bot.receive('uma', { text: 'thanks' }, 'hook')).body.replies).toMatchObject([{ text: 'bot: thanks' }])
    await eventually('the delivery', () => channel.calls.length > 0)
    await bot.pauseUser('uma', 'hook')
    const { session } = await bot.log('uma', 0, 'hook')
    await bot.post(`mod/hitl/sessions/${session}/message`, { message: 'a person here' })
    await eventually('the next one', () => channel.calls.some(({ body }) => body.from.type === 'agent'))
    expect(texts(channel.calls)).toEqual(['your parcel is here', 'a person here'])
  })
})

function texts(calls: readonly { readonly body: ChannelDelivery }[]): (string | undefined)[] {
  return calls.map(({ body }) => body.message.text)
}
