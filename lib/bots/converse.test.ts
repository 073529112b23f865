import { describe, expect, it } from 'vitest'
import { aWorld, maria, othersGoOn, slowOutside, textsOf, type World } from '../../test/support/world.ts'
import { execute } from '../conversations/execute.ts'
import { sessionId } from '../session/session.ts'
import { converse } from './converse.ts'

const id = sessionId(maria)

describe('a message while the bot holds the conversation', () => {
  it("brings the bot's answer, and both stand in the log", async () => {
    const world = await aWorld()
    world.botSays('Hello Maria', 'What can I do for you?')

    const answer = await world.says(maria, 'hi', { id: 'm1' })

    expect(answer).toEqual({
      session: id,
      seq: 1,
      epoch: 0,
      paused: false,
      replies: [
        { seq: 2, type: 'text', text: 'Hello Maria' },
        { seq: 3, type: 'text', text: 'What can I do for you?' },
      ],
    })
    expect(await world.log(maria)).toMatchObject([
      { kind: 'message', direction: 'in', by: { type: 'user', id: 'maria' }, text: 'hi', clientId: 'm1' },
      { kind: 'message', direction: 'out', by: { type: 'bot' }, inReplyTo: 1, text: 'Hello Maria' },
      { kind: 'message', direction: 'out', by: { type: 'bot' }, inReplyTo: 1 },
    ])
  })

  it('asks the bot under the name of the turn, with what the message was', async () => {
    const world = await aWorld()
    await converse(world.app, { ...maria, threadId: 't1' }, { id: 'm1', type: 'postback', payload: { menu: 'HELP' } })

    const session = sessionId({ ...maria, threadId: 't1' })
    expect(world.app.posted).toEqual([
      {
        url: 'https://bot.example.test/',
        id: `${session}:1`,
        body: {
          type: 'message',
          botId: 'shop',
          session: { id: session, channel: 'web', userId: 'maria', threadId: 't1' },
          epoch: 0,
          seq: 1,
          message: { id: 'm1', type: 'postback', payload: { menu: 'HELP' }, at: '2026-01-05T09:00:00.000Z' },
          user: { id: 'maria' },
        },
      },
    ])
  })

  it('tells the bot who the user is, also with the messages after the one that told it', async () => {
    const world = await aWorld()
    const user = { language: 'es', attributes: { first_name: 'Maria', last_name: 'Lopez', plan: 'gold' } }
    await converse(world.app, maria, { type: 'text', text: 'hi', user })
    await world.says(maria, 'and again')

    for (const { body } of world.app.posted) {
      expect(body.user).toEqual({ id: 'maria', fullName: 'Maria Lopez', ...user })
    }
    expect(world.app.posted).toHaveLength(2)
  })

  it('is answered with nothing where the bot says nothing, and waits for nobody', async () => {
    const world = await aWorld()
    world.outsideAnswers({ status: 'ok', body: {} })
    expect(await world.says(maria, 'thanks')).toMatchObject({ paused: false, replies: [] })
    world.app.clock.advance(60_000)
    expect(await world.says(maria, 'bye')).toMatchObject({ paused: false })
    expect(await world.kinds(maria)).toEqual(['message', 'message'])
  })
})

describe('a bot that cannot answer', () => {
  const failures: readonly (readonly [string, Parameters<World['outsideAnswers']>[0]])[] = [
    ['cannot be reached', { status: 'retry', reason: 'connect ECONNREFUSED' }],
    ['refuses', { status: 'refused', reason: 'answered 404' }],
    ['answers something else', { status: 'ok', body: { replies: 5 } }],
    ['answers replies that nobody understands', { status: 'ok', body: { replies: [{ words: 'hello' }] } }],
    [
      'sends a payload that does not fit the log',
      { status: 'ok', body: { replies: [{ type: 'custom', payload: { x: 'x'.repeat(25_000) } }] } },
    ],
  ]
  it.each(failures)('%s: people are asked for at once, and nothing is lost', async (_how, result) => {
    const world = await aWorld()
    world.outsideAnswers(result)

    expect(await world.says(maria, 'help', { id: 'm1' })).toMatchObject({ seq: 1, epoch: 1, paused: true, replies: [] })

    expect(await world.log(maria)).toMatchObject([
      { kind: 'message', text: 'help' },
      { kind: 'paused', by: { type: 'system' }, trigger: 'bot_failed', reason: expect.any(String), held: [1] },
    ])
  })

  it('does not swell the log with its reasons', async () => {
    const world = await aWorld()
    world.outsideAnswers({ status: 'refused', reason: 'y'.repeat(50_000) })
    await world.says(maria, 'help')
    const [, paused] = await world.log(maria)
    expect(JSON.stringify(paused).length).toBeLessThan(1_000)
  })
})

