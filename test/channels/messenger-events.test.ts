import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import type { MessageEntry } from '../../lib/protocol/entry.ts'
import { sessionId } from '../../lib/session/session.ts'
import type { Person } from '../../local/graph/person.ts'
import { eventsOf } from '../../local/graph/test-graph.ts'
import type { Json } from '../../local/graph/types.ts'
import { messengerWorld } from './messenger-platform.ts'

type Messenger = Awaited<ReturnType<typeof messengerWorld>>

let messenger: Messenger
let maria: Person

const opens = async (options: Partial<MessengerChannel> = {}) => {
  messenger = await messengerWorld(options)
  maria = messenger.graph.addPerson(messenger.page)
}
const closes = () => messenger.end()
/** Closes the world of a test, and opens one with other options. */
const opensWith = async (options: Partial<MessengerChannel>) => {
  await closes()
  await opens(options)
}
beforeEach(() => opens())
afterEach(closes)

const log = (person = maria) => messenger.world.log(messenger.whoIs(person))
const kinds = async (person = maria) => (await log(person)).map(({ kind }) => kind)
const messages = async (person = maria) =>
  (await log(person)).filter((entry): entry is MessageEntry => entry.kind === 'message')
const session = async (person = maria) =>
  (await messenger.world.app.store.load(sessionId(messenger.whoIs(person))))?.session
const says = async (text: string) => {
  const mid = maria.says(text)
  await messenger.settles()
  return mid
}
const turns = () => messenger.world.bot.calls.flatMap(({ body }) => (body.type === 'message' ? [body.message] : []))

describe("an answer in the page's inbox", () => {
  const answers = async () => {
    messenger.graph.inbox.says(maria.thread, 'A person here.')
    await messenger.settles()
  }

  it("pauses the conversation, is logged as an agent's message, and does not leave again", async () => {
    await says('hello')
    await answers()
    maria.says('thank you')
    await messenger.settles()

    expect((await session())?.control).toMatchObject({ holder: 'human', trigger: 'sent_elsewhere' })
    const [, , said] = await messages()
    expect(said).toMatchObject({ direction: 'out', by: { type: 'agent' }, text: 'A person here.' })
    expect(said).not.toHaveProperty('deliver')
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'A person here.'])
    expect(messenger.world.asked()).toEqual(['hello'])
  })

  it('begins a conversation with somebody whom the bot never met, and the bot stays silent', async () => {
    await answers()
    await says('hello?')
    expect(await kinds()).toEqual(['paused', 'message', 'message'])
    expect(messenger.world.asked()).toEqual([])
  })

  it('is logged, and the bot goes on, if the channel says so', async () => {
    await opensWith({ elsewhere: 'log' })
    await answers()
    await says('hello')
    expect((await messages()).map(({ text }) => text)).toEqual(['A person here.', 'hello', 'bot: hello'])
    expect(messenger.textsTo(maria)).toEqual(['A person here.', 'bot: hello'])
  })

  it('changes nothing if the channel ignores it', async () => {
    await opensWith({ elsewhere: 'ignore' })
    await answers()
    expect(await session()).toBeUndefined()
    await says('hello')
    expect((await messages()).map(({ text }) => text)).toEqual(['hello', 'bot: hello'])
  })
})

describe("an echo of Interlude's own message", () => {
  it('changes nothing', async () => {
    await says('hello')
    await messenger.world.agentPauses(messenger.whoIs(maria))
    await messenger.world.agentSays(messenger.whoIs(maria), 'I am Ana')
    await messenger.settles()
    const told = messenger.graph.webhooks.attempts.flatMap(({ body }) => eventsOf(body))
    expect(told.filter(({ message }) => (message as Json | undefined)?.is_echo === true)).toHaveLength(2)
    expect(await kinds()).toEqual(['message', 'message', 'paused', 'message'])
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'I am Ana'])
  })
})

