import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes, START, seconds } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, connected } from '../../test/support/sockets.ts'

const tokenOf = (name: string, signedInAt = START, roles = ['shop:agent']) =>
  agentToken(name, roles, START + minutes(24 * 60), signedInAt)

async function given() {
  const world = await appWorld()
  const closed: string[] = []
  const told: string[] = []
  const app = {
    ...world.app,
    sockets: { ...world.app.sockets, close: async (id: string) => void closed.push(id) },
    clock: { ...world.app.clock, sleep: async (ms: number) => world.app.clock.advance(ms) },
    agentIssuer: { signOut: async (id: string) => void told.push(id) },
  }
  const api = httpApi(app, allRoutes)
  const post = async (token?: string) => {
    const answer = await api(
      httpEvent(routes.signOutEverywhere, {}, token === undefined ? {} : { token }),
      lambdaContext,
    )
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as unknown }
  }
  const lists = async (token: string) =>
    (await api(httpEvent(routes.conversations, { botId: 'shop' }, { token }), lambdaContext)).statusCode
  return { world, app, post, lists, closed, told }
}

describe('signing out everywhere', () => {
  it("closes the agent's sockets for every bot, and no other sockets", async () => {
    const { world, post, closed, told } = await given()
    await putBot(world.app, 'bank')
    const token = agentToken('ana', ['shop:agent', 'bank:supervisor'])
    await aConsole(world, 'ana')
    await aConsole(world, 'ben')
    await connected(world, 'ana-at-the-bank', token, { bot: 'bank' })
    await aWidget(world, maria)

    expect(await post(token)).toEqual({ status: 200, body: { signedOut: true } })
    expect([...new Set(closed)].sort()).toEqual(['ana-at-the-bank', 'console-ana'])
    expect(told).toEqual(['ana'])
  })

  it('refuses tokens of earlier sign-ins at once, and accepts a new sign-in and other agents', async () => {
    const { world, post, lists } = await given()
    const others = tokenOf('ben')
    expect(await lists(tokenOf('ana'))).toBe(200)
    world.app.clock.advance(minutes(5))
    await post(tokenOf('ana'))

    expect(await lists(tokenOf('ana'))).toBe(401)
    expect(await lists(tokenOf('ana', START + minutes(5)))).toBe(401)
    expect(await post(tokenOf('ana'))).toMatchObject({ status: 401, body: { code: 'auth.invalid' } })
    expect(await lists(tokenOf('ana', START + minutes(5) + seconds(1)))).toBe(200)
    expect(await lists(others)).toBe(200)
  })

  it('answers after the second is over, so that a sign-in right after it counts', async () => {
    const { world, post, lists } = await given()
    world.app.clock.advance(minutes(5) + 250)
    await post(tokenOf('ana'))

    expect(world.app.clock.now()).toBe(START + minutes(5) + 1000)
    expect(await lists(tokenOf('ana', world.app.clock.now()))).toBe(200)
  })

  it('stops an earlier token from opening a socket and from renewing one', async () => {
    const { world, app, post } = await given()
    const ben = await aConsole(world, 'ben')
    await post(tokenOf('ben'))

    const answer = await answerTo(ben, { type: 'auth', id: 'a', token: tokenOf('ben') })
    expect(answer).toMatchObject({ type: 'error', code: 'auth.invalid' })
    await expect(
      connected({ ...world, app: { ...world.app, ...app } }, 'again', tokenOf('ben'), { bot: 'shop' }),
    ).rejects.toThrow('auth.invalid')
  })

  it('refuses a missing token and bot keys, and accepts an admin', async () => {
    const { post } = await given()

    expect(await post()).toMatchObject({ status: 401, body: { code: 'auth.missing' } })
    expect(await post('ilk_key_1_secret')).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    expect(await post(tokenOf('root', START, ['admin']))).toMatchObject({ status: 200 })
  })
})
