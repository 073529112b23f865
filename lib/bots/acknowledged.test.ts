import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, othersGoOn, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { maria } from '../../test/support/people.ts'
import type { BotConfig } from '../protocol/config.ts'
import { sessionId } from '../session/session.ts'
import { GATED_TURN_MS } from './ask.ts'
import { postReplies } from './replies.ts'

const channels = { web: webhookChannel }
const openAnswer = { session: sessionId(maria), seq: 1, epoch: 0, paused: false, replies: [] }

/** Sends the message `m1`, which the bot acknowledges without an answer. */
async function acknowledged(config: Partial<BotConfig> = {}, body: unknown = undefined): Promise<AppWorld> {
  const world = await appWorld(config)
  world.outsideAnswers({ status: 'ok', body })
  expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(openAnswer)
  return world
}

const later = (world: AppWorld, text = 'at last') =>
  postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 1, replies: [{ type: 'text', text }] })
const toChannel = (world: AppWorld) =>
  world.app.posted
    .filter(({ url }) => url === webhookChannel.url)
    .map(({ body }) => (body.message as { text: string }).text)

describe('a bot that acknowledges a message', () => {
  it.each([
    ['an empty body', undefined],
    ['null', null],
    ['true', true],
    ['a text', 'OK'],
    ['a number', 1],
  ])('can reply until its deadline, without a handoff, after acknowledging with %s', async (_how, body) => {
    const world = await acknowledged({}, body)
    world.app.clock.advance(GATED_TURN_MS - 1)
    expect(await world.kinds(maria)).toEqual(['message'])
    expect(await later(world)).toMatchObject({ seq: 1, paused: false, replies: [{ seq: 2, text: 'at last' }] })
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'at last'])
    expect(await later(world, 'again')).toMatchObject({ replies: [{ seq: 2, text: 'at last' }] })
  })

  it('is not called again by a retry before its deadline', async () => {
    const world = await acknowledged()
    world.app.clock.advance(GATED_TURN_MS - 1)
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(openAnswer)
    expect(world.app.posted).toHaveLength(1)
  })

  it('is called once for a message and its concurrent retry, which get the same answer', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    await othersGoOn()
    call.answer({ status: 'ok', body: undefined })
    expect(await Promise.all([first, retry])).toEqual([openAnswer, openAnswer])
    expect(world.app.posted).toHaveLength(1)
  })

  it('is called again by a retry after its deadline', async () => {
    const world = await acknowledged()
    world.app.clock.advance(GATED_TURN_MS)
    world.botAnswers('now')
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toMatchObject({
      seq: 1,
      replies: [{ seq: 2, text: 'now' }],
    })
    expect(world.app.posted.map(({ id }) => id)).toEqual([`${sessionId(maria)}:1`, `${sessionId(maria)}:1`])
  })

  it('loses the turn to people if it never answers, and its late reply is withheld', async () => {
    const world = await acknowledged()
    world.app.clock.advance(GATED_TURN_MS + world.app.policy.turnGraceMs)
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toMatchObject({ seq: 1, paused: true, replies: [] })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'paused', trigger: 'bot_failed', held: [1] })
    await expect(later(world)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', text: 'at last' })
  })

  it('can hand over with its later reply', async () => {
    const world = await acknowledged()
    const handoff = { reason: 'too hard', priority: 'high' } as const
    const words = [{ type: 'text', text: 'I fetch somebody' }] as const
    const posted = { epoch: 0, inReplyTo: 1, replies: [...words], handoff }
    expect(await postReplies(world.app, maria, 'key1', posted)).toMatchObject({ paused: true, replies: [{ seq: 2 }] })
  })

  it('has the handbacks that came with the message recorded as told', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    world.outsideAnswers({ status: 'ok', body: undefined })
    await world.userSays(maria, 'hi')
    expect(world.app.posted[0]?.body.handbacks).toHaveLength(1)
    expect((await world.load(maria)).session).toMatchObject({ handedBackUpTo: 1 })
    await world.userSays(maria, 'and')
    expect(world.app.posted[1]?.body).not.toHaveProperty('handbacks')
  })

  it('has only the five handbacks of the message recorded as told once it replies', async () => {
    const world = await appWorld()
    for (let n = 0; n < 7; n++) {
      await world.agentPauses(maria)
      await world.agentResumes(maria)
    }
    world.outsideAnswers({ status: 'ok', body: undefined })
    const { seq, epoch } = await world.userSays(maria, 'hi')
    expect(world.app.posted[0]?.body.handbacks).toHaveLength(5)
    await postReplies(world.app, maria, 'key1', { epoch, inReplyTo: seq, replies: [] })
    expect((await world.load(maria)).session).toMatchObject({ handedBackUpTo: 5 })
  })

  it('closes the turn without a reply if it answers {}', async () => {
    const world = await appWorld()
    world.outsideAnswers({ status: 'ok', body: {} })
    await world.userSays(maria, 'hi')
    await expect(later(world)).resolves.toMatchObject({ replies: [] })
    expect(await world.kinds(maria)).toEqual(['message'])
  })
})

describe('the later reply after an acknowledgement', () => {
  it.each(['answer', 'deliver'] as const)('is delivered once by the webhook (replies: %s)', async replies => {
    const world = await acknowledged({ channels: { web: { ...webhookChannel, replies } } })
    expect(await later(world)).toMatchObject({ paused: false, replies: [] })
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(openAnswer)
    await world.dispatched()
    await world.dispatched()
    expect(toChannel(world)).toEqual(['at last'])
  })

  it('is returned by the waiting request, not the webhook, if it comes before the acknowledgement', async () => {
    const world = await appWorld({ channels })
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    await later(world, 'faster')
    call.answer({ status: 'ok', body: undefined })
    expect(await talking).toMatchObject({ paused: false, replies: [{ seq: 2, text: 'faster' }] })
    world.outsideAnswers({ status: 'ok', body: {} })
    await world.dispatched()
    expect(toChannel(world)).toEqual([])
    // The acknowledgement of a closed turn does not reopen it and causes no handoff.
    world.app.clock.advance(GATED_TURN_MS * 2)
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toMatchObject({ replies: [{ seq: 2 }] })
    expect(await world.kinds(maria)).toEqual(['message', 'message'])
  })
})

describe('a late acknowledgement', () => {
  it('does not reopen a turn that people took: the reply becomes a draft', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    await world.agentPauses(maria)
    call.answer({ status: 'ok', body: undefined })
    expect(await talking).toMatchObject({ seq: 1, epoch: 1, paused: true, replies: [] })
    await expect(later(world)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })

  it('does not end the newer call of a retry, whose answer both requests get', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    world.app.clock.advance(seconds(11))
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    const again = await outside.next()
    call.answer({ status: 'ok', body: undefined })
    await othersGoOn()
    again.botAnswers('hello')
    expect(await retry).toMatchObject({ replies: [{ text: 'hello' }] })
    expect(await first).toEqual(await retry)
  })
})
