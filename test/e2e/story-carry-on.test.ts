import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { handBackToBot } from '../../lib/effects/hand-back.ts'
import type { Handback } from '../../lib/protocol/bot.ts'
import { sessionId } from '../../lib/session/session.ts'
import { openDemoBot } from '../../local/demo/bot.ts'
import { appWorld, textsOf } from '../support/app-world.ts'
import { agentResumes } from '../support/commands.ts'
import { maria } from '../support/people.ts'
import { silentLog } from '../support/silent.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { readers } from './readers.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, WEBHOOK_SECRET } from './servers.ts'

/** A bot that carries on when it is asked to: it answers the newest message that nobody has answered. */
const carriesOn = ({ missed, carryOn }: Handback) => {
  const open = missed.findLast(({ unanswered }) => unanswered)?.text
  return carryOn ? { replies: [{ type: 'text' as const, text: `about "${open}": yes` }] } : {}
}

describe('a bot that is asked to carry on', () => {
  const world = runningWorld('sqlite')
  let brain: Awaited<ReturnType<typeof aBot>>
  let channel: Awaited<ReturnType<typeof aChannel>>
  let bot: TestBot

  beforeAll(async () => {
    brain = await world.keep(aBot(undefined, carriesOn))
    channel = await world.keep(aChannel())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } as const
    bot = await world.bot('carry-on', { connectorUrl: brain.url, channels: { hook } })
  })

  it.each(Object.entries(readers))(
    'answers a user who does not write again, and who reads by %s',
    async (name, open) => {
      const user = await open(world, bot, channel)
      await user.says('hello')
      await bot.pauseUser(user.userId, user.channel)
      await user.says('is it in stock?')
      const path = `conversations/${user.session}/unpause`
      const { status } = await bot.post(path, { id: `u-${name}`, outcome: 'resolved', carryOn: true })
      expect(status).toBe(200)
      const answer = 'about "is it in stock?": yes'
      await eventually('the answer', async () => (await user.heardFromBot()).includes(answer))
      expect((await user.heardFromBot()).filter(text => text === answer)).toHaveLength(1)
      expect(await user.says('thanks')).toEqual({ paused: false, replies: ['bot: thanks'] })
    },
  )
})

const PATH = '/demo/bot'

/** The demo bot behind HTTP. `got`: the calls that reached it. */
async function aDemoBot() {
  const bot = await openDemoBot(PATH, WEBHOOK_SECRET, silentLog)
  const got: Handback[] = []
  const server = createServer((req, res) => {
    void bot.handler(req, res, async () => {
      const chunks: Buffer[] = []
      for await (const chunk of req) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks)
      got.push(JSON.parse(body.toString()))
      return body
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}${PATH}`
  const call = async (id: string, body: unknown) => {
    const text = JSON.stringify(body)
    const at = new Date()
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(WEBHOOK_SECRET).sign(id, at, text),
    }
    return await (await fetch(url, { method: 'POST', headers, body: text })).json()
  }
  return { got, call, close: () => new Promise(resolve => server.close(resolve)) }
}

describe('the demo bot', () => {
  it('gets the handback once after five failed attempts, with every message it did not see, and carries on', async () => {
    const demo = await aDemoBot()
    try {
      const world = await appWorld()
      world.outsideAnswers({ status: 'ok', body: {} })
      await world.userSays(maria, 'hello')
      await world.userAsksForPerson(maria)
      const missed = ['one', 'two', 'where are you?', 'when are you open?']
      for (const text of missed.slice(0, 2)) await world.userSays(maria, text)
      await world.agentSays(maria, 'I am Ana')
      for (const text of missed.slice(2)) await world.userSays(maria, text)
      const { id } = (await world.load(maria)).session
      await execute(world.app, maria, agentResumes({ carryOn: true }))

      world.app.posted.length = 0
      const attempts = () => world.app.posted.length
      world.app.answer = async post => {
        if (attempts() <= 5) return { status: 'retry', reason: 'answered 503' }
        return { status: 'ok', body: await demo.call(post.id, post.body) }
      }
      for (;;) {
        const { nextHandback } = (await world.load(maria)).session
        if (!nextHandback) break
        world.app.clock.advance(Math.max(0, nextHandback.at - world.app.clock.now()))
        await handBackToBot(world.app, { id, botId: maria.botId })
      }
      await handBackToBot(world.app, { id, botId: maria.botId })

      expect(attempts()).toBe(6)
      expect(new Set(world.app.posted.map(post => post.id)).size).toBe(1)
      expect(demo.got).toHaveLength(1)
      expect(demo.got[0]).toMatchObject({ type: 'handback', carryOn: true })
      expect(demo.got[0]?.missed.map(({ text }) => text)).toEqual(missed)
      expect(demo.got[0]?.missed.map(({ unanswered }) => unanswered)).toEqual([false, false, true, true])
      expect(textsOf(await world.log(maria)).at(-1)).toBe("We are open Monday to Friday, 9 to 18 o'clock.")
      expect((await world.load(maria)).session).toMatchObject({ id: sessionId(maria), handedBackUpTo: 1 })
    } finally {
      await demo.close()
    }
  })
})