describe('a bot that hands over', () => {
  it('is heard with its last words, and the answer says that people hold', async () => {
    const world = await aWorld()
    const body = { replies: [{ text: 'I fetch somebody' }], handoff: { reason: 'refund', priority: 'high' } }
    world.outsideAnswers({ status: 'ok', body })

    const answer = await world.says(maria, 'my money back', { id: 'm1' })

    expect(answer).toMatchObject({ epoch: 1, paused: true, replies: [{ seq: 2, text: 'I fetch somebody' }] })
    expect((await world.loaded(maria)).session.control).toMatchObject({
      holder: 'human',
      trigger: 'bot',
      reason: 'refund',
      handoff: { status: 'pending', priority: 'high' },
    })
    // Sent again, it is answered alike.
    expect(await world.says(maria, 'my money back', { id: 'm1' })).toEqual(answer)
  })

  it('may do so without a word', async () => {
    const world = await aWorld()
    world.outsideAnswers({ status: 'ok', body: { handoff: { reason: 'no idea' } } })
    expect(await world.says(maria, '?')).toMatchObject({ epoch: 1, paused: true, replies: [] })
  })
})

describe('a pause in mid-turn', () => {
  it('makes the answer a draft: the caller hears that people hold, and no reply', async () => {
    const world = await aWorld()
    const outside = slowOutside(world.app)
    const talking = world.says(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    await world.agentTakes(maria)
    call.says('too late')

    expect(await talking).toEqual({ session: id, seq: 1, epoch: 1, paused: true, replies: [] })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', inReplyTo: 1, text: 'too late' })
    expect(textsOf(await world.log(maria))).toEqual(['hi'])
  })

  it('stays a draft though the conversation was given back meanwhile', async () => {
    const world = await aWorld()
    const outside = slowOutside(world.app)
    const talking = world.says(maria, 'hi')
    const call = await outside.next()
    await world.agentTakes(maria)
    await world.agentGivesBack(maria)
    call.says('much too late')

    expect(await talking).toMatchObject({ paused: true, replies: [] })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'resumed', 'withheld'])
  })

  it('lets the bot alone with what comes after', async () => {
    const world = await aWorld()
    await world.agentTakes(maria)
    expect(await world.says(maria, 'anybody?')).toMatchObject({ seq: 2, epoch: 1, paused: true, replies: [] })
    expect(world.app.posted).toEqual([])
  })
})

describe('a bot that is paused as a whole', () => {
  async function pausedAsAWhole(world: World): Promise<void> {
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, paused: true } })
  }

  it('is not asked: the message goes to people', async () => {
    const world = await aWorld({ paused: true })
    expect(await world.says(maria, 'hi')).toMatchObject({ seq: 1, epoch: 1, paused: true, replies: [] })
    expect(world.app.posted).toEqual([])
    expect((await world.loaded(maria)).session.control).toMatchObject({ holder: 'human', trigger: 'bot_paused' })
  })

  it('is not heard either, if it was asked before: the pause is read afresh', async () => {
    const world = await aWorld()
    const outside = slowOutside(world.app)
    const talking = world.says(maria, 'hi')
    const call = await outside.next()
    await pausedAsAWhole(world)
    call.says('too late')

    expect(await talking).toMatchObject({ paused: true, replies: [] })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })
})

it('of a bot that does not exist is not found, and nothing is written', async () => {
  const world = await aWorld()
  await expect(world.says({ ...maria, botId: 'other' }, 'hi')).rejects.toMatchObject({ code: 'bot.not_found' })
  expect(await world.records()).toEqual([])
})

it('many messages at once are all logged and all answered', async () => {
  const world = await aWorld()
  world.app.answer = ({ body }) => ({ status: 'ok', body: { replies: [{ text: `re ${body.seq}` }] } })
  const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => world.says(maria, `question ${n}`)))
  for (const { seq, replies } of answers) expect(replies).toMatchObject([{ text: `re ${seq}` }])
  expect((await world.log(maria)).map(({ seq }) => seq)).toEqual(Array.from({ length: 8 }, (_, n) => n + 1))
  await othersGoOn(1)
  expect(await execute(world.app, maria, { verb: 'tick' })).toMatchObject({ decision: { changed: false } })
})
