import { describe, expect, it } from 'vitest'
import { deliverPending } from '../../lib/effects/deliver.ts'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken, putBot, webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { pauseRoutes } from './routes.ts'

const id = sessionId(maria)
const target = { id, botId: 'shop' }
const ana = agentToken('ana', ['shop:agent'])

interface Answer {
  readonly status: number
  readonly body: { readonly seq: number; readonly duplicate: boolean; readonly code?: string }
}

async function asks(world: AppWorld, of: number | string, body: object = {}, token = ana): Promise<Answer> {
  const event = httpEvent(routes.redeliver, { ...target, seq: `${of}` }, { token, body })
  const result = await httpApi(world.app, pauseRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

const sent = (world: AppWorld) => world.app.posted.map(({ body }) => (body.message as { text: string }).text)

/** The channel has refused "one" for good and accepted "two". It accepts everything again. */
async function oneFailed(): Promise<{ world: AppWorld; one: number }> {
  const world = await appWorld({ mode: 'gate', channels: { web: webhookChannel } })
  await world.userSays(maria, 'hello?')
  await world.agentPauses(maria)
  world.app.answer = ({ body }) =>
    JSON.stringify(body).includes('one') ? { status: 'refused', reason: 'answered 400' } : { status: 'ok', body: {} }
  const one = await world.agentSays(maria, 'one')
  await world.agentSays(maria, 'two')
  await deliverPending(world.app, target)
  world.app.posted.length = 0
  world.outsideAnswers({ status: 'ok', body: {} })
  return { world, one }
}

describe('redelivering an undeliverable message', () => {
  it('sends it after the messages that wait already, with its old webhook-id, and logs the agent', async () => {
    const { world, one } = await oneFailed()
    await world.agentSays(maria, 'three')
    const { status, body } = await asks(world, one)
    await world.agentSays(maria, 'four')
    await world.dispatched()

    expect(status).toBe(200)
    expect(sent(world)).toEqual(['three', 'one', 'four'])
    expect(world.app.posted[1]).toMatchObject({ id: `${id}:${one}`, body: { seq: one, from: { type: 'agent' } } })
    expect((await world.log(maria))[body.seq - 1]).toMatchObject({ kind: 'redelivery', of: one, by: { id: 'ana' } })
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })

  it('sends it with the feed, without waiting for the clock', async () => {
    const { world, one } = await oneFailed()
    await world.dispatched()
    await asks(world, one)
    await world.dispatched()
    expect(sent(world)).toEqual(['one'])
  })

  it('sends it once for concurrent and repeated requests of several agents', async () => {
    const { world, one } = await oneFailed()
    const ben = agentToken('ben', ['shop:agent'])
    const answers = await Promise.all([asks(world, one), asks(world, one, { id: 'r1' }), asks(world, one, {}, ben)])
    answers.push(await asks(world, one))
    await world.dispatched()
    answers.push(await asks(world, one))
    await world.dispatched()

    expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(1)
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1)
    expect(sent(world)).toEqual(['one'])
  })

  it('sends it again after another failure, and answers a repeated earlier request as before', async () => {
    const { world, one } = await oneFailed()
    world.outsideAnswers({ status: 'refused', reason: 'answered 400' })
    const first = await asks(world, one, { id: 'r1' })
    await world.dispatched()
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: one })

    world.outsideAnswers({ status: 'ok', body: {} })
    expect((await asks(world, one, { id: 'r1' })).body).toEqual({ ...first.body, duplicate: true })
    const second = await asks(world, one, { id: 'r2' })
    await world.dispatched()
    expect(second.body).toMatchObject({ duplicate: false })
    expect(sent(world)).toEqual(['one', 'one'])
  })

  it('sends a message of the bot even while people hold the conversation', async () => {
    const world = await appWorld({ mode: 'ask', channels: { web: { ...webhookChannel, replies: 'deliver' } } })
    world.botAnswers('one')
    await world.userSays(maria, 'hi')
    world.outsideAnswers({ status: 'refused', reason: 'answered 400' })
    await world.dispatched()
    await world.agentPauses(maria)
    world.app.posted.length = 0
    world.outsideAnswers({ status: 'ok', body: {} })
    await asks(world, 2)
    await world.dispatched()
    expect(world.app.posted).toMatchObject([{ id: `${id}:2`, body: { from: { type: 'bot' } } }])
  })

  it('retries it like any message', async () => {
    const { world, one } = await oneFailed()
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await asks(world, one)
    await world.dispatched()
    expect((await world.load(maria)).session.deliveryClaim).toMatchObject({ attempts: 1, of: one })
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.clock.advance(minutes(1))
    await deliverPending(world.app, target)
    expect(sent(world)).toEqual(['one', 'one'])
  })
})

describe('a refused redelivery', () => {
  it('answers message.not_undeliverable for a message that did not fail, and writes nothing', async () => {
    const { world, one } = await oneFailed()
    const before = await world.log(maria)
    for (const seq of [1, one + 1, 99, 0]) {
      expect(await asks(world, seq)).toMatchObject({ status: 409, body: { code: 'message.not_undeliverable' } })
    }
    expect(await world.log(maria)).toEqual(before)
  })

  it('answers 409 for an entry before the newest 2,000', async () => {
    const { world, one } = await oneFailed()
    for (let n = 0; n < 2_000; n++) await world.userSays(maria, `${n}`)
    expect(await asks(world, one)).toMatchObject({ status: 409 })
  })

  it("answers 404 for another bot's conversation, and for an unknown one", async () => {
    const { world } = await oneFailed()
    await putBot(world.app, 'other')
    const token = agentToken('ben', ['other:agent'])
    const elsewhere = httpEvent(routes.redeliver, { id, botId: 'other', seq: '1' }, { token, body: {} })
    expect((await httpApi(world.app, pauseRoutes)(elsewhere, lambdaContext)).statusCode).toBe(404)
    const nobody = httpEvent(routes.redeliver, { ...target, id: sessionId(jonas), seq: '1' }, { token: ana, body: {} })
    expect((await httpApi(world.app, pauseRoutes)(nobody, lambdaContext)).statusCode).toBe(404)
  })

  it('answers 400 for a malformed seq', async () => {
    const { world } = await oneFailed()
    expect(await asks(world, 'one')).toMatchObject({ status: 400 })
  })
})
