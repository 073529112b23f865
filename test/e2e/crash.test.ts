import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'
import { type Entry, messagesOf } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { gapless, isClosed, repliesTo } from './closed-turns.ts'
import { eventually } from './eventually.ts'
import { persistently, type Tally } from './persistently.ts'
import { seeded, sideBySide } from './random.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, type TestServer, WEBHOOK_SECRET } from './servers.ts'
import type { SocketClient } from './socket.ts'

const USERS = 125
const MESSAGES_EACH = 8
const AT_ONCE = 64
/** Numbers of acknowledged messages at which everything is killed. */
const KILLS_AT = [200, 450, 700]
/** Users per kill who send one message just before it and never retry. */
const GONE_EACH = 20
/** Conversations in which an agent keeps answering during the kills. */
const HELD = 5

/** Short, so that work interrupted by a kill is soon settled. The delivery lease exceeds a delivery's limit of 3 s. */
const policy = { turnGraceMs: 1_500, deliveryLeaseMs: 4_000, retryMs: Array.from({ length: 20 }, () => 100) }
const BOT_TIMEOUT_MS = 500
const BOT_SPREAD_MS = 40

describe.each(ENGINES)('Interlude after kill -9 over %s', engine => {
  const world = runningWorld(engine, policy)
  const random = seeded(11)
  const tally: Tally = { refused: {}, lost: 0 }
  let brain: TestServer<BotTurn | Handback>
  let channel: TestServer<ChannelDelivery>
  let bot: TestBot
  /** Resolves while Interlude runs. */
  let up: Promise<void> = Promise.resolve()
  let acknowledged = 0
  const killedAt: number[] = []

  const users = Array.from({ length: USERS }, (_, n) => `user-${n}`)
  const gone: string[] = []
  const held: string[] = []
  const said = new Map<string, number>()
  const answers = new Map<string, InboundAnswer[]>()
  let ana: SocketClient

  const send =
    <T>(call: (current: TestBot) => Promise<T>) =>
    async () => {
      await up
      return await call(bot)
    }

  async function crash(): Promise<void> {
    killedAt.push(acknowledged)
    const impatient = Array.from({ length: GONE_EACH }, (_, n) => `gone-${killedAt.length}-${n}`)
    gone.push(...impatient)
    for (const userId of impatient) void bot.receive(userId, { id: 'm0', text: 'only this' }).catch(() => {})
    // The bot answers these slowly, so that at least one turn is open at the kill.
    await eventually('one of them is with the bot', () =>
      brain.calls.some(({ body }) => impatient.includes(body.session.userId)),
    )
    const running = Promise.withResolvers<void>()
    up = running.promise
    await world.restart('kill')
    bot = world.again(bot)
    ana = await world.agent(bot, 'Ana', ana)
    running.resolve()
  }

  async function talk(userId: string, crashed: () => void): Promise<void> {
    const mine: InboundAnswer[] = []
    answers.set(userId, mine)
    for (let n = 0; n < MESSAGES_EACH; n++) {
      const message = { id: `m${n}`, text: `message ${n}` }
      mine.push(
        await persistently(
          tally,
          send(current => current.receive(userId, message)),
        ),
      )
      acknowledged++
      crashed()
    }
  }

  async function answerOn(session: string, until: () => boolean): Promise<void> {
    for (let n = 0; !until(); n++) {
      await persistently(
        tally,
        send(current =>
          current.post(`conversations/${session}/messages`, { id: `a${n}`, text: `answer ${n}` }, world.dev.adminToken),
        ),
      )
      said.set(session, n + 1)
      await sleep(random() * 40)
    }
  }

  beforeAll(async () => {
    brain = await world.keep(
      aBot(async ({ message, session }) => {
        await sleep(session.userId.startsWith('gone') ? BOT_TIMEOUT_MS / 2 : random() * BOT_SPREAD_MS)
        return { replies: [{ type: 'text', text: `re ${message.text}` }] }
      }),
    )
    channel = await world.keep(aChannel())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } as const
    bot = await world.bot('crash', { connectorUrl: brain.url, timeoutMs: BOT_TIMEOUT_MS, channels: { hook } })
    ana = await world.agent(bot, 'Ana')
    for (let n = 0; n < HELD; n++) {
      const { session } = (await bot.receive(`held-${n}`, { text: 'hello' }, 'hook')).body
      await bot.pauseUser(`held-${n}`, 'hook')
      await ana.ask({ type: 'watch', session, cursor: 0 })
      held.push(session)
    }

    let crashes = Promise.resolve()
    const crashWhenDue = () => {
      if (!KILLS_AT.includes(acknowledged)) return
      crashes = crashes.then(crash)
    }
    let over = false
    const agents = held.map(session => answerOn(session, () => over))
    await sideBySide(users, AT_ONCE, userId => talk(userId, crashWhenDue))
    await crashes
    over = true
    await Promise.all(agents)
  }, 120_000)

  const closedLog = async (session: string): Promise<readonly Entry[]> =>
    await eventually(`every turn of ${session} is answered or with people`, async () => {
      const log = await bot.transcript(session)
      return log.every(entry => isClosed(entry, log)) && log
    })

  it('keeps every message once, in order and without gaps, and answers it or hands it to people', async () => {
    expect(killedAt).toHaveLength(KILLS_AT.length)
    expect(tally.lost).toBeGreaterThanOrEqual(KILLS_AT.length)
    let byPeople = 0
    for (const userId of users) {
      const mine = answers.get(userId)!
      const log = await closedLog(mine[0]!.session)
      expect(gapless(log)).toBe(true)
      const fromUser = messagesOf(log).filter(({ by }) => by.type === 'user')
      expect(fromUser.map(({ clientId }) => clientId)).toEqual(mine.map((_, n) => `m${n}`))
      for (const [n, { seq, paused, replies }] of mine.entries()) {
        expect(log[seq - 1]).toMatchObject({ seq, clientId: `m${n}`, text: `message ${n}` })
        // The log has exactly the replies that the acknowledgement returned.
        const logged = repliesTo(seq, log).map(entry => ({ seq: entry.seq, type: entry.type, text: entry.text }))
        expect(logged).toEqual(replies)
        expect(replies).toHaveLength(paused ? 0 : 1)
        if (paused) byPeople++
      }
    }
    const asked = brain.calls.flatMap(({ body, webhookId }) => (body.type === 'message' ? [webhookId] : []))
    console.info(engine, { killedAt, acknowledged, ...tally, byPeople, askedAgain: asked.length - new Set(asked).size })
    expect(acknowledged).toBe(USERS * MESSAGES_EACH)
  })

  it('closes the turns of users who never retried, and alerts agents about those handed to people', async () => {
    const sessions = await Promise.all(gone.map(async userId => (await bot.log(userId)).session))
    const logs = await sideBySide(sessions, 10, async session =>
      (await bot.get(`conversations/${session}`)).status === 404 ? [] : await closedLog(session),
    )
    const arrived = logs.filter(log => log.length > 0)
    for (const log of arrived) {
      expect(gapless(log)).toBe(true)
      expect(messagesOf(log).filter(({ by }) => by.type === 'user')).toHaveLength(1)
    }
    const failed = arrived.filter(log => log.some(({ kind }) => kind === 'paused'))
    console.info(engine, 'gone', { sent: gone.length, arrived: arrived.length, calledPeople: failed.length })
    expect(logs).toHaveLength(KILLS_AT.length * GONE_EACH)
    expect(failed.length).toBeGreaterThanOrEqual(KILLS_AT.length)
    // Each conversation that was handed to people has an alert. One whose process died goes out at its next check.
    for (const log of failed) {
      const session = sessions[logs.indexOf(log)]!
      const isAlerted = async () => (await bot.transcript(session)).some(({ kind }) => kind === 'alerted')
      await eventually('the alert', isAlerted, { withinMs: 2 * defaultPolicy.alertCheckMs })
    }
  })

  it('sends a reconnected agent the whole log in order', async () => {
    await ana.ping()
    for (const session of held) {
      const log = await bot.transcript(session)
      await ana.entry(session, ({ seq }) => seq === log.length)
      expect(ana.logs.get(session)).toEqual(log)
      expect(gapless(log)).toBe(true)
      const spoken = messagesOf(log).filter(({ by }) => by.type === 'agent')
      expect(spoken.map(({ text }) => text)).toEqual(spoken.map((_, n) => `answer ${n}`))
      expect(spoken).toHaveLength(said.get(session)!)
    }
  })

  it('delivers all messages sent around the kills in order, and repeats one only under its own id', async () => {
    let repeated = 0
    for (const session of held) {
      const sent = messagesOf(await bot.transcript(session)).filter(({ by }) => by.type === 'agent')
      const arrived = () => channel.calls.filter(({ body }) => body.session.id === session)
      await eventually('the last message', () => arrived().some(({ body }) => body.seq === sent.at(-1)?.seq), {
        withinMs: 20_000,
      })
      const order = arrived().map(({ body }) => body.seq)
      expect(order).toEqual([...order].sort((a, b) => a - b))
      expect([...new Set(order)]).toEqual(sent.map(({ seq }) => seq))
      for (const { webhookId, body } of arrived()) {
        expect(webhookId).toBe(`${session}:${body.seq}`)
        expect(body.message.text).toBe(sent.find(({ seq }) => seq === body.seq)?.text)
      }
      repeated += order.length - new Set(order).size
    }
    const messages = [...said.values()].reduce((sum, count) => sum + count, 0)
    console.info(engine, 'delivered', { messages, repeated })
    expect(messages).toBeGreaterThan(HELD * KILLS_AT.length)
  })
})
