import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { asUserSees } from '../../lib/protocol/as-user-sees.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { pauseRoutes } from '../pause/routes.ts'
import { consoleRoutes } from './routes.ts'

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:agent'])

const REFUND = {
  name: 'Refund',
  text: 'Hello {{user.fullName}}, your refund of order {{user.attributes.order|your order}} is on its way. {{agentName}}',
  tags: ['refund'],
  handBack: 'resolved',
} as const
const config = { mode: 'gate', tags: ['VIP', 'refund'], macros: [REFUND, { name: 'Mark', tags: ['VIP'] }] } as const

async function given(overrides: Partial<BotConfig> = {}) {
  const { tags, macros } = BotConfig.parse(config)
  const world = await appWorld({ mode: 'gate', tags, macros, ...overrides })
  const api = httpApi(world.app, [...consoleRoutes, ...pauseRoutes])
  const asks = async (name: RouteName, { token = ana, body }: { token?: string; body?: unknown } = {}) => {
    const params = { botId: 'shop', ...(routes[name].path.includes('{id}') && { id: sessionId(maria) }) }
    const event = httpEvent(routes[name], params, { token, ...(body !== undefined && { body }) })
    const { statusCode, body: text } = await api(event, lambdaContext)
    return { status: Number(statusCode), ...JSON.parse(String(text)) }
  }
  return { world, asks }
}

/** Replaces the stored configuration, as one of an earlier version. */
async function withoutTags(world: AppWorld): Promise<void> {
  const stored = await world.app.directory.freshBot('shop')
  const { tags: _tags, macros: _macros, ...old } = stored.config
  const config = { ...old, version: 2 } as typeof stored.config
  await world.app.store.putBot('shop', old.version, { ...stored, config })
  world.app.directory.forget('shop')
}

describe('the tags of a bot', () => {
  it('are told to its agents and to the bot', async () => {
    const { world, asks } = await given()
    expect(await asks('tags')).toEqual({ status: 200, items: ['VIP', 'refund'] })
    expect(await asks('tags', { token: await botKey(world) })).toMatchObject({ status: 200 })
    expect(await asks('tags', { token: await userToken(world, maria) })).toMatchObject({ status: 403 })
  })

  it('and its macros are none for a bot that was stored before bots had them', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await withoutTags(world)
    expect(await asks('tags')).toEqual({ status: 200, items: [] })
    expect(await asks('macros')).toEqual({ status: 200, items: [] })
    expect(await asks('tag', { body: { add: ['VIP'] } })).toMatchObject({ status: 404, code: 'tag.not_found' })
    expect(await asks('runMacro', { body: { macro: 'Mark' } })).toMatchObject({ status: 404, code: 'macro.not_found' })
  })
})

describe('the tags of a conversation', () => {
  it('are changed by agents and bots, and are in its view, its lists and its handoffs', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await world.agentPauses(maria)
    expect(await asks('tag', { body: { add: ['vip'] } })).toMatchObject({ status: 200, changed: true, seq: 3 })
    const key = await botKey(world)
    const { conversation } = await asks('tag', { token: key, body: { add: ['refund'] } })
    expect(conversation.tags).toEqual(['VIP', 'refund'])
    expect(await asks('conversation')).toMatchObject({ tags: ['VIP', 'refund'] })
    expect((await asks('conversations')).items).toMatchObject([{ tags: ['VIP', 'refund'] }])
    expect((await asks('handoffsOf')).items[0]).not.toHaveProperty('tags')
    await world.agentResumes(maria)
    expect((await asks('handoffsOf')).items).toMatchObject([{ tags: ['VIP', 'refund'] }])
    expect((await asks('handoffs')).items).toMatchObject([{ tags: ['VIP', 'refund'] }])
  })

  it('are not changed by end users, nor shown to them', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await asks('tag', { body: { add: ['vip'] } })
    const user = await userToken(world, maria)
    expect(await asks('tag', { token: user, body: { add: ['VIP'] } })).toMatchObject({ status: 403 })
    const [entry] = (await world.log(maria)).slice(-1)
    expect(entry).toMatchObject({ kind: 'tagged' })
    expect(entry && asUserSees(entry)).toBeUndefined()
  })

  it.each([
    [{}, 'add'],
    [{ add: [] }, 'add'],
    [{ add: [''] }, 'add.0'],
    [{ add: ['x'.repeat(41)] }, 'add.0'],
    [{ add: ['a\nb'] }, 'add.0'],
    [{ add: ['VIP'], remove: ['vip'] }, 'remove.0'],
    [{ add: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'add'],
    [{ add: ['VIP'], tags: ['VIP'] }, 'tags'],
  ])('refuse a body and name the field: %j', async (body, path) => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    expect(await asks('tag', { body })).toMatchObject({ status: 400, errors: [{ in: 'body', path }] })
  })

  it('refuse a tag that the configuration does not list, and name it', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    const errors = [{ in: 'body', path: 'add.1', message: 'the bot has no tag "gone"' }]
    expect(await asks('tag', { body: { add: ['VIP', 'gone'] } })).toMatchObject({
      status: 404,
      code: 'tag.not_found',
      errors,
    })
    expect(await world.kinds(maria)).toEqual(['message'])
  })
})

