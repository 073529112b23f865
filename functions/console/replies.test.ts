import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

const hello = { name: 'Hello', value: 'Hello {{user.fullName|there}}!' }
const hours = { name: 'Hours', value: 'We are here from 9 to 5.' }

type Name = 'cannedReplies' | 'ownReplies' | 'putOwnReplies'

async function asks({ app }: AppWorld, name: Name, token: string, body?: unknown, botId = 'shop') {
  const event = httpEvent(routes[name], { botId }, { token, ...(body !== undefined && { body }) })
  const result = await httpApi(app, consoleRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:agent'])

describe('canned replies', () => {
  it('are those of the bot and then those of the agent, with the character that opens them', async () => {
    const world = await appWorld({ replies: [hello], replyTrigger: '#' })
    expect(await asks(world, 'putOwnReplies', ana, { items: [hours] })).toEqual({
      status: 200,
      body: { version: 1, items: [hours] },
    })
    expect(await asks(world, 'cannedReplies', ana)).toEqual({
      status: 200,
      body: {
        items: [
          { ...hello, scope: 'shared' },
          { ...hours, scope: 'own' },
        ],
        trigger: '#',
      },
    })
  })

  it('are none for a bot that was stored before bots had replies', async () => {
    const world = await appWorld()
    const stored = await world.app.directory.freshBot('shop')
    const { replies: _none, replyTrigger: _default, ...old } = stored.config
    await world.app.store.putBot('shop', old.version, {
      ...stored,
      config: { ...old, version: 2 } as typeof stored.config,
    })
    world.app.directory.forget('shop')
    expect(await asks(world, 'cannedReplies', ana)).toEqual({ status: 200, body: { items: [], trigger: '/' } })
  })

  it('are not told to and not written by other callers than agents of the bot', async () => {
    const world = await appWorld()
    await putBot(world.app, 'bank', { mode: 'gate' })
    const others = [agentToken('ben', ['bank:agent']), await botKey(world), await userToken(world, maria)]
    for (const [index, token] of others.entries()) {
      const status = index === 0 ? 404 : 403
      expect(await asks(world, 'cannedReplies', token)).toMatchObject({ status })
      expect(await asks(world, 'ownReplies', token)).toMatchObject({ status })
      expect(await asks(world, 'putOwnReplies', token, { items: [hello] })).toMatchObject({ status })
    }
    const admin = agentToken('root', ['admin'])
    expect(await asks(world, 'putOwnReplies', admin, { items: [hello] }, 'nobot')).toMatchObject({
      status: 404,
      body: { code: 'bot.not_found' },
    })
  })
})

describe("an agent's own replies", () => {
  it('belong to this agent and this bot', async () => {
    const world = await appWorld()
    await putBot(world.app, 'bank', { mode: 'gate' })
    const both = agentToken('ana', ['shop:agent', 'bank:agent'])
    await asks(world, 'putOwnReplies', ana, { items: [hello] })
    expect((await asks(world, 'ownReplies', both)).body).toEqual({ version: 1, items: [hello] })
    expect((await asks(world, 'ownReplies', both, undefined, 'bank')).body).toEqual({ version: 0, items: [] })
    expect((await asks(world, 'ownReplies', ben)).body).toEqual({ version: 0, items: [] })
    expect((await asks(world, 'cannedReplies', ben)).body.items).toEqual([])
  })

  it('are replaced by the version that was read, and a stale one is refused', async () => {
    const world = await appWorld()
    await asks(world, 'putOwnReplies', ana, { version: 0, items: [hello] })
    expect(await asks(world, 'putOwnReplies', ana, { version: 1, items: [hello, hours] })).toMatchObject({
      status: 200,
    })
    for (const version of [0, 1, 3]) {
      expect(await asks(world, 'putOwnReplies', ana, { version, items: [] })).toMatchObject({
        status: 409,
        body: { code: 'config.stale_version' },
      })
    }
    expect((await asks(world, 'ownReplies', ana)).body).toEqual({ version: 2, items: [hello, hours] })
    expect((await asks(world, 'putOwnReplies', ana, { version: 2, items: [] })).body).toEqual({ version: 3, items: [] })
  })

  it.each([
    [{ items: [{ name: 'x', value: 'Hi {{user.nam}}' }] }, 'items.0.value', 'unknown variable {{user.nam}}'],
    [{ items: [{ name: 'x', value: 'Hi {{user.fullName' }] }, 'items.0.value', 'does not close: {{user.fullName'],
    [{ items: [hello, hello] }, 'items.1.name', 'is the name of another reply, too'],
    [{ items: [{ ...hello, name: ' ' }] }, 'items.0.name', ''],
    [{ items: Array.from({ length: 201 }, (_, n) => ({ name: `${n}`, value: 'x' })) }, 'items', ''],
    [
      { items: Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, value: 'x'.repeat(3_900) })) },
      'items',
      '65536 bytes',
    ],
  ])('are refused with the name of the wrong field: %#', async (body, path, message) => {
    const world = await appWorld()
    const answer = await asks(world, 'putOwnReplies', ana, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
    expect(answer.body.errors[0]).toMatchObject({ in: 'body', path, message: expect.stringContaining(message) })
  })
})
