import { beforeEach, describe, expect, it } from 'vitest'
import { postReplies } from '../../lib/bots/replies.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken, webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { agentSupervises } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { runClock } from '../clock/clock.ts'
import { pauseRoutes } from './routes.ts'

const ana = { type: 'agent', id: 'ana', name: 'ana' }
const channels = { web: webhookChannel }

function caller(world: AppWorld) {
  const api = httpApi(world.app, pauseRoutes)
  return async (route: RouteName, body: unknown = {}, token = agentToken('ana', ['shop:agent'])) => {
    const event = httpEvent(routes[route], { botId: 'shop', id: sessionId(maria) }, { token, body })
    const { statusCode, body: text } = await api(event, lambdaContext)
    const read = text === 'OK' || text === 'true' || text === 'false' ? { answer: text } : JSON.parse(String(text))
    return { status: statusCode, ...read }
  }
}

/** A supervised conversation whose bot answers "on its way": message 2, proposal 3. */
async function given(config: Parameters<typeof appWorld>[0] = {}, policy: Parameters<typeof appWorld>[1] = {}) {
  const world = await appWorld(config, policy)
  world.botAnswers('on its way')
  await execute(world.app, maria, agentSupervises())
  const answer = await world.userSays(maria, 'where is it?', { id: 'm1' })
  return { world, answer, call: caller(world) }
}

/** The bodies that the bot got with messages. */
const toBot = (world: AppWorld) => world.app.posted.map(({ body }) => body as Record<string, unknown>)
const toChannel = (world: AppWorld) =>
  world.app.posted
    .filter(({ url }) => url === webhookChannel.url)
    .map(({ body }) => (body.message as { text: string }).text)

describe('supervise', () => {
  let world: AppWorld
  let call: ReturnType<typeof caller>
  beforeEach(async () => {
    world = await appWorld()
    world.botAnswers('hello')
    await world.userSays(maria, 'hi')
    call = caller(world)
  })

  it('answers with the supervised conversation, and ends by unpause', async () => {
    expect(await call('supervise', { id: 's1', reason: 'new prompts' })).toMatchObject({
      status: 200,
      changed: true,
      isPaused: false,
      conversation: { epoch: 0, control: { holder: 'supervised', by: ana, reason: 'new prompts', reviews: [] } },
    })
    expect(await call('unpause', { id: 'u1' })).toMatchObject({
      status: 200,
      conversation: { control: { holder: 'bot' } },
    })
  })

  it('is refused while people hold the conversation, and says who does', async () => {
    await call('pause')
    expect(await call('supervise')).toMatchObject({ status: 409, code: 'handoff.open', holder: 'human', agent: ana })
  })

  it('is not ended by the bot itself', async () => {
    await call('supervise')
    expect(await call('unpause', {}, await botKey(world))).toMatchObject({ status: 200, changed: false })
    expect((await world.load(maria)).session.control.holder).toBe('supervised')
  })

  it('makes the question of Botpress say paused, so that no connector answers by itself', async () => {
    await call('supervise')
    expect(await call('hitlIsPaused')).toEqual({ status: 200, answer: 'true' })
  })

  it('names the field that is wrong', async () => {
    await call('supervise')
    expect(await call('approve', {})).toMatchObject({ status: 400, errors: [{ path: 'of' }] })
    expect(await call('approve', { of: 1, replies: [] })).toMatchObject({ status: 400, errors: [{ path: 'replies' }] })
  })
})

describe('a supervised bot that is asked', () => {
  it('gives the request no reply, and says that one may come', async () => {
    const { world, answer } = await given()
    expect(answer).toEqual({
      session: sessionId(maria),
      seq: 2,
      epoch: 0,
      paused: false,
      supervised: true,
      replies: [],
    })
    expect(await world.userSays(maria, 'where is it?', { id: 'm1' })).toEqual(answer)
    expect(textsOf(await world.log(maria))).toEqual(['where is it?'])
  })

  it('gives a request no reply either whose call had begun before', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const asking = world.userSays(maria, 'where is it?')
    const call = await outside.next()
    await execute(world.app, maria, agentSupervises())
    call.botAnswers('on its way')
    expect(await asking).toMatchObject({ supervised: true, replies: [] })
    expect(await world.kinds(maria)).toEqual(['message', 'supervised', 'proposed'])
  })

  it("is asked again with the user's next message, and told what was sent in its place", async () => {
    const { world, call } = await given()
    await call('approve', { of: 2, replies: [{ type: 'text', text: 'on Monday' }] })
    await world.userSays(maria, 'and the other?')
    await call('say', { text: 'I look for it', insteadOf: 6 })
    await world.userSays(maria, 'thanks')
    const [, second, third] = toBot(world)
    expect(second?.reviews).toEqual([
      { of: 2, outcome: 'edited', by: ana, replies: [{ seq: 4, type: 'text', text: 'on Monday' }] },
    ])
    expect(third?.reviews).toMatchObject([{ of: 6, outcome: 'answered', replies: [{ text: 'I look for it' }] }])
    await call('approve', { of: 10 })
    await world.userSays(maria, 'bye')
    expect(toBot(world)[3]?.reviews).toMatchObject([{ of: 10, outcome: 'sent', replies: [{ text: 'on its way' }] }])
  })

  it('is told that its reply was withheld', async () => {
    const { world, call } = await given()
    await call('pause')
    await call('unpause')
    await world.userSays(maria, 'hello?')
    expect(toBot(world).at(-1)).toMatchObject({
      reviews: [{ of: 2, outcome: 'withheld', by: ana, replies: [] }],
      handbacks: [{ missed: [{ seq: 2, unanswered: true }] }],
    })
  })
})

