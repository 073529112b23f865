import { beforeAll, describe, expect, it } from 'vitest'
import type { HitlMessage, HitlSession } from '../../lib/protocol/hitl.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe.each(ENGINES)("the routes of Botpress' module over %s", engine => {
  const world = runningWorld(engine)
  const attributes = [
    { label: 'Name', attributePath: 'full_name', defaultValue: 'unknown' },
    { label: 'Since', attributePath: 'since', formatter: 'date' },
  ]
  let bot: TestBot
  const hitl = (path: string) => `mod/hitl/${path}`
  const sessions = async (query = '') => (await bot.get<HitlSession[]>(hitl(`sessions${query}`))).body
  const users = (found: readonly HitlSession[]) => found.map(({ userId }) => userId)

  beforeAll(async () => {
    const brain = await world.keep(aBot())
    bot = await world.bot('botpress', { connectorUrl: brain.url, attributes })
    await bot.receive('u-1', { text: 'hello', user: { fullName: 'Zoë Ångström' } }, 'web')
    const user = { avatarUrl: 'https://example.org/a.png', attributes: { full_name: 'Max Muster', since: '2020' } }
    await bot.receive('u-2', { text: 'line one\nline two', user }, 'messenger')
    await bot.post('channel/messenger/user/u-3/messages?threadId=t1', { text: 'in a thread' })
    await bot.pauseUser('u-2', 'messenger')
  })

  it('list sessions with all fields, newest first', async () => {
    const found = await sessions()
    expect(users(found)).toEqual(['u-2', 'u-3', 'u-1'])
    const [second] = found
    expect(second).toEqual({
      id: expect.stringMatching(/^ses_/),
      botId: bot.botId,
      channel: 'messenger',
      userId: 'u-2',
      threadId: null,
      lastEventOn: expect.stringMatching(ISO),
      lastHeardOn: expect.stringMatching(ISO),
      isPaused: true,
      pausedBy: 'operator',
      lastMessage: {
        id: 2,
        session_id: second?.id,
        type: 'text',
        source: 'bot',
        text: 'bot: line one line two',
        raw_message: { type: 'text', text: 'bot: line one line two' },
        direction: 'out',
        ts: expect.stringMatching(ISO),
      },
      user: {
        id: 'u-2',
        fullName: 'Max Muster',
        avatarUrl: 'https://example.org/a.png',
        attributes: { full_name: 'Max Muster', since: '2020' },
      },
    })
    expect(Date.parse(second?.lastHeardOn ?? '')).toBeLessThanOrEqual(Date.parse(second?.lastEventOn ?? ''))
    expect(found[1]).toMatchObject({ threadId: 't1', isPaused: false, pausedBy: null })
    expect(found[1]?.user).toEqual({ id: 'u-3', fullName: 'u-3', avatarUrl: null, attributes: {} })
  })

  it('filter by the paused state and by the beginning of a word', async () => {
    expect(users(await sessions('?pausedOnly=true'))).toEqual(['u-2'])
    expect(users(await sessions('?pausedOnly=false'))).toHaveLength(3)
    expect(users(await sessions('?searchText=MUS'))).toEqual(['u-2'])
    expect(users(await sessions(`?searchText=${encodeURIComponent('ångs')}`))).toEqual(['u-1'])
    expect(users(await sessions('?searchText=u-'))).toEqual(['u-2', 'u-3', 'u-1'])
    expect(users(await sessions('?searchText=u-&pausedOnly=true'))).toEqual(['u-2'])
    expect(await sessions('?searchText=uster')).toEqual([])
    expect(await sessions(`?searchText=${encodeURIComponent("' or 1=1 --")}`)).toEqual([])
  })

  it("show a conversation's messages with all fields, oldest first", async () => {
    const [session] = await sessions('?searchText=u-2')
    const { body } = await bot.get<HitlMessage[]>(hitl(`sessions/${session?.id}`))
    expect(body).toEqual([
      {
        id: 1,
        session_id: session?.id,
        type: 'text',
        source: 'user',
        text: 'line one\nline two',
        raw_message: { type: 'text', text: 'line one\nline two' },
        direction: 'in',
        ts: expect.stringMatching(ISO),
      },
      {
        id: 2,
        session_id: session?.id,
        type: 'text',
        source: 'bot',
        text: 'bot: line one\nline two',
        raw_message: { type: 'text', text: 'bot: line one\nline two' },
        direction: 'out',
        ts: expect.stringMatching(ISO),
      },
    ])
  })

  it('answer isPaused with a bare boolean, by session id and by channel and user', async () => {
    const [paused, unpaused] = [await sessions('?searchText=u-2'), await sessions('?searchText=u-1')]
    const isPaused = async (path: string) => await bot.post(hitl(`${path}/isPaused`))
    for (const [path, expected] of [
      [`sessions/${paused[0]?.id}`, true],
      [`sessions/${unpaused[0]?.id}`, false],
      ['channel/messenger/user/u-2', true],
      ['channel/web/user/u-1', false],
      ['channel/web/user/nobody', false],
    ] as const) {
      const { status, body, headers } = await isPaused(path)
      expect([path, status, body]).toEqual([path, 200, expected])
      expect(headers.get('content-type')).toMatch(/^application\/json/)
    }
    expect(await bot.post(hitl('channel/messenger/user/u-3/isPaused?threadId=t1'))).toMatchObject({ body: false })
    expect(await isPaused('sessions/ses_0123456789012345678901')).toMatchObject({
      status: 404,
      body: { code: 'session.not_found' },
    })
  })

  it('pause, send a message and unpause with a plain OK, and refuse other actions', async () => {
    const [session] = await sessions('?searchText=u-1')
    const path = `sessions/${session?.id}`
    const plain = async (route: string, json?: unknown) => {
      const { status, body, headers } = await bot.post(hitl(route), json)
      return [status, body, headers.get('content-type')]
    }
    const ok = [200, 'OK', 'text/plain; charset=utf-8']
    expect(await plain(`${path}/pause?trigger=supervisor`)).toEqual(ok)
    expect((await sessions('?searchText=u-1'))[0]).toMatchObject({ isPaused: true, pausedBy: 'supervisor' })
    expect(await plain(`${path}/message`, { message: 'a person here' })).toEqual(ok)
    expect((await bot.get<HitlMessage[]>(hitl(path))).body.at(-1)).toMatchObject({
      source: 'agent',
      direction: 'out',
      text: 'a person here',
    })
    expect(await plain(`${path}/unpause`)).toEqual(ok)
    expect((await sessions('?searchText=u-1'))[0]).toMatchObject({ isPaused: false, pausedBy: null })
    expect((await bot.post(hitl(`${path}/toggle`))).status).toBe(404)
    expect((await bot.post(hitl(`${path}/message`), {})).status).toBe(400)
  })

  it('create a paused conversation for a pause of an unknown user, and nothing for an unpause', async () => {
    expect((await bot.unpauseUser('stranger')).body).toBe('OK')
    expect(await sessions('?searchText=stranger')).toEqual([])
    expect((await bot.pauseUser('stranger')).body).toBe('OK')
    expect((await bot.post(hitl('channel/api/user/stranger/isPaused'))).body).toBe(true)
    // The panel lists only conversations with messages.
    expect(await sessions('?searchText=stranger')).toEqual([])
    expect((await bot.receive('stranger', { text: 'hello' })).body).toMatchObject({ paused: true, replies: [] })
  })

  it('return the attributes to show, and nothing to a caller without a key of this bot', async () => {
    expect((await bot.get(hitl('config/attributes'))).body).toEqual(attributes)
    const other = await world.bot('other', { mode: 'gate' })
    const [session] = await sessions('?searchText=u-2')
    expect(await other.get(hitl(`sessions/${session?.id}`))).toMatchObject({ status: 200, body: [] })
    expect((await other.post(hitl(`sessions/${session?.id}/pause`))).status).toBe(404)
    expect((await bot.get(hitl('sessions'), other.key)).status).toBe(401)
    expect(await bot.get(hitl('sessions'), '')).toMatchObject({ status: 401 })
  })
})
