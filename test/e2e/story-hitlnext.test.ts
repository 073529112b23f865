import { beforeAll, describe, expect, it } from 'vitest'
import type {
  HitlnextAgent,
  HitlnextComment,
  HitlnextEvent,
  HitlnextHandoff,
  HitlnextNews,
} from '../../lib/protocol/hitlnext.ts'
import { ENGINES } from '../../local/options.ts'
import type { Answer, TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'
import type { SocketClient } from './socket.ts'

/** The events of the module that a socket got so far. */
function newsTo(panel: SocketClient): HitlnextNews[] {
  return panel.frames.flatMap(frame => (frame.type === 'hitlnext' ? frame.events : []))
}

/** Waits until a socket has got an event that `matches`. */
async function arrived(panel: SocketClient, matches: (event: HitlnextNews) => boolean): Promise<void> {
  await panel.next(frame => frame.type === 'hitlnext' && frame.events.some(matches))
}

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
    expect((await post('agents/me/online', { online: true })).body).toEqual({ online: true })
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
      status: 404,
      body: { code: 'tag.not_found', errors: [{ in: 'body', path: 'tags.0' }] },
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

  it('come with the events of a handoff at a subscribed socket, in order, in the shapes of the routes', async () => {
    const panel = await world.keep(world.agent(bot, 'Ben'))
    expect(await panel.ask({ type: 'subscribe', to: 'inbox', shape: 'hitlnext' })).toMatchObject({ shape: 'hitlnext' })
    const { body: created } = await create('u-3')
    const { id, userThreadId } = created
    const says = (text: string) => bot.post('channel/messenger/user/u-3/messages?threadId=t1', { text })
    await says('anybody?')
    await post(`handoffs/${id}/assign`, {})
    await post(`handoffs/${id}/comments`, { content: 'parcel 4712' })
    await bot.post(`conversations/${userThreadId}/messages`, { id: 'm-1', text: 'It comes today.' }, ana)
    await says('thanks')
    const { body: resolved } = await post<HitlnextHandoff>(`handoffs/${id}/resolve`)
    await says('hello bot')
    await arrived(panel, ({ resource, payload }) => resource === 'handoff' && payload.status === 'resolved')

    const news = newsTo(panel)
    const told = news.map(({ resource, type, payload }) =>
      [resource, type, resource === 'handoff' ? payload.status : resource === 'event' && payload.event.preview].join(
        ' ',
      ),
    )
    expect(told).toEqual([
      'handoff create pending',
      'handoff update pending',
      'event create anybody?',
      'handoff update assigned',
      'handoff update assigned',
      'event create It comes today.',
      'handoff update assigned',
      'event create thanks',
      'handoff update resolved',
    ])
    expect(news[0]).toEqual({ resource: 'handoff', type: 'create', id, payload: created })
    expect(news[4]).toMatchObject({ payload: { comments: [{ content: 'parcel 4712' }] } })
    expect(news.at(-1)?.payload).toEqual(resolved)
    const said = await get<HitlnextEvent[]>(`conversations/${userThreadId}/messages`)
    const during = said.body.filter(({ event }) => event.preview !== 'hello bot' && event.preview !== 'bot: hello bot')
    expect(news.flatMap(event => (event.resource === 'event' ? event.payload : [])).reverse()).toEqual(during)

    await post('agents/me/online', { online: true })
    await arrived(panel, ({ resource }) => resource === 'agent')
    const { body: me } = await get<HitlnextAgent>('agents/me')
    expect(newsTo(panel).at(-1)).toEqual({
      resource: 'agent',
      type: 'update',
      id: me.agentId,
      payload: { online: true },
    })
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
