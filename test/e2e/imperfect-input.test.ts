import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { ControlChange, SayAnswer } from '../../lib/protocol/conversation.ts'
import { type Entry, messagesOf } from '../../lib/protocol/entry.ts'
import type { Warning } from '../../lib/protocol/mend.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import { ENGINES } from '../../local/options.ts'
import { call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { answers, image, long, messages, pauses, users } from './imperfect-input.ts'
import { runningWorld } from './running-world.ts'
import { aServer } from './servers.ts'

type Json = Record<string, unknown>
type Warned = { readonly warnings?: readonly Warning[] }
const pathsOf = ({ warnings = [] }: Warned) => warnings.map(({ path }) => path)

describe.each(ENGINES)('imperfect input over %s', engine => {
  const world = runningWorld(engine)
  let gate: TestBot
  const gated = async () => {
    gate ??= await world.bot('gate', { mode: 'gate' })
    return gate
  }
  let people = 0
  const someone = () => `u${++people}`

  const send = async (bot: TestBot, userId: string, sent: unknown) =>
    (await bot.receive(userId, sent as Json)) as { status: number; body: InboundAnswer }
  const known = async (bot: TestBot, session: string) => {
    const { body } = await bot.get<{ user: Json; attributes: Json }>(`conversations/${session}`)
    const { id: _id, ...user } = body.user
    return { ...user, ...(Object.keys(body.attributes).length > 0 && { attributes: body.attributes }) }
  }
  const entriesOf = async <Kind extends Entry['kind']>(bot: TestBot, session: string, kind: Kind) =>
    (await bot.transcript(session)).filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind)

  it.each(messages)('accepts a message with %s', async (_what, sent, logged, warned) => {
    const bot = await gated()
    const { status, body } = await send(bot, someone(), sent)
    expect(body).toMatchObject({ seq: 1, paused: false })
    expect(status).toBe(200)
    expect(pathsOf(body)).toEqual(warned)
    const [entry] = await bot.transcript(body.session)
    expect(entry).toMatchObject({ kind: 'message', ...logged })
    for (const field of ['clientId', 'sentAt', 'payload']) {
      if (!(field in logged)) expect(entry).not.toHaveProperty(field)
    }
  })

  it.each(users)('accepts a user profile with %s', async (_what, told, wanted, warned) => {
    const bot = await gated()
    const { status, body } = await send(bot, someone(), { text: 'hi', user: told })
    expect(status).toBe(200)
    expect(pathsOf(body)).toEqual(warned)
    expect(await known(bot, body.session)).toEqual(wanted)
    expect(await bot.transcript(body.session)).toMatchObject([{ text: 'hi' }])
  })

  it('recognises long ids and numeric ids when a message is sent again', async () => {
    const bot = await gated()
    const userId = someone()
    const first = await send(bot, userId, { id: `${long(200)}1`, text: 'hi' })
    expect((await send(bot, userId, { id: `${long(200)}1`, text: 'hi' })).body.seq).toBe(first.body.seq)
    expect((await send(bot, userId, { id: `${long(200)}2`, text: 'hi' })).body.seq).toBe(2)
    expect((await send(bot, userId, { id: 17, text: 'hi' })).body.seq).toBe(3)
    expect((await send(bot, userId, { id: '17', text: 'hi' })).body.seq).toBe(3)
  })

  it('accepts numbers as ids in a body, and refuses ids that could merge two users', async () => {
    const bot = await gated()
    const post = (json: unknown) => bot.post<InboundAnswer>('messages', json)
    const userId = 1_000_000 + people++
    const number = await post({ channel: 'api', userId, threadId: null, text: 'hi' })
    expect(number).toMatchObject({ status: 200, body: { seq: 1, warnings: [{ path: 'userId' }] } })
    const text = await post({ channel: 'api', userId: String(userId), threadId: '', text: 'hi' })
    expect(text.body).toMatchObject({ session: number.body.session, seq: 2 })
    const thread = await post({ channel: 'api', userId, threadId: 5, text: 'hi' })
    expect(thread.body).toMatchObject({ seq: 1 })
    expect(thread.body.session).not.toBe(number.body.session)
    for (const ids of [{ userId: 2 ** 53 }, { userId: ` ${userId}`.repeat(60) }, { userId, threadId: 2 ** 53 }]) {
      expect(await post({ channel: 'api', text: 'hi', ...ids })).toMatchObject({ status: 400 })
    }
  })

  it('ignores a byte order mark, and empty and unknown query parameters', async () => {
    const bot = await gated()
    const url = `${bot.url}/channel/api/user/${someone()}/messages?threadId=&utm_source=x`
    const { status, body } = await call<InboundAnswer>(url, {
      method: 'POST',
      token: bot.key,
      text: '\ufeff{"text":"hi"}',
    })
    expect(status).toBe(200)
    expect(body.session).toBe((await send(bot, `u${people}`, { text: 'again' })).body.session)
  })

  it("accepts a user's own message, and ignores fields that only a channel may set", async () => {
    const bot = await gated()
    const user = await world.user(bot)
    const { status, body } = await call<InboundAnswer>(
      `${bot.url}/channel/web/user/${user.userId}/messages?threadId=`,
      {
        method: 'POST',
        token: user.token,
        json: { text: 'hi', user: { fullName: 'Admin' }, at: '2026-01-05T09:00:00Z' },
      },
    )
    expect({ status, warned: pathsOf(body) }).toEqual({ status: 200, warned: ['user', 'at'] })
    expect(await known(bot, user.session)).toEqual({})
  })

  it.each(answers)('understands a bot that answers %s', async (_what, answer, texts, handoff) => {
    const brain = await world.keep(aServer<BotTurn | Handback>(async () => ({ body: answer })))
    const bot = await world.bot('answers', { connectorUrl: brain.url })
    const { body } = await send(bot, 'bo', { text: 'hello' })
    expect(body.replies.map(({ type, text }) => text ?? `(${type})`)).toEqual(texts)
    expect(body.paused).toBe(handoff !== undefined)
    const paused = await entriesOf(bot, body.session, 'paused')
    const wanted = { by: { type: 'bot' }, trigger: 'bot', reason: handoff, priority: 'normal' }
    expect(paused).toMatchObject(handoff === undefined ? [] : [wanted])
  })

  it('pauses as bot_failed if it understands no reply of the bot, and does not log the reply', async () => {
    const brain = await world.keep(
      aServer<BotTurn | Handback>(async () => ({ body: { replies: [{ words: 'SECRET' }] } })),
    )
    const bot = await world.bot('unclear', { connectorUrl: brain.url })
    const { body } = await send(bot, 'bo', { text: 'hello' })
    expect(body).toMatchObject({ paused: true, replies: [] })
    expect(await entriesOf(bot, body.session, 'paused')).toMatchObject([{ trigger: 'bot_failed' }])
    expect(world.interlude.output()).not.toContain('SECRET')
  })

  it.each([
    ['a null handoff', { replies: [{ text: 'hi' }], handoff: null }, ['hi'], []],
    [
      'digits in text',
      { epoch: '0', inReplyTo: '1', replies: 'hi' },
      ['hi'],
      ['epoch', 'inReplyTo', 'replies', 'replies.0'],
    ],
    ['an empty reply', { replies: [{ text: '' }, { text: 'x', delay: 1 }] }, ['x'], ['replies.0', 'replies.1.delay']],
    ['a long reason', { replies: ['hi'], handoff: { reason: long(501) } }, ['hi'], ['replies.0', 'handoff.reason']],
  ])('accepts replies of a gated bot with %s', async (_what, posted, texts, warned) => {
    const bot = await gated()
    const userId = someone()
    const { body } = await send(bot, userId, { text: 'hello' })
    const reply = { epoch: body.epoch, inReplyTo: body.seq, ...posted }
    const path = texts[0] === 'x' ? `conversations/${body.session}/replies` : `channel/api/user/${userId}/replies`
    const answered = await bot.post<InboundAnswer>(path, reply)
    expect(answered).toMatchObject({ status: 200, body: { replies: texts.map(text => ({ text })) } })
    expect(pathsOf(answered.body)).toEqual(warned)
  })

  it("logs the words in a bot's answer to a handback", async () => {
    const brain = await world.keep(
      aServer<BotTurn | Handback>(async ({ type }) => ({
        body: type === 'handback' ? { replies: 'I am back', x: 1 } : {},
      })),
    )
    const bot = await world.bot('back', { connectorUrl: brain.url })
    const { body } = await send(bot, 'bo', { text: 'hello' })
    await bot.pauseUser('bo')
    await bot.unpauseUser('bo')
    await eventually("the bot's words", async () =>
      messagesOf(await bot.transcript(body.session)).find(({ text }) => text === 'I am back'),
    )
  })

  it.each(pauses)('pauses by a request with %s', async (_what, sent, logged, warned) => {
    const bot = await gated()
    const { body } = await send(bot, someone(), { text: 'hello' })
    const paused = await bot.post<ControlChange>(`conversations/${body.session}/pause`, sent)
    expect(paused).toMatchObject({ status: 200, body: { isPaused: true, changed: true } })
    expect(pathsOf(paused.body)).toEqual(warned)
    expect(await entriesOf(bot, body.session, 'paused')).toMatchObject([logged])
  })

  it('corrects imperfect notes, messages and unpauses, and reports the paths', async () => {
    const bot = await gated()
    const token = await world.agentToken(bot.botId, 'Ana')
    const { body } = await send(bot, someone(), { text: 'hello' })
    const post = (what: string, json: unknown) => bot.post<Warned>(`conversations/${body.session}/${what}`, json, token)
    await post('pause', {})
    const answered = [
      await post('notes', { text: long(10_001), to: 'x' }),
      await post('messages', { type: 'image', text: '', payload: image }),
      await post('messages', { payload: image, type: 'text' }),
      await post('messages', { text: 5, id: 5 }),
      await post('unpause', { outcome: 'done', comment: long(2001), by: 1 }),
    ]
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(answered.map(each => pathsOf(each.body))).toEqual([
      ['to', 'text'],
      ['text'],
      ['type'],
      ['text', 'id'],
      ['by', 'outcome', 'comment'],
    ])
    expect(await bot.transcript(body.session)).toMatchObject([
      {},
      {},
      { kind: 'note', text: long(10_000) },
      { type: 'image', payload: image },
      { type: 'custom', payload: image },
      { text: '5', clientId: '5' },
      { kind: 'resumed', outcome: 'returned', comment: long(2000) },
    ])
  })

  it("corrects an agent's message in the same way over REST and at a socket", async () => {
    const bot = await gated()
    const token = await world.agentToken(bot.botId, 'Ana')
    const socket = await world.agent(bot)
    const { body } = await send(bot, someone(), { text: 'hello' })
    const words: readonly unknown[] = [
      { payload: image, type: 'text' },
      { type: 'image', text: '', payload: image },
      { text: 7, more: 1 },
      { type: 'card', text: 'hi' },
      { text: null, payload: ['x'] },
    ]
    for (const message of words) {
      const over = await bot.post<SayAnswer>(`conversations/${body.session}/messages`, message, token)
      const at = await socket.ask({ type: 'message', session: body.session, message })
      expect(over).toMatchObject({ status: 200 })
      expect(at).toMatchObject({ seq: over.body.seq + 1, holder: 'bot' })
      expect(pathsOf(at as Warned)).toEqual(pathsOf(over.body).map(path => `message.${path}`))
      const [first, second] = (await bot.transcript(body.session)).slice(-2)
      const said = ({ kind, type, text, payload }: Json) => ({ kind, type, text, payload })
      expect(said(first as unknown as Json)).toEqual(said(second as unknown as Json))
    }
    const user = await world.user(bot)
    const own = await user.socket.ask({ type: 'message', session: user.session, message: 'hi' })
    expect(own).toMatchObject({ seq: 1, warnings: [{ path: 'message' }] })
  })

  it('returns the holder to an agent, and refuses ifHeld words of an agent who does not have the conversation', async () => {
    const bot = await gated()
    const [ana, ben] = await Promise.all(['Ana', 'Ben'].map(name => world.agentToken(bot.botId, name)))
    const socket = await world.agent(bot)
    const { body } = await send(bot, someone(), { text: 'hello' })
    const say = (token: string | undefined, json: Json) =>
      bot.post<SayAnswer>(`conversations/${body.session}/messages`, json, token)
    const refused = { status: 409, body: { code: 'handoff.not_yours' } }

    expect(await say(ana, { text: 'psst' })).toMatchObject({ status: 200, body: { holder: 'bot' } })
    expect(await say(ana, { text: 'hi', ifHeld: true })).toMatchObject(refused)
    await bot.post(`conversations/${body.session}/pause`, {})
    const first = await say(ana, { id: 's1', text: 'hi', ifHeld: true })
    expect(first.body).toMatchObject({ duplicate: false, holder: 'human', agent: { name: 'Ana' } })
    expect(await say(ben, { text: 'me too', ifHeld: true })).toMatchObject(refused)
    expect((await say(ben, { text: 'me too' })).body).toMatchObject({ holder: 'human', agent: { name: 'Ana' } })
    await bot.post(`conversations/${body.session}/unpause`, {})
    const again = { status: 200, body: { seq: first.body.seq, duplicate: true, holder: 'bot' } }
    expect(await say(ana, { id: 's1', text: 'hi', ifHeld: true })).toMatchObject(again)
    const frame = { type: 'message', session: body.session, message: { text: 'hi' }, ifHeld: true }
    await expect(socket.ask({ ...frame, id: randomUUID() })).rejects.toThrow('handoff.not_yours')
    expect(await socket.ask({ ...frame, id: 's1' })).toMatchObject({ seq: first.body.seq, duplicate: true })
    expect(messagesOf(await bot.transcript(body.session)).map(({ text }) => text)).toEqual([
      'hello',
      'psst',
      'hi',
      'me too',
    ])
  })

  it("merges a user's attributes by name, also from concurrent messages", async () => {
    const bot = await gated()
    const userId = someone()
    const tell = (attributes: Json) => send(bot, userId, { text: 'hi', user: { attributes } })
    const { body } = await tell({ plan: 'gold', page: '/' })
    await tell({ page: '/prices' })
    expect(await known(bot, body.session)).toEqual({ attributes: { plan: 'gold', page: '/prices' } })
    await tell({ page: null })
    expect(await known(bot, body.session)).toEqual({ attributes: { plan: 'gold' } })

    const names = Array.from({ length: 8 }, (_, index) => `name${index}`)
    await Promise.all(names.map(name => tell({ [name]: 1 })))
    const all = { plan: 'gold', ...Object.fromEntries(names.map(name => [name, 1])) }
    expect(await known(bot, body.session)).toEqual({ attributes: all })

    const full = await tell({ long: long(15_990), short: 1 })
    expect(pathsOf(full.body)).toEqual(['user.attributes.long'])
    expect(await known(bot, body.session)).toEqual({ attributes: { ...all, short: 1 } })
  })

  it('logs the corrected paths, but not the content', async () => {
    const bot = await gated()
    const { body } = await send(bot, someone(), { text: 'SECRET', type: 'SECRET', user: { avatarUrl: 'SECRET' } })
    const lines = world.interlude
      .output()
      .split('\n')
      .filter(line => line.includes(body.session))
    const mended = lines.map(line => JSON.parse(line)).find(({ message }) => message === 'input mended')
    expect(mended).toMatchObject({ session: body.session, route: expect.stringContaining('/messages') })
    expect(pathsOf(mended)).toEqual(['type', 'user.avatarUrl'])
    expect(lines.join('\n')).not.toContain('SECRET')
  })
})
