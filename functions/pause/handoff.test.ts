import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
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

  it('name the field that is wrong', async () => {
    const { post } = await given()
    expect(await post('decline', 'ana', {})).toMatchObject({ status: 400, errors: [{ path: 'reason' }] })
    expect(await post('transfer', 'ana', { to: 7 })).toMatchObject({ status: 400, errors: [{ path: 'to' }] })
  })
})
