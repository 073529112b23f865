import { createHmac } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import { call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { MESSENGER, type MessengerDouble, type MessengerWorld, receivedBy, sessionOf } from './messenger.ts'
import { aBot, type TestServer } from './servers.ts'

/** The tests of the whole story in Messenger, over any world. */
export function messengerStory(messenger: MessengerWorld): void {
  const { world } = messenger
  let double: MessengerDouble
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot
  let page: ReturnType<MessengerDouble['page']>['page']

  beforeAll(async () => {
    double = messenger.double()
    brain = await world.keep(aBot())
    const opened = await messenger.open('messenger', { connectorUrl: brain.url })
    bot = opened.bot
    page = opened.page
  })

  it('runs from bot to agent and back in one log', async () => {
    const maria = double.graph.addPerson(page, { firstName: 'Maria', lastName: 'Lopez', locale: 'es_ES', timezone: 1 })
    const session = sessionOf(bot, maria)
    const got = () => receivedBy(maria).map(({ text }) => text)
    const hears = (text: string) => eventually(`"${text}" in Messenger`, () => got().includes(text))
    const asked = () => brain.calls.flatMap(({ body }) => (body.type === 'message' ? [body.message.text] : []))
    const ana = await world.agent(bot)
    await ana.ask({ type: 'subscribe', to: 'inbox' })

    // The bot answers, and Interlude learns who writes.
    maria.says('hello')
    await hears('bot: hello')
    await eventually('the name of the user', async () => {
      const { body } = await bot.get<{ user: { fullName?: string; language?: string } }>(`conversations/${session}`)
      return body.user.fullName === 'Maria Lopez' && body.user.language === 'es-ES'
    })

    // After the pause the bot is not asked. Agents are alerted, and see the user's message.
    expect(await bot.pauseUser(maria.psid, MESSENGER)).toMatchObject({ status: 200, body: 'OK' })
    maria.says('is anybody there?')
    const letter = await eventually('the alert', async () => (await world.letters(session))[0])
    expect(letter.body).toContain(`conversation=${session}`)
    await ana.ask({ type: 'watch', session, cursor: 0 })
    await ana.entry(session, entry => entry.kind === 'message' && entry.text === 'is anybody there?')
    expect(asked()).toEqual(['hello'])

    // The agent answers, the user gets it in Messenger, and the agent sees that it came and was read.
    await ana.say(session, 'I am here')
    await hears('I am here')
    const { seq } = await ana.entry(session, entry => entry.kind === 'message' && entry.text === 'I am here')
    await ana.next(frame => frame.type === 'receipts' && frame.session === session && frame.deliveredUpTo >= seq)
    maria.reads()
    await ana.next(frame => frame.type === 'receipts' && frame.session === session && frame.readUpTo >= seq)
    maria.says('thank you')
    await ana.entry(session, entry => entry.kind === 'message' && entry.text === 'thank you')

    // After the unpause the bot gets the handback, and answers again.
    expect(await bot.unpauseUser(maria.psid, MESSENGER)).toMatchObject({ status: 200, body: 'OK' })
    const handback = await eventually('the handback', () => brain.calls.find(({ body }) => body.type === 'handback'))
    expect((handback.body as Handback).turns.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'user: is anybody there?',
      'agent: I am here',
      'user: thank you',
    ])
    maria.says('and now?')
    await hears('bot: and now?')

    // Everything came once, in order, and the echoes of our own messages changed nothing.
    expect(got()).toEqual(['bot: hello', 'I am here', 'bot: and now?'])
    expect(asked()).toEqual(['hello', 'and now?'])
    await double.graph.webhooks.idle()
    const log = (await bot.transcript(session)).filter(({ kind }) => kind !== 'alerted')
    expect(log.map(entry => (entry.kind === 'message' ? entry.text : entry.kind))).toEqual([
      'hello',
      'bot: hello',
      'paused',
      'is anybody there?',
      'assigned',
      'I am here',
      'thank you',
      'resumed',
      'and now?',
      'bot: and now?',
    ])
  })

  it('answers the webhook at once while the bot takes its time', async () => {
    const jonas = double.graph.addPerson(page)
    const slow = await world.keep(
      aBot(async ({ message }) => {
        if (message.text === 'slowly') await new Promise(resolve => setTimeout(resolve, 3_000))
        return { replies: [{ type: 'text', text: `slow: ${message.text}` }] }
      }),
    )
    const other = double.page('Slow shop')
    const slowBot = await world.bot('slow', { connectorUrl: slow.url, channels: { [MESSENGER]: other.channel } })
    double.graph.install(double.app, other.page)
    const sam = double.graph.addPerson(other.page)
    sam.says('slowly')
    await eventually('the question to the bot', () => slow.calls.length > 0)
    // The webhook is answered although the bot is not.
    await double.graph.webhooks.idle()
    expect(double.graph.webhooks.attempts.at(-1)).toMatchObject({ outcome: 200 })
    expect(receivedBy(sam)).toEqual([])
    // Others are served meanwhile.
    jonas.says('hello')
    await eventually('the answer to Jonas', () => receivedBy(jonas).length > 0)
    await eventually('the slow answer', () => receivedBy(sam).length > 0)
    expect((await slowBot.transcript(sessionOf(slowBot, sam))).map(({ kind }) => kind)).toEqual(['message', 'message'])
  })

  it('refuses a webhook that Meta did not sign, and takes nothing from it', async () => {
    const eva = double.graph.addPerson(page)
    const mallory = double.graph.addPerson(page)
    eva.says('a real message')
    await eventually('the answer to Eva', () => receivedBy(eva).length > 0)
    await double.graph.webhooks.idle()
    const real = double.graph.webhooks.attempts.find(({ body }) => body.includes('a real message'))?.body ?? ''
    const forged = real.replaceAll(eva.psid, mallory.psid).replaceAll(/"m_/g, '"m_forged_')
    expect(forged).toContain(mallory.psid)
    const asked = brain.calls.length

    const post = (body: string, signature: Record<string, string>) =>
      call(`${world.dev.url}/api/v1/channels/messenger/webhook`, { method: 'POST', text: body, headers: signature })
    for (const signature of [{}, signedBy(real, double.app.secret), signedBy(forged, 'another secret')]) {
      expect(await post(forged, signature)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    }

    expect(await bot.get(`conversations/${sessionOf(bot, mallory)}`)).toMatchObject({ status: 404 })
    expect(brain.calls).toHaveLength(asked)
    // The same event with its signature is taken.
    expect(await post(forged, signedBy(forged, double.app.secret))).toMatchObject({ status: 200 })
    await eventually('the question to the bot', () => brain.calls.length > asked)
  })
}

function signedBy(body: string, secret: string): Record<string, string> {
  return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}
