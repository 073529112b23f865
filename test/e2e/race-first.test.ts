import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { Conversation } from '../../lib/protocol/conversation.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { persistently, type Tally } from './persistently.ts'
import { seeded, sideBySide } from './random.ts'
import { runningWorld } from './running-world.ts'
import { aBot, type TestServer } from './servers.ts'

const USERS = 200
const MESSAGES_AT_ONCE = 8
const USERS_AT_ONCE = 10
const RETRIED = 100
const TRIES_AT_ONCE = 5

describe.each(ENGINES)('concurrent messages over %s', engine => {
  const world = runningWorld(engine)
  const random = seeded(7)
  let brain: TestServer<BotTurn | Handback>
  const aBotOfItsOwn = (name: string): Promise<TestBot> => world.bot(name, { connectorUrl: brain.url })

  beforeAll(async () => {
    brain = await world.keep(
      aBot(async ({ message }) => {
        await sleep(random() * 20)
        return { replies: [{ type: 'text', text: `re ${message.text}` }] }
      }),
    )
  })

  it(`create one conversation per user from ${MESSAGES_AT_ONCE} first messages, and none is lost`, {
    timeout: 120_000,
  }, async () => {
    const bot = await aBotOfItsOwn('first')
    const tally: Tally = { refused: {}, lost: 0 }
    const numbers = Array.from({ length: MESSAGES_AT_ONCE }, (_, n) => n)
    const answers = await sideBySide(
      Array.from({ length: USERS }, (_, n) => `user-${n}`),
      USERS_AT_ONCE,
      userId =>
        Promise.all(
          numbers.map(n =>
            persistently(tally, () => bot.receive(userId, { id: `m${n}`, text: `${userId} says ${n}` })),
          ),
        ),
    )
    console.info(engine, 'first messages', { acknowledged: answers.flat().length, ...tally })

    const sessions = new Set(answers.flat().map(({ session }) => session))
    expect(sessions.size).toBe(USERS)
    const listed = await everyConversation(bot)
    expect(listed).toHaveLength(USERS)
    expect(new Set(listed)).toEqual(sessions)
    let messages = 0
    for (const [user, ofUser] of answers.entries()) {
      const log = await bot.transcript(ofUser[0]!.session)
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
      const fromUser = messagesOf(log).filter(({ by }) => by.type === 'user')
      messages += fromUser.length
      expect(fromUser).toHaveLength(MESSAGES_AT_ONCE)
      expect(new Set(fromUser.map(({ text }) => text))).toEqual(new Set(numbers.map(n => `user-${user} says ${n}`)))
      for (const [n, { seq, paused, replies }] of ofUser.entries()) {
        expect(paused).toBe(false)
        expect(log[seq - 1]).toMatchObject({ seq, clientId: `m${n}`, text: `user-${user} says ${n}` })
        const [reply, ...more] = messagesOf(log).filter(({ inReplyTo }) => inReplyTo === seq)
        expect(more).toEqual([])
        expect(replies).toEqual([{ seq: reply?.seq, type: 'text', text: `re user-${user} says ${n}` }])
      }
    }
    expect(messages).toBe(USERS * MESSAGES_AT_ONCE)
  })

  it(`are stored once and answered alike if one arrives ${TRIES_AT_ONCE} times at once, and the bot is asked once`, {
    timeout: 60_000,
  }, async () => {
    const bot = await aBotOfItsOwn('retried')
    const tally: Tally = { refused: {}, lost: 0 }
    const callsBefore = brain.calls.length
    const answers = await sideBySide(
      Array.from({ length: RETRIED }, (_, n) => `user-${n % 20}`),
      10,
      (userId, n) =>
        Promise.all(
          Array.from({ length: TRIES_AT_ONCE }, () =>
            persistently(tally, () => bot.receive(userId, { id: `m${n}`, text: `message ${n}` })),
          ),
        ),
    )
    console.info(engine, 'retried messages', { acknowledged: answers.flat().length, ...tally })

    for (const [n, [first, ...others]] of answers.entries()) {
      expect(first?.replies).toMatchObject([{ text: `re message ${n}` }])
      for (const other of others) expect(other).toEqual(first)
    }
    const logs = await Promise.all([...new Set(answers.map(([first]) => first!.session))].map(id => bot.transcript(id)))
    expect(logs).toHaveLength(20)
    const stored = logs.flatMap(log => messagesOf(log).map(({ text = '' }) => text))
    const all = Array.from({ length: RETRIED }, (_, n) => [`message ${n}`, `re message ${n}`])
    expect(stored).toHaveLength(2 * RETRIED)
    expect(new Set(stored)).toEqual(new Set(all.flat()))
    const asked = brain.calls.slice(callsBefore).map(({ webhookId }) => webhookId)
    expect(asked).toHaveLength(RETRIED)
    expect(new Set(asked).size).toBe(RETRIED)
  })
})

async function everyConversation(bot: TestBot): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const { body } = await bot.get<{ items: Conversation[]; next?: string }>(`conversations?limit=100${cursor}`)
    ids.push(...body.items.map(({ id }) => id))
    cursor = body.next === undefined ? '' : `&cursor=${encodeURIComponent(body.next)}`
  } while (cursor !== '')
  return ids
}
