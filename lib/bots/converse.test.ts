import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, othersGoOn, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import { sessionId } from '../session/session.ts'
import { converse } from './converse.ts'

const id = sessionId(maria)

describe('a message while the bot holds the conversation', () => {
  it("is answered with the bot's replies, and logged with them", async () => {
    const world = await appWorld()
    world.botAnswers('Hello Maria', 'What can I do for you?')

    const answer = await world.userSays(maria, 'hi', { id: 'm1' })

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

  it('is sent to the bot with the id of its turn, its session and its content', async () => {
    const world = await appWorld()
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

  it("carries the user's profile to the bot, even if only an earlier message named it", async () => {
    const world = await appWorld()
    const user = { language: 'es', attributes: { first_name: 'Maria', last_name: 'Lopez', plan: 'gold' } }
    await converse(world.app, maria, { type: 'text', text: 'hi', user })
    await world.userSays(maria, 'and again')

    for (const { body } of world.app.posted) {
      expect(body.user).toEqual({ id: 'maria', fullName: 'Maria Lopez', ...user })
    }
    expect(world.app.posted).toHaveLength(2)
  })

  it('gets no replies, and causes no handoff, if the bot says nothing', async () => {
    const world = await appWorld()
    world.outsideAnswers({ status: 'ok', body: {} })
    expect(await world.userSays(maria, 'thanks')).toMatchObject({ paused: false, replies: [] })
    world.app.clock.advance(60_000)
    expect(await world.userSays(maria, 'bye')).toMatchObject({ paused: false })
    expect(await world.kinds(maria)).toEqual(['message', 'message'])
  })
})

describe('a failing bot', () => {
  const failures: readonly (readonly [string, Parameters<AppWorld['outsideAnswers']>[0]])[] = [
    ['cannot be reached', { status: 'retry', reason: 'connect ECONNREFUSED' }],
    ['refuses', { status: 'refused', reason: 'answered 404' }],
    ['answers something malformed', { status: 'ok', body: { replies: 5 } }],
    ['answers replies in an unknown format', { status: 'ok', body: { replies: [{ words: 'hello' }] } }],
    [
      'sends a payload that does not fit the log',
      { status: 'ok', body: { replies: [{ type: 'custom', payload: { x: 'x'.repeat(25_000) } }] } },
    ],
  ]
  it.each(failures)('causes a handoff at once, with the message logged, if it %s', async (_how, result) => {
    const world = await appWorld()
    world.outsideAnswers(result)

    expect(await world.userSays(maria, 'help', { id: 'm1' })).toMatchObject({
      seq: 1,
      epoch: 1,
      paused: true,
      replies: [],
    })

    expect(await world.log(maria)).toMatchObject([
      { kind: 'message', text: 'help' },
      { kind: 'paused', by: { type: 'system' }, trigger: 'bot_failed', reason: expect.any(String), held: [1] },
    ])
  })

  it('has its failure reason cut in the log', async () => {
    const world = await appWorld()
    world.outsideAnswers({ status: 'refused', reason: 'y'.repeat(50_000) })
    await world.userSays(maria, 'help')
    const [, paused] = await world.log(maria)
    expect(JSON.stringify(paused).length).toBeLessThan(1_000)
  })
})

describe('a bot that hands over', () => {
  it('has its last replies returned with paused: true, and a retry gets the same answer', async () => {
    const world = await appWorld()
    const body = { replies: [{ text: 'I fetch somebody' }], handoff: { reason: 'refund', priority: 'high' } }
    world.outsideAnswers({ status: 'ok', body })

    const answer = await world.userSays(maria, 'my money back', { id: 'm1' })

    expect(answer).toMatchObject({ epoch: 1, paused: true, replies: [{ seq: 2, text: 'I fetch somebody' }] })
    expect((await world.load(maria)).session.control).toMatchObject({
      holder: 'human',
      trigger: 'bot',
      reason: 'refund',
      handoff: { status: 'pending', priority: 'high' },
    })
    // A retry gets the same answer.
    expect(await world.userSays(maria, 'my money back', { id: 'm1' })).toEqual(answer)
  })

  it('may hand over without a reply', async () => {
    const world = await appWorld()
    world.outsideAnswers({ status: 'ok', body: { handoff: { reason: 'no idea' } } })
    expect(await world.userSays(maria, '?')).toMatchObject({ epoch: 1, paused: true, replies: [] })
  })
})

describe('a pause during a turn', () => {
  it('turns the reply into a draft, and the caller gets paused and no replies', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    await world.agentPauses(maria)
    call.botAnswers('too late')

    expect(await talking).toEqual({ session: id, seq: 1, epoch: 1, paused: true, replies: [] })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', inReplyTo: 1, text: 'too late' })
    expect(textsOf(await world.log(maria))).toEqual(['hi'])
  })

  it('leaves the late reply a draft even if the conversation was given back meanwhile', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi')
    const call = await outside.next()
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    call.botAnswers('much too late')

    expect(await talking).toMatchObject({ paused: true, replies: [] })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'resumed', 'withheld'])
  })

  it('keeps later messages from the bot', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    expect(await world.userSays(maria, 'anybody?')).toMatchObject({ seq: 2, epoch: 1, paused: true, replies: [] })
    expect(world.app.posted).toEqual([])
  })
})

describe('a bot-wide pause', () => {
  async function pausedAsAWhole(world: AppWorld): Promise<void> {
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, paused: true } })
  }

  it('sends a new message to people without a call of the bot', async () => {
    const world = await appWorld({ paused: true })
    expect(await world.userSays(maria, 'hi')).toMatchObject({ seq: 1, epoch: 1, paused: true, replies: [] })
    expect(world.app.posted).toEqual([])
    expect((await world.load(maria)).session.control).toMatchObject({ holder: 'human', trigger: 'bot_paused' })
  })

  it('withholds the reply to a call that began before the pause', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi')
    const call = await outside.next()
    await pausedAsAWhole(world)
    call.botAnswers('too late')

    expect(await talking).toMatchObject({ paused: true, replies: [] })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })
})

it('a message to an unknown bot fails with bot.not_found, and nothing is written', async () => {
  const world = await appWorld()
  await expect(world.userSays({ ...maria, botId: 'other' }, 'hi')).rejects.toMatchObject({ code: 'bot.not_found' })
  expect(await world.records()).toEqual([])
})

it('concurrent messages are all logged and all answered', async () => {
  const world = await appWorld()
  world.app.answer = ({ body }) => ({ status: 'ok', body: { replies: [{ text: `re ${body.seq}` }] } })
  const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => world.userSays(maria, `question ${n}`)))
  for (const { seq, replies } of answers) expect(replies).toMatchObject([{ text: `re ${seq}` }])
  expect((await world.log(maria)).map(({ seq }) => seq)).toEqual(Array.from({ length: 8 }, (_, n) => n + 1))
  await othersGoOn(1)
  expect(await execute(world.app, maria, { verb: 'tick' })).toMatchObject({ decision: { changed: false } })
})
