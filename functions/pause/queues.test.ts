import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { addresses, maria } from '../../test/support/people.ts'
import { pauseRoutes } from './routes.ts'

async function given() {
  const handoffs = { queues: { sales: { name: 'Sales' }, support: {} } }
  const world = await appWorld({ mode: 'gate', handoffs })
  const api = httpApi(world.app, pauseRoutes)
  const token = agentToken('ana', ['shop:agent'])
  const asks = async (name: RouteName, { who = maria, query = {}, body = {} } = {}) => {
    const params = { botId: 'shop', ...(routes[name].path.includes('{id}') && { id: sessionId(who) }) }
    const event = httpEvent(routes[name], params, { token, query, body })
    const { statusCode, body: text } = await api(event, lambdaContext)
    return { status: statusCode, ...JSON.parse(String(text)) }
  }
  return { world, asks }
}

describe('the queues of a bot', () => {
  it('have a name and the number of those who wait', async () => {
    const { world, asks } = await given()
    for (const who of addresses(2)) {
      await world.userSays(who, 'hello')
      await asks('pause', { who, body: { queue: 'support', trigger: 'operator' } })
      await asks('transfer', { who, body: {} })
    }
    expect(await asks('queues')).toMatchObject({
      status: 200,
      items: [
        { id: 'sales', name: 'Sales', waiting: 0 },
        { id: 'support', name: 'support', waiting: 2 },
      ],
    })
    const listed = async (queue: string) =>
      (await asks('conversations', { query: { view: 'waiting', queue } })).items.length
    expect(await listed('support')).toBe(2)
    expect(await listed('sales')).toBe(0)
  })

  it('are named by a pause and a transfer, which refuse an unknown one and change nothing', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    expect(await asks('pause', { body: { queue: 'gone' } })).toMatchObject({ status: 404, code: 'queue.not_found' })
    expect(await world.kinds(maria)).not.toContain('paused')
    expect(await asks('pause', { body: { queue: 'sales' } })).toMatchObject({
      status: 200,
      conversation: { control: { queue: 'sales', handoff: { status: 'assigned' } } },
    })
    expect(await asks('transfer', { body: { queue: 'gone' } })).toMatchObject({ status: 404, code: 'queue.not_found' })
    expect(await asks('transfer', { body: { queue: 'support', reason: 'a broken part' } })).toMatchObject({
      status: 200,
      conversation: { control: { queue: 'support', handoff: { status: 'pending' } } },
    })
    expect((await world.log(maria)).at(-1)).toMatchObject({
      kind: 'transferred',
      from: { id: 'ana' },
      queue: 'support',
    })
  })

  it('filter only the conversations that wait', async () => {
    const { asks } = await given()
    const { status, errors } = await asks('conversations', { query: { view: 'all', queue: 'sales' } })
    expect({ status, errors }).toMatchObject({ status: 400, errors: [{ in: 'query', path: 'queue' }] })
  })

  it('are not named together with an agent', async () => {
    const { world, asks } = await given()
    await world.userAsksForPerson(maria)
    const { status, errors } = await asks('transfer', { body: { to: 'ben', queue: 'sales' } })
    expect({ status, errors }).toMatchObject({ status: 400, errors: [{ path: 'queue' }] })
  })
})
