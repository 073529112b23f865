import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { alertAgents } from '../../lib/effects/alert.ts'
import { httpApi } from '../../lib/http/api.ts'
import { asUserSees } from '../../lib/protocol/as-user-sees.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { episodeId, sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { ana, maria } from '../../test/support/people.ts'
import { aConsole } from '../../test/support/sockets.ts'
import { pauseRoutes } from './routes.ts'

async function given() {
  const world = await appWorld({ mode: 'gate' })
  const api = httpApi(world.app, pauseRoutes)
  await world.userAsksForPerson(maria)
  return {
    world,
    async post(route: RouteName, name: string, body: unknown = {}, role = 'agent') {
      const event = httpEvent(
        routes[route],
        { botId: 'shop', id: sessionId(maria) },
        { token: agentToken(name, [`shop:${role}`]), body },
      )
      const { statusCode, body: text } = await api(event, lambdaContext)
      return { status: statusCode, ...JSON.parse(String(text)) }
    },
  }
}

describe('the brief of a handoff', () => {
  const brief = async (world: AppWorld, who = agentToken('ana', ['shop:agent'])) => {
    const event = httpEvent(routes.brief, { botId: 'shop', id: sessionId(maria) }, { token: who })
    const { statusCode, body } = await httpApi(world.app, pauseRoutes)(event, lambdaContext)
    return { status: statusCode, ...JSON.parse(String(body)) }
  }
  const told = { summary: 'Her parcel went to the old address.', context: { order: 4711, express: true } }

  async function handedOver() {
    const world = await appWorld()
    const handoff = { reason: 'she asked twice', ...told }
    world.outsideAnswers({ status: 'ok', body: { replies: [{ text: 'One moment.' }], handoff } })
    await world.userSays(maria, 'hello?')
    return world
  }

  it('has what the bot told with its handoff, and who declined it', async () => {
    const world = await handedOver()
    await world.userSays(maria, 'is anybody there?')
    const ben = { type: 'agent', id: 'ben', name: 'Ben' } as const
    await execute(world.app, maria, { verb: 'decline', by: ben, reason: 'I speak no Spanish' })
    await execute(world.app, maria, { verb: 'claim', by: ana })
    await execute(world.app, maria, { verb: 'transfer', by: ana, reason: 'knows parcels', ofOthers: false })
    expect(await brief(world)).toMatchObject({
      status: 200,
      episodeId: episodeId({ id: sessionId(maria) }, 1),
      reason: 'she asked twice',
      ...told,
      declined: [
        { by: ben, reason: 'I speak no Spanish' },
        { by: ana, reason: 'knows parcels' },
      ],
    })
  })

  it('has neither the brief nor the refusals of an earlier episode', async () => {
    const world = await handedOver()
    await execute(world.app, maria, { verb: 'decline', by: ana, reason: 'no' })
    await world.agentResumes(maria)
    expect(await brief(world)).toEqual({ status: 200, declined: [] })
    await world.userAsksForPerson(maria)
    const again = await brief(world)
    expect(again).toMatchObject({ episodeId: episodeId({ id: sessionId(maria) }, 2), declined: [] })
    expect(again).not.toHaveProperty('summary')
  })

  it('is for agents only: neither the user, nor an alert, nor the state of the conversation has it', async () => {
    const world = await handedOver()
    await alertAgents(world.app, (await world.load(maria)).session)
    const { control } = (await world.load(maria)).session
    const seen = (await world.log(maria)).map(asUserSees)
    for (const known of [world.app.notices, control, seen]) {
      expect(JSON.stringify(known)).not.toMatch(/parcel|4711/)
    }
    expect(seen.map(entry => entry?.kind)).toEqual(['message', 'message', 'paused', undefined])
    expect(await brief(world, 'ilk_nobody_x')).toMatchObject({ status: 401 })
  })
})

