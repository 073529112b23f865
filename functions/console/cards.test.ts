import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, putBot, storeWithout } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

const tent = { name: 'Tent', card: { title: 'Ridge tent' } }

async function asks({ app }: AppWorld, token: string, botId = 'shop') {
  const result = await httpApi(app, consoleRoutes)(httpEvent(routes.cards, { botId }, { token }), lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

const ana = agentToken('ana', ['shop:agent'])

describe('the canned cards of a bot', () => {
  it('are told to its agents, and nothing else of its configuration', async () => {
    const world = await appWorld({ cards: [tent] })
    expect(await asks(world, ana)).toEqual({ status: 200, body: { items: [tent] } })
  })

  it('are none for a bot that was stored before bots had cards', async () => {
    const world = await appWorld()
    await storeWithout(world.app, 'shop', 'cards')
    expect(await asks(world, ana)).toEqual({ status: 200, body: { items: [] } })
  })

  it("are not told to other bots' agents, bots and users", async () => {
    const world = await appWorld({ cards: [tent] })
    await putBot(world.app, 'bank', { mode: 'gate' })
    expect(await asks(world, agentToken('ben', ['bank:agent']))).toMatchObject({ status: 404 })
    expect(await asks(world, await botKey(world))).toMatchObject({ status: 403 })
    expect(await asks(world, await userToken(world, maria))).toMatchObject({ status: 403 })
  })
})