describe('approve', () => {
  it('sends the reply as it is, once for each id, and tells another agent who did', async () => {
    const { world, call } = await given()
    expect(await call('approve', { id: 'a1', of: 3 })).toEqual({
      status: 200,
      session: sessionId(maria),
      seq: 4,
      duplicate: false,
    })
    expect(await call('approve', { id: 'a1', of: 3 })).toMatchObject({ status: 200, seq: 4, duplicate: true })
    const ben = agentToken('ben', ['shop:agent'])
    const closed = { status: 409, code: 'review.closed', review: { outcome: 'sent', by: ana } }
    expect(await call('approve', { of: 2, replies: [{ text: 'no' }] }, ben)).toMatchObject(closed)
    expect(await call('say', { text: 'no', insteadOf: 3 }, ben)).toMatchObject(closed)
    expect(textsOf(await world.log(maria))).toEqual(['where is it?', 'on its way'])
  })

  it('sends every piece of a long reply as it was', async () => {
    const long = 'x '.repeat(30_000)
    const world = await appWorld()
    world.botAnswers(long)
    await execute(world.app, maria, agentSupervises())
    await world.userSays(maria, 'tell me all')
    await caller(world)('approve', { of: 2 })
    expect(
      textsOf(await world.log(maria))
        .slice(1)
        .join(''),
    ).toBe(long)
  })

  it.each(['answer', 'deliver'] as const)('delivers the reply by the webhook of a channel (%s)', async replies => {
    const { world, call } = await given({ channels: { web: { ...webhookChannel, replies } } })
    await world.dispatched()
    expect(toChannel(world)).toEqual([])
    await call('approve', { of: 2 })
    await world.dispatched()
    expect(toChannel(world)).toEqual(['on its way'])
  })

  it('is delivered even if people take the conversation meanwhile: a person answers for it', async () => {
    const { world, call } = await given({ channels })
    await call('approve', { of: 2 })
    await call('pause')
    await world.dispatched()
    expect(toChannel(world)).toEqual(['on its way'])
  })

  it('is for agents only', async () => {
    const { world, call } = await given()
    for (const token of [await botKey(world), await userToken(world, maria)]) {
      expect(await call('approve', { of: 2 }, token)).toMatchObject({ status: 403, code: 'auth.forbidden' })
    }
  })

  it('holds back the end of supervision', async () => {
    const { call } = await given()
    expect(await call('unpause')).toMatchObject({ status: 409, code: 'review.waiting' })
    await call('approve', { of: 2 })
    expect(await call('unpause')).toMatchObject({ status: 200 })
  })
})

describe('the deadline of a reply', () => {
  const sends = { reviewThen: 'send' } as const
  const clock = (world: AppWorld) => runClock(world.app, world.app.clock.now() + 1_000)

  it('gives people the conversation', async () => {
    const { world } = await given()
    world.app.clock.advance(defaultPolicy.reviewMs)
    await clock(world)
    expect((await world.load(maria)).session.control).toMatchObject({ holder: 'human', trigger: 'review_overdue' })
    expect(textsOf(await world.log(maria))).toEqual(['where is it?'])
  })

  it('sends the reply if so configured, once', async () => {
    const { world } = await given({}, sends)
    world.app.clock.advance(defaultPolicy.reviewMs - 1)
    await clock(world)
    expect(textsOf(await world.log(maria))).toHaveLength(1)
    world.app.clock.advance(1)
    await clock(world)
    await clock(world)
    expect((await world.log(maria)).slice(3)).toMatchObject([
      { kind: 'message', text: 'on its way', approvedBy: { type: 'system' } },
      { kind: 'reviewed', outcome: 'sent' },
    ])
  })

  it('is configured for each bot', async () => {
    const handoffs = { queues: {}, approveWithinSeconds: 10, whenNotApproved: 'send' } as const
    const { world } = await given({ handoffs })
    world.app.clock.advance(10_000)
    await clock(world)
    expect(textsOf(await world.log(maria))).toEqual(['where is it?', 'on its way'])
  })

  it('sends nothing for a bot that is paused as a whole', async () => {
    const { world } = await given({}, sends)
    const bot = await world.app.directory.freshBot('shop')
    const config = { ...bot.config, paused: true, version: 2 }
    await world.store.putBot('shop', 1, { ...bot, config })
    world.app.clock.advance(defaultPolicy.reviewMs)
    await clock(world)
    expect((await world.load(maria)).session.control).toMatchObject({ holder: 'human', trigger: 'bot_paused' })
    expect(textsOf(await world.log(maria))).toHaveLength(1)
  })
})

describe('a supervised bot behind the gate', () => {
  const posts = (world: AppWorld) =>
    postReplies(world.app, maria, 'key_1', { epoch: 0, inReplyTo: 2, replies: [{ type: 'text', text: 'on its way' }] })

  it('is told to answer nothing by itself, and that it may propose', async () => {
    const { answer } = await given({ mode: 'gate' })
    expect(answer).toMatchObject({ paused: true, supervised: true, replies: [] })
  })

  it('gets 409 for a reply that waits, and what the user got once it is approved', async () => {
    const { world, call } = await given({ mode: 'gate' })
    await expect(posts(world)).rejects.toMatchObject({ code: 'reply.under_review', status: 409 })
    await expect(posts(world)).rejects.toMatchObject({ code: 'reply.under_review' })
    expect(await world.kinds(maria)).toEqual(['supervised', 'message', 'proposed'])
    await call('approve', { of: 2, replies: [{ text: 'on Monday' }] })
    expect(await posts(world)).toMatchObject({ replies: [{ text: 'on Monday' }] })
    const next = await world.userSays(maria, 'thanks')
    expect(next.reviews).toMatchObject([{ of: 2, outcome: 'edited' }])
  })
})