describe('the routes of a handoff', () => {
  it('answer with the conversation after the command', async () => {
    const { post } = await given()
    expect(await post('claim', 'ana', { id: 'c' })).toMatchObject({
      status: 200,
      changed: true,
      conversation: { control: { handoff: { status: 'assigned', agent: { id: 'ana' } } } },
    })
    expect(await post('transfer', 'ana', { id: 't' })).toMatchObject({
      status: 200,
      conversation: { control: { handoff: { status: 'pending' } } },
    })
    expect(await post('decline', 'ben', { id: 'd', reason: 'not mine' })).toMatchObject({ status: 200, changed: true })
  })

  it('snooze a conversation and wake it', async () => {
    const { post, world } = await given()
    expect(await post('snooze', 'ana')).toMatchObject({ status: 409, code: 'handoff.not_yours', holder: 'human' })
    await post('claim', 'ana')
    const until = new Date(world.app.clock.now() + 3_600_000).toISOString()
    expect(await post('snooze', 'ana', { id: 's', until })).toMatchObject({
      status: 200,
      changed: true,
      conversation: {
        control: { handoff: { status: 'assigned', agent: { id: 'ana' }, snoozedUntil: 'deadline', deadline: until } },
      },
    })
    expect(await post('snooze', 'ben', { until })).toMatchObject({ code: 'handoff.not_yours', agent: { id: 'ana' } })
    expect(await post('wake', 'ben')).toMatchObject({ code: 'handoff.not_yours', agent: { id: 'ana' } })
    const log = await world.log(maria)
    expect(log.at(-1)).toMatchObject({ kind: 'snoozed', by: { id: 'ana' }, until })
    expect(log.map(asUserSees).at(-1)).toBeUndefined()
    const { conversation } = await post('wake', 'ana')
    expect(conversation.control.handoff).not.toHaveProperty('snoozedUntil')
    await post('unpause', 'ana')
    expect(await post('snooze', 'ana')).toMatchObject({ status: 409, code: 'handoff.not_open', holder: 'bot' })
  })

  it('tell with 409 who has the conversation', async () => {
    const { post } = await given()
    await post('claim', 'ben')
    const ben = { type: 'agent', id: 'ben', name: 'ben' }
    expect(await post('claim', 'ana')).toMatchObject({
      status: 409,
      code: 'handoff.already_claimed',
      holder: 'human',
      agent: ben,
    })
    expect(await post('decline', 'ana', { reason: 'no' })).toMatchObject({
      status: 409,
      code: 'handoff.not_yours',
      agent: ben,
    })
    await post('unpause', 'ben')
    expect(await post('claim', 'ana')).toMatchObject({ status: 409, code: 'handoff.not_open', holder: 'bot' })
  })

  it("let a supervisor, and no other agent, transfer another agent's conversation", async () => {
    const { post, world } = await given()
    await aConsole(world, 'ana')
    await post('claim', 'ben')
    expect(await post('transfer', 'ana', { to: 'ana' })).toMatchObject({ status: 409, code: 'handoff.not_yours' })
    expect(await post('transfer', 'eva', { to: 'ana' }, 'supervisor')).toMatchObject({
      status: 200,
      conversation: { control: { handoff: { agent: { id: 'ana' } } } },
    })
  })

  it('let a supervisor who is away take a conversation from another agent', async () => {
    const { post, world } = await given()
    await post('claim', 'ben')
    await world.store.setAway({ botId: 'shop', agentId: 'eva' }, true)
    expect(await post('transfer', 'eva', { to: 'eva' }, 'supervisor')).toMatchObject({
      status: 200,
      conversation: { control: { handoff: { agent: { id: 'eva' } } } },
    })
  })

  it('name the field that is wrong', async () => {
    const { post } = await given()
    expect(await post('decline', 'ana', {})).toMatchObject({ status: 400, errors: [{ path: 'reason' }] })
    expect(await post('transfer', 'ana', { to: 7 })).toMatchObject({ status: 400, errors: [{ path: 'to' }] })
    await post('claim', 'ana')
    const past = '2020-01-01T00:00:00.000Z'
    expect(await post('snooze', 'ana', { until: past })).toMatchObject({ status: 400, errors: [{ path: 'until' }] })
    expect(await post('snooze', 'ana', { until: 'soon' })).toMatchObject({ status: 400, errors: [{ path: 'until' }] })
  })
})