describe('a macro', () => {
  it('is told to agents whole', async () => {
    const { world, asks } = await given()
    expect(await asks('macros')).toEqual({ status: 200, items: config.macros })
    expect(await asks('macros', { token: await botKey(world) })).toMatchObject({ status: 403 })
  })

  it('tags, answers with the variables filled, and hands back', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await asks('pause', { body: {} })
    await putName(world, 'Maria Silva')
    const done = await asks('runMacro', { body: { id: 'm1', macro: 'refund' } })
    expect(done).toMatchObject({ status: 200, isPaused: false, changed: true, conversation: { tags: ['refund'] } })
    expect((await world.log(maria)).slice(-3)).toMatchObject([
      { kind: 'tagged', by: { type: 'agent', id: 'ana' }, added: ['refund'] },
      { kind: 'message', text: 'Hello Maria Silva, your refund of order your order is on its way. ana' },
      { kind: 'resumed', outcome: 'resolved', by: { id: 'ana' } },
    ])
  })

  it('is repeated by its id without an effect, also once its bot has it no longer', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await asks('pause', { body: {} })
    await putName(world, 'Maria')
    const { seq } = await asks('runMacro', { body: { id: 'm1', macro: 'Refund' } })
    const { length } = await world.log(maria)
    await withoutTags(world)
    const again = await asks('runMacro', { body: { id: 'm1', macro: 'Refund' } })
    expect(again).toMatchObject({ status: 200, changed: false, seq, isPaused: false })
    expect(await world.log(maria)).toHaveLength(length)
  })

  it('names each variable without a value and a fallback, and does nothing', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await asks('pause', { body: {} })
    const { length } = await world.log(maria)
    expect(await asks('runMacro', { body: { macro: 'Refund' } })).toMatchObject({
      status: 409,
      code: 'macro.no_value',
      detail: 'no value and no fallback: {{user.fullName}}',
      errors: [{ in: 'body', path: 'macro' }],
    })
    expect(await world.log(maria)).toHaveLength(length)
  })

  it('does nothing and tells who has the conversation if it is no longer the agent', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    await asks('pause', { token: ben, body: {} })
    await putName(world, 'Maria')
    const { length } = await world.log(maria)
    expect(await asks('runMacro', { body: { macro: 'Refund' } })).toMatchObject({
      status: 409,
      code: 'handoff.not_yours',
      holder: 'human',
      agent: { id: 'ben', name: 'ben' },
    })
    expect(await world.log(maria)).toHaveLength(length)
  })

  it('that the bot does not have is refused with its name', async () => {
    const { world, asks } = await given()
    await world.userSays(maria, 'hello')
    expect(await asks('runMacro', { body: { macro: 'Gone' } })).toMatchObject({
      status: 404,
      code: 'macro.not_found',
      errors: [{ path: 'macro', message: 'the bot has no macro "Gone"' }],
    })
  })

  it('respects how many conversations the agent may have', async () => {
    const { world, asks } = await given({ handoffs: { capacity: 1, queues: {} } })
    const by = { type: 'agent', id: 'ana' } as const
    await execute(world.app, jonas, { verb: 'pause', by, trigger: 'agent' })
    await world.userSays(maria, 'hello')
    await putName(world, 'Maria')
    await world.userAsksForPerson(maria)
    expect(await asks('runMacro', { body: { macro: 'Refund' } })).toMatchObject({
      status: 409,
      code: 'agent.at_capacity',
      room: { load: 1, capacity: 1 },
    })
  })
})

async function putName(world: AppWorld, fullName: string): Promise<void> {
  await execute(world.app, maria, { verb: 'identify', user: { fullName } })
}

describe('the configuration of tags and macros', () => {
  const problemsOf = (part: object) =>
    (BotConfig.safeParse({ mode: 'gate', ...part }).error?.issues ?? []).map(({ path }) => path.join('.'))

  it('is empty by default', () => {
    expect(BotConfig.parse({ mode: 'gate' })).toMatchObject({ tags: [], macros: [] })
  })

  it.each([
    [{ tags: ['VIP', 'vip'] }, 'tags.1'],
    [{ tags: ['É', 'e\u0301'] }, 'tags.1'],
    [{ tags: [''] }, 'tags.0'],
    [{ tags: ['x'.repeat(41)] }, 'tags.0'],
    [{ tags: Array.from({ length: 101 }, (_, n) => `t${n}`) }, 'tags'],
    [{ macros: [{ name: 'A' }] }, 'macros.0.text'],
    [{ macros: [{ name: 'A', text: 'Hello {{user.name}}' }] }, 'macros.0.text'],
    [{ macros: [{ name: 'A', handBack: 'expired' }] }, 'macros.0.handBack'],
    [
      {
        macros: [
          { name: 'A', text: 'a' },
          { name: 'a ', text: 'b' },
        ],
      },
      'macros.1.name',
    ],
    [{ tags: ['VIP'], macros: [{ name: 'A', tags: ['vip', 'gone'] }] }, 'macros.0.tags.1'],
  ])('names the field that is wrong: %j', (part, path) => {
    expect(problemsOf(part)).toEqual([path])
  })
})
