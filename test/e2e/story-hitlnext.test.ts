import { beforeAll, describe, expect, it } from 'vitest'
import type { HitlnextAgent, HitlnextComment, HitlnextEvent, HitlnextHandoff } from '../../lib/protocol/hitlnext.ts'
import { ENGINES } from '../../local/options.ts'
import type { Answer, TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'

/** The calls of the module's own front end, with the queries that it sends. */
describe.each(ENGINES)("the routes of Botpress' module hitlnext over %s", engine => {
  const world = runningWorld(engine)
  let bot: TestBot
  let ana: string
  let handoff: HitlnextHandoff
  const path = (rest: string) => `mod/hitlnext/${rest}`
  const get = <Body = unknown>(rest: string, token = ana) => bot.get<Body>(path(rest), token)
  const post = <Body = unknown>(rest: string, json?: unknown, token = ana): Promise<Answer<Body>> =>
    bot.post<Body>(path(rest), json, token)
  const create = (userId: string) =>
    post<HitlnextHandoff>('handoffs', { userId, userThreadId: 't1', userChannel: 'messenger' }, bot.key)

  beforeAll(async () => {
    const brain = await world.keep(aBot())
    bot = await world.bot('hitlnext', { connectorUrl: brain.url })
    ana = await world.agentToken(bot.botId, 'Ana')
    await bot.post('channel/messenger/user/u-1/messages?threadId=t1', {
      text: 'where is my parcel?',
      user: { fullName: 'Zoë Ångström' },
    })
  })

  it('let the bot see whether an agent is online before it hands over', async () => {
    const anybody = async () => (await get<HitlnextAgent[]>('agents', bot.key)).body.filter(({ online }) => online)
    expect(await anybody()).toEqual([])
    expect((await post('agents/me/online', { online: true })).body).toEqual({ online: false })
    await world.keep(world.agent(bot, 'Ana'))
    expect(await anybody()).toMatchObject([{ online: true, role: 'agent', attributes: { firstname: 'Ana' } }])
    expect((await post('agents/me/online', { online: true })).body).toEqual({ online: true })
  })

  it('hand a conversation over once', async () => {
    const made = await create('u-1')
    expect(made).toMatchObject({ status: 201, body: { status: 'pending', userId: 'u-1', agentId: null } })
    handoff = made.body
    expect((await create('u-1')).body).toEqual(handoff)
    const said = await bot.post('channel/messenger/user/u-1/messages?threadId=t1', { text: 'hello?' })
    expect(said.body).toMatchObject({ paused: true, replies: [] })
  })

  it('show agents the handoff when the front end starts', async () => {
    const [me, agents, handoffs, config] = await Promise.all([
      get<HitlnextAgent>('agents/me'),
      get<HitlnextAgent[]>('agents'),
      get<HitlnextHandoff[]>('handoffs'),
      get('config'),
    ])
    expect(agents.body).toEqual([me.body])
    expect(handoffs.body).toMatchObject([
      {
        id: handoff.id,
        status: 'pending',
        user: { attributes: { fullName: 'Zoë Ångström' } },
        userConversation: { direction: 'incoming', event: { preview: 'hello?' } },
      },
    ])
    expect(config).toMatchObject({ status: 200, body: { tags: [], messageCount: 10 } })
    const newest = await get<HitlnextHandoff[]>('handoffs?desc=false&column=handoffs.createdAt&limit=5')
    expect(newest.body).toEqual(handoffs.body)
  })

  it('show the messages of the conversation', async () => {
    const { body } = await get<HitlnextEvent[]>(
      `conversations/${handoff.userThreadId}/messages?desc=true&column=id&limit=10`,
    )
    expect(body.map(({ direction, event }) => [direction, event.preview])).toEqual([
      ['incoming', 'hello?'],
      ['outgoing', 'bot: where is my parcel?'],
      ['incoming', 'where is my parcel?'],
    ])
  })

  it('assign the handoff to one agent, who comments on it and resolves it', async () => {
    const assigned = await post<HitlnextHandoff>(`handoffs/${handoff.id}/assign`, {})
    expect(assigned).toMatchObject({ status: 200, body: { id: handoff.id, status: 'assigned' } })
    const ben = await world.agentToken(bot.botId, 'Ben')
    expect(await post(`handoffs/${handoff.id}/assign`, {}, ben)).toMatchObject({
      status: 409,
      body: { code: 'handoff.already_claimed', message: expect.stringContaining('Ana') },
    })
    const written = await post<HitlnextComment>(`handoffs/${handoff.id}/comments`, { content: 'parcel 4711' })
    expect(written).toMatchObject({ status: 201, body: { content: 'parcel 4711', handoffId: handoff.id } })
    expect((await get(`handoffs/${handoff.id}/comments`)).body).toEqual([written.body])
    expect(await post(`handoffs/${handoff.id}`, { tags: ['parcel'] })).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'body', path: 'tags' }] },
    })
    const resolved = await bot.post<HitlnextHandoff>(path(`handoffs/${handoff.id}/resolve`), undefined, ana)
    expect(resolved).toMatchObject({
      status: 200,
      body: { status: 'resolved', agentId: assigned.body.agentId, comments: [{ content: 'parcel 4711' }] },
    })
    expect(await post(`handoffs/${handoff.id}/resolve`)).toMatchObject({ status: 409 })
    const said = await bot.post('channel/messenger/user/u-1/messages?threadId=t1', { text: 'thanks' })
    expect(said.body).toMatchObject({ paused: false, replies: [{ text: 'bot: thanks' }] })
  })

  it('reject a handoff that nobody has', async () => {
    const { body } = await create('u-2')
    expect(await post(`handoffs/${body.id}/resolve`)).toMatchObject({
      status: 409,
      body: { code: 'handoff.not_yours' },
    })
    expect(await post(`handoffs/${body.id}/reject`)).toMatchObject({ status: 200, body: { status: 'rejected' } })
    expect((await get(`handoffs/${body.id}`)).body).toMatchObject({ status: 'rejected' })
  })

  it('answer a slash at the end and HEAD, 404 for other paths, and nothing to others', async () => {
    expect((await get('handoffs/')).status).toBe(200)
    const head = await fetch(`${bot.url}/${path('config')}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ana}` },
    })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(await get('tickets')).toMatchObject({ status: 404, body: { code: 'route.not_found' } })
    const other = await world.bot('other', { mode: 'gate' })
    expect((await get('handoffs', other.key)).status).toBe(401)
    expect((await other.get(path(`handoffs/${handoff.id}`))).status).toBe(404)
    expect((await other.get(path(`conversations/${handoff.userThreadId}/messages`))).body).toEqual([])
    expect((await get('handoffs', '')).status).toBe(401)
  })
})