describe('the bot gets', () => {
  it.each<[string, (person: Person) => unknown, object]>([
    ['a postback', p => p.starts('BEGIN'), { type: 'postback', text: 'Get Started', payload: { payload: 'BEGIN' } }],
    [
      'an attachment',
      p => p.sendsFile('image', 'https://cdn.example.test/cat.png'),
      { type: 'image', payload: { url: 'https://cdn.example.test/cat.png' } },
    ],
    [
      'a referral',
      p => p.follows('summer'),
      { type: 'custom', payload: { type: 'referral', ref: 'summer', source: 'SHORTLINK', kind: 'OPEN_THREAD' } },
    ],
    ['an opt-in', p => p.optsIn({ ref: 'news' }), { type: 'custom', payload: { type: 'optin', ref: 'news' } }],
  ])('%s', async (_, acts, expected) => {
    acts(maria)
    await messenger.settles()
    expect(turns()).toHaveLength(1)
    expect(turns()[0]).toMatchObject(expected)
  })

  it('a tapped quick reply, with its payload', async () => {
    await says('hello')
    const quickReplies = [{ title: 'Yes', payload: 'YES' }]
    const choice = { type: 'custom', text: 'Sure?', payload: { quick_replies: quickReplies, quickReplies } } as const
    await messenger.world.agentSays(messenger.whoIs(maria), choice)
    await messenger.settles()
    const offered = maria.thread.messages.findLast(each => each.quickReplies)
    maria.tapsAt(offered?.mid ?? '', 0)
    await messenger.settles()
    expect(turns().at(-1)).toMatchObject({ type: 'quick_reply', text: 'Yes', payload: { payload: 'YES' } })
  })

  it('a reply, with the id of the message that it answers', async () => {
    const mid = await says('hello')
    maria.says('I mean this', { replyTo: mid })
    await messenger.settles()
    expect(turns()[1]).toMatchObject({ text: 'I mean this', payload: { replyTo: expect.any(String) } })
    const [first] = await messages()
    expect(turns()[1]?.payload?.replyTo).toBe(first?.clientId)
  })

  it('text and attachments as messages of their own, in this order', async () => {
    maria.sendsAttachments([{ type: 'image', payload: { url: 'https://cdn.example.test/a.png' } }], 'look')
    await messenger.settles()
    expect((await messages()).filter(({ by }) => by.type === 'user').map(({ type }) => type)).toEqual(['text', 'image'])
  })
})

describe('a remark of the user', () => {
  const remarks = async () => (await log()).flatMap(entry => (entry.kind === 'note' ? [entry] : []))

  it('is a note for agents, and neither the bot nor the user sees it', async () => {
    const mid = await says('helo')
    const before = await session()
    maria.reacts(mid, '❤️')
    maria.reacts(mid, undefined)
    maria.edits(mid, 'hello')
    maria.deletes(mid)
    await messenger.settles()

    const by = { type: 'user', id: maria.psid }
    expect(await remarks()).toMatchObject([
      { by, text: '❤️', remark: { type: 'reaction', of: 1, emoji: '❤️' } },
      { by, remark: { type: 'reaction', of: 1, emoji: '❤️', removed: true } },
      { by, text: 'hello', remark: { type: 'edited', of: 1 } },
      { by, remark: { type: 'deleted', of: 1 } },
    ])
    expect((await messages())[0]).toMatchObject({ text: 'helo' })
    expect(messenger.world.asked()).toEqual(['helo'])
    expect(messenger.textsTo(maria)).toEqual(['bot: helo'])
    expect(await session()).toMatchObject({ epoch: before?.epoch, preview: before?.preview })
  })

  it('comes once, however often the platform tells of it', async () => {
    const mid = await says('hello')
    maria.reacts(mid, '👍')
    await messenger.settles()
    const told = messenger.graph.webhooks.attempts.at(-1)?.body ?? ''
    expect(told).toContain('reaction')
    for (let times = 0; times < 3; times++) expect(await messenger.post(told, messenger.signature(told))).toBe(200)
    expect(await remarks()).toHaveLength(1)
  })

  it("names the answer of another application, and the platform's id of a message of Interlude", async () => {
    await opensWith({ elsewhere: 'log' })
    await says('hello')
    const answered = messenger.graph.inbox.says(maria.thread, 'A person here.')
    await messenger.settles()
    const ours = maria.thread.messages.find(({ text }) => text === 'bot: hello')?.mid ?? ''
    maria.reacts(answered, '👍')
    maria.reacts(ours, '👍')
    await messenger.settles()
    expect((await remarks()).map(({ remark }) => remark && 'of' in remark && remark.of)).toEqual([
      3,
      expect.stringMatching(/^sha256:|^m_/),
    ])
  })

  it('begins no conversation', async () => {
    maria.reacts(messenger.graph.world.addMessage(maria.thread, { from: 'page', text: 'of last year' }).mid, '👍')
    await messenger.settles()
    expect(await session()).toBeUndefined()
  })
})

describe('the profile of a user', () => {
  it('is looked up once, and kept', async () => {
    await says('hello')
    await says('and again')
    expect((await session())?.user).toMatchObject({ fullName: 'Maria Sanchez', language: 'en-US' })
    expect(messenger.calls.filter(call => call === `GET ${maria.psid}`)).toHaveLength(1)
  })

  it('may be hidden', async () => {
    maria.hidesProfile()
    await says('hello')
    expect((await session())?.user).toEqual({})
    expect(messenger.textsTo(maria)).toEqual(['bot: hello'])
  })
})
