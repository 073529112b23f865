import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, botKey, userToken } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

async function asks({ app }: AppWorld, token: string) {
  const event = httpEvent(routes.onlineAgents, { botId: 'shop' }, { token })
  const result = await httpApi(app, consoleRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

const ana = agentToken('ana', ['shop:agent'])

describe('the agents of a bot who are online', () => {
  it('are those with a socket, the asking one included', async () => {
    const world = await appWorld()
    await aConsole(world, 'ben')
    const { leaves } = await aConsole(world, 'eva')
    await aConsole(world, 'ana')
    await leaves()
    const { status, body } = await asks(world, ana)
    expect(status).toBe(200)
    expect(body.items).toMatchObject([{ id: 'ana' }, { id: 'ben' }])
  })

  it('are nobody while nobody is connected', async () => {
    expect(await asks(await appWorld(), ana)).toEqual({ status: 200, body: { items: [] } })
  })

  it("are not told to other bots' agents, bots and users", async () => {
    const world = await appWorld()
    await putBot(world.app, 'bank', { mode: 'gate' })
    expect(await asks(world, agentToken('ben', ['bank:agent']))).toMatchObject({ status: 404 })
    expect(await asks(world, await botKey(world))).toMatchObject({ status: 403 })
    expect(await asks(world, await userToken(world, maria))).toMatchObject({ status: 403 })
  })
})
