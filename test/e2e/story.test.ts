import { beforeAll, describe, expect, it } from 'vitest'
import type { BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { readers } from './readers.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, type TestServer, WEBHOOK_SECRET } from './servers.ts'

describe.each(ENGINES)('the whole story over %s', engine => {
  const world = runningWorld(engine)
  let brain: TestServer<BotTurn | Handback>
  let channel: TestServer<ChannelDelivery>
  let bot: TestBot

  beforeAll(async () => {
    brain = await world.keep(aBot())
    channel = await world.keep(aChannel())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } as const
    bot = await world.bot('story', { connectorUrl: brain.url, channels: { hook } })
  })

  it.each(Object.entries(readers))(
    'runs from bot to agent and back in one log, for a user who reads by %s',
    async (_name, open) => {
      const user = await open(world, bot, channel)
      const { userId, session } = user
      const asked = () => brain.calls.flatMap(({ body }) => (isTurnOf(body, session) ? [body.message.text] : []))
      const handbacks = () => brain.calls.filter(({ body }) => body.type === 'handback' && body.session.id === session)
      const ana = await world.agent(bot)
      await ana.ask({ type: 'subscribe', to: 'inbox' })

      // The bot answers.
      expect(await user.says('hello')).toEqual({ paused: false, replies: ['bot: hello'] })

      // After the pause the bot is not asked; agents are alerted, and see the user's message.
      expect(await bot.pauseUser(userId, user.channel)).toMatchObject({ status: 200, body: 'OK' })
      expect(await user.says('is anybody there?')).toEqual({ paused: true, replies: [] })
      expect(asked()).toEqual(['hello'])
      const letter = await eventually('the alert', async () => (await world.letters(session))[0])
      expect(letter).toMatchObject({
        protocol: 'email',
        subject: `${bot.botId}: somebody waits for a person (operator)`,
      })
      expect(letter.body).toContain(`conversation=${session}`)
      expect(letter.body).not.toContain('is anybody there?')
      await ana.event(session, event => event.type === 'hitl.session.changed' && event.isPaused)
      await ana.event(
        session,
        event => event.type === 'hitl.message' && (event.message as { text: string }).text === 'is anybody there?',
      )
      await ana.ask({ type: 'watch', session, cursor: 0 })
      await ana.entry(session, entry => entry.kind === 'message' && entry.text === 'is anybody there?')

      // The agent answers, and the user gets it.
      await ana.say(session, 'I am here')
      await eventually('the first answer', async () => (await user.heardFromAgents()).includes('I am here'))
      await ana.say(session, 'what may I do for you?')
      await eventually('the second answer', async () => (await user.heardFromAgents()).length >= 2)
      expect(await user.says('thank you')).toEqual({ paused: true, replies: [] })

      // After the unpause the bot gets the handback, and answers again.
      expect(await bot.unpauseUser(userId, user.channel)).toMatchObject({ status: 200, body: 'OK' })
      const { webhookId, body: packet } = await eventually('the handback', () => handbacks()[0])
      expect(packet).toMatchObject({ type: 'handback', episodeId: webhookId, outcome: 'returned', end: true })
      expect((packet as Handback).turns.map(({ from, text }) => `${from}: ${text}`)).toEqual([
        'user: is anybody there?',
        'agent: I am here',
        'agent: what may I do for you?',
        'user: thank you',
      ])
      expect((packet as Handback).missed).toMatchObject([
        { text: 'is anybody there?', unanswered: false },
        { text: 'thank you', unanswered: true },
      ])
      expect(await user.says('and now?')).toEqual({ paused: false, replies: ['bot: and now?'] })

      // The agent's messages, the alert and the packet each came once.
      expect(await user.heardFromAgents()).toEqual(['I am here', 'what may I do for you?'])
      expect(asked()).toEqual(['hello', 'and now?'])
      expect(await world.letters(session)).toHaveLength(1)
      expect(handbacks()).toHaveLength(1)
      const turns = brain.calls.flatMap(({ body }) => (isTurnOf(body, session) ? [body] : []))
      // While its acknowledgement is being stored, the packet may also come with the next question, under the same id.
      const again = turns.flatMap(turn => turn.handbacks ?? []).map(({ episodeId }) => episodeId)
      expect(again.filter(id => id !== webhookId)).toEqual([])

      // The log has all of it in order, without gaps.
      const log = await bot.transcript(session)
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
      const told = log
        .filter(({ kind }) => kind !== 'alerted')
        .map(entry => (entry.kind === 'message' ? `${entry.by.type}: ${entry.text}` : entry.kind))
      expect(told).toEqual([
        'user: hello',
        'bot: bot: hello',
        'paused',
        'user: is anybody there?',
        'assigned',
        'agent: I am here',
        'agent: what may I do for you?',
        'user: thank you',
        'resumed',
        'user: and now?',
        'bot: bot: and now?',
      ])
    },
  )
})

function isTurnOf(body: BotTurn | Handback, session: string): body is BotTurn {
  return body.type === 'message' && body.session.id === session
}
