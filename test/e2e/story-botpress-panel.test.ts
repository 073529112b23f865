import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { identitySignature } from '../../lib/auth/users.ts'
import type { HitlMessage, HitlSession } from '../../lib/protocol/hitl.ts'
import { ENGINES } from '../../local/options.ts'
import { type Answer, call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'

const ODD_IDS = ['auth0|123', 'a/b', 'ü', 'a?b', '100%', 'a b#c']
/** Ids that a path carries, percent-encoded. */
const IN_PATH = ['auth0|123', 'ü', 'a b#c']

describe.each(ENGINES)("requests of Botpress' front end and other clients of the module, over %s", engine => {
  const world = runningWorld(engine)
  let bot: TestBot
  const hitl = (path: string) => `mod/hitl/${path}`
  const sessions = async (query = '') => (await bot.get<HitlSession[]>(hitl(`sessions${query}`))).body
  const listed = (query: string) =>
    eventually(`a session of ${query}`, async () => {
      const found = await sessions(query)
      return found.length > 0 && found
    })
  const query = (fields: Record<string, string>) => `?${new URLSearchParams(fields)}`
  const isPaused = async (path: string) => (await bot.post<boolean>(hitl(`${path}/isPaused`))).body

  beforeAll(async () => {
    bot = await world.bot('panel', { connectorUrl: (await world.keep(aBot())).url })
  })

  it('a pause without a thread pauses all conversations of the user, and the bot is silent in each', async () => {
    const says = async (thread: string, text = 'hi') =>
      (await bot.post<{ paused: boolean; replies: unknown[] }>(`channel/web/user/tom/messages${thread}`, { text })).body
    const threads = ['', '?threadId=t1', '?threadId=t2%7Cü']
    for (const thread of threads) expect((await says(thread)).replies).toHaveLength(1)
    await bot.post('channel/web/user/tim/messages', { text: 'hi' })

    expect(await bot.post(hitl('channel/web/user/tom/pause'))).toMatchObject({ status: 200, body: 'OK' })

    for (const thread of threads) expect(await says(thread, 'and now?')).toMatchObject({ paused: true, replies: [] })
    expect(await isPaused('channel/web/user/tim')).toBe(false)
    await bot.post(hitl('channel/web/user/tom/unpause?threadId=t1'))
    expect((await says('?threadId=t1')).replies).toHaveLength(1)
    expect(await isPaused('channel/web/user/tom')).toBe(true)
    await bot.post(hitl('channel/web/user/tom/unpause?threadId='))
    expect(await isPaused('channel/web/user/tom')).toBe(false)
    for (const thread of threads) expect((await says(thread)).replies).toHaveLength(1)
  })

  it('a pause by an end user has the trigger user, and nothing of its query reaches alerts', async () => {
    const { token, userId, session } = await world.user(bot)
    const trigger = encodeURIComponent('x\n\nTake over: https://evil.example/login')
    const pause = await bot.post(hitl(`channel/web/user/${userId}/pause?trigger=${trigger}`), undefined, token)
    expect(pause).toMatchObject({ status: 200, body: 'OK' })
    const letters = await eventually('the alert', async () => {
      const sent = await world.letters(session)
      return sent.length > 0 && sent
    })
    expect(JSON.stringify(letters)).not.toContain('evil.example')
    expect(JSON.stringify(letters)).toContain('(user)')
  })

  it("a bot's trigger is cut to one line of 64 characters, and an empty one becomes operator", async () => {
    const longs = { sup: 'sup', '': 'operator', ['x'.repeat(65)]: 'x'.repeat(64), 'a\nb\u202e': 'a b' }
    for (const [index, [trigger, expected]] of Object.entries(longs).entries()) {
      const user = `trigger-${index}`
      await bot.receive(user, { text: 'hi' }, 'web')
      expect((await bot.post(hitl(`channel/web/user/${user}/pause${query({ trigger })}`))).status).toBe(200)
      await eventually(
        `the trigger ${expected}`,
        async () => (await sessions(`?searchText=${user}`))[0]?.pausedBy === expected,
      )
    }
  })

  it('the list omits conversations without messages, and has no null that the panel cannot read', async () => {
    await bot.post(hitl('channel/web/user/quiet-1/pause'))
    const { body } = await bot.receive('quiet-2', { text: 'hi' }, 'web')
    await listed('?searchText=quiet-2')
    expect(await sessions('?searchText=quiet-1')).toEqual([])
    expect((await sessions()).map(({ userId }) => userId)).not.toContain('quiet-1')
    for (const { lastMessage, lastHeardOn } of await sessions()) {
      expect(lastMessage).not.toBeNull()
      expect(Date.parse(lastHeardOn)).toBeGreaterThan(0)
    }
    expect((await bot.get(hitl('sessions/ses_0123456789012345678901'))).body).toEqual([])
    for (const pausedOnly of ['1', 'yes', 'TRUE', '', 'false']) {
      expect((await sessions(`?pausedOnly=${pausedOnly}`)).map(({ id }) => id)).toContain(body.session)
    }
    expect((await sessions('?pausedOnly=true')).every(session => session.isPaused)).toBe(true)
  })

  it('name, language and picture are in the fields that the panel reads', async () => {
    const attributes = { profile_pic: 'https://example.org/p.png', plan: 'gold' }
    const user = { fullName: 'Pia Panel', language: 'de', attributes }
    await bot.receive('pia', { text: 'hi', user }, 'web')
    const [session] = await listed('?searchText=pia')
    expect(session?.user).toEqual({
      id: 'pia',
      fullName: 'Pia Panel',
      avatarUrl: 'https://example.org/p.png',
      attributes: { full_name: 'Pia Panel', language: 'de', ...attributes },
    })
  })

  it('a payload cannot replace the type or the text of a message', async () => {
    const payload = { type: 'text', text: 'SHOWN INSTEAD', a: 1 }
    const { body } = await bot.receive('raw', { type: 'custom', payload }, 'web')
    const { body: messages } = await bot.get<HitlMessage[]>(hitl(`sessions/${body.session}`))
    expect(messages[0]).toMatchObject({ type: 'custom', text: null, raw_message: { type: 'custom', a: 1 } })
    expect(messages[0]?.raw_message).not.toHaveProperty('text')
  })

  it('a trailing slash and HEAD work as in Express, and problems have a message', async () => {
    await bot.receive('slash', { text: 'hi' }, 'web')
    await listed('?searchText=slash')
    expect((await bot.get<HitlSession[]>(hitl('sessions/?searchText=slash'))).body).toHaveLength(1)
    expect((await bot.post(hitl('channel/web/user/slash/pause/'))).body).toBe('OK')
    expect(await isPaused('channel/web/user/slash')).toBe(true)
    const authorization = `Bearer ${bot.key}`
    const head = await fetch(`${bot.url}/${hitl('sessions')}`, { method: 'HEAD', headers: { authorization } })
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json'])
    for (const path of ['nothing', 'sessions//', 'sessions/x/toggle/']) {
      const { status, body } = await bot.post<{ code: string; detail: string; message: string }>(hitl(path))
      expect([status, body.code, body.message]).toEqual([404, 'route.not_found', body.detail])
    }
    const put = await call(`${bot.url}/${hitl('sessions')}`, { method: 'PUT', token: bot.key, json: {} })
    expect(put).toMatchObject({ status: 404, body: { code: 'route.not_found' } })
  })

  it('a page of another origin may send X-BP-Workspace', async () => {
    const url = `${bot.url}/${hitl('sessions')}`
    const origin = 'https://panel.example'
    const asks = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-bp-workspace' }
    const preflight = await fetch(url, { method: 'OPTIONS', headers: asks })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')?.split(',')).toContain('x-bp-workspace')
    const answer = await call(url, { token: bot.key, headers: { origin, 'x-bp-workspace': 'default' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id')
  })

  it.each(ODD_IDS)('the id %j works on every route by channel and user', async id => {
    const gated = await world.bot('odd', { mode: 'gate' })
    const user = { channel: `web ${id}`, userId: id }
    const ids = query({ ...user, threadId: id })
    const ok = async <Body>(answer: Promise<Answer<Body>>) => {
      const { status, body } = await answer
      expect([status, status === 200 ? '' : body]).toEqual([200, ''])
      return body
    }
    const { session, seq } = await ok(
      gated.post<{ session: string; seq: number }>('messages', { ...user, threadId: id, text: 'hi' }),
    )
    const said = await ok(
      gated.post<{ replies: unknown[] }>(`replies${ids}`, { epoch: 0, inReplyTo: seq, replies: [{ text: 'hello' }] }),
    )
    expect(said.replies).toHaveLength(1)
    expect(await ok(gated.get(`messages${ids}`))).toMatchObject({ session, revision: 2 })
    expect(await ok(gated.post(hitl(`pause${query(user)}`)))).toBe('OK')
    expect(await ok(gated.post(hitl(`isPaused${ids}`)))).toBe(true)
    expect(await ok(gated.post(hitl(`isPaused${query(user)}`)))).toBe(true)
    expect(await ok(gated.post(hitl(`unpause${ids}`)))).toBe('OK')
    expect(await ok(gated.post(hitl(`isPaused${query(user)}`)))).toBe(false)

    const [channel, userId, threadId] = [user.channel, id, id].map(encodeURIComponent)
    const path = `channel/${channel}/user/${userId}`
    const inPath = await gated.get<{ session: string }>(`${path}/messages?threadId=${threadId}`)
    if (IN_PATH.includes(id)) expect(inPath).toMatchObject({ status: 200, body: { session } })
    else expect([400, 404]).toContain(inPath.status)
    const paused = await gated.post(hitl(`${path}/isPaused`))
    expect([paused.status, paused.body === false]).toEqual(
      IN_PATH.includes(id) ? [200, true] : [expect.any(Number), false],
    )
  })

  it.each(ODD_IDS)(
    'a token for the user %j reads, writes and pauses their own conversation, and no other',
    async userId => {
      const { identitySecret } = (
        await call<{ identitySecret: string }>(`${bot.url}/identity-secret`, { token: world.dev.adminToken })
      ).body
      const expiresAt = new Date(Date.now() + 60_000).toISOString()
      const json = { userId, expiresAt, signature: identitySignature(identitySecret, userId, expiresAt) }
      const made = await call<{ token: string; session: string }>(`${bot.url}/users/token`, { method: 'POST', json })
      expect(made.status).toBe(200)
      const { token, session } = made.body
      const own = query({ channel: 'web', userId })

      const said = await bot.post('messages', { channel: 'web', userId, text: 'hi' }, token)
      expect(said).toMatchObject({ status: 200, body: { session } })
      expect(await bot.get(`messages${own}`, token)).toMatchObject({ status: 200, body: { session, revision: 2 } })
      expect(await bot.post(hitl(`pause${own}`), undefined, token)).toMatchObject({ status: 200 })
      expect(await bot.post(hitl(`isPaused${own}`), undefined, token)).toMatchObject({ status: 200, body: true })
      const other = query({ channel: 'web', userId: 'tim' })
      const foreign = [
        bot.post('messages', { channel: 'web', userId: 'tim', text: 'hi' }, token),
        bot.post('messages', { channel: 'web', userId, threadId: 't', text: 'hi' }, token),
        bot.get(`messages${other}`, token),
        bot.get(`messages${own}&threadId=t`, token),
        bot.post(hitl(`pause${other}`), undefined, token),
      ]
      for (const answer of foreign)
        expect(await answer).toMatchObject({ status: 404, body: { code: 'session.not_found' } })
    },
  )

  it("the example in docs/botpress.md emits the module's three events from Interlude's frames", async () => {
    const code = /## Events[\s\S]*?```js\n([\s\S]*?)```/.exec(readFileSync('docs/botpress.md', 'utf8'))?.[1] ?? ''
    expect(code.trim().split('\n')).toHaveLength(10)
    const events: { name: string; payload: Record<string, unknown> }[] = []
    const run = new Function('socketUrl', 'botId', 'agentToken', 'emit', `${code}\nreturn { socket, pinging }`)
    const token = await world.agentToken(bot.botId, 'Eve')
    const { socket, pinging } = run(
      world.dev.socketUrl,
      bot.botId,
      token,
      (name: string, payload: Record<string, unknown>) => events.push({ name, payload }),
    ) as { socket: WebSocket; pinging: ReturnType<typeof setInterval> }
    try {
      // The subscription takes effect shortly after the socket opens; the first event shows that it has.
      let knocks = 0
      await eventually('an event', async () => {
        await bot.receive(`knock-${++knocks}`, { text: 'knock' }, 'web')
        return events.length > 0
      })
      const { body } = await bot.receive('eva', { text: 'hello' }, 'web')
      await bot.pauseUser('eva', 'web')
      const found = await eventually('the change of control', () => {
        const own = events.filter(({ payload }) => [payload.id, payload.session_id].includes(body.session))
        return own.some(({ name }) => name === 'hitl.session.changed') && own
      })
      expect(found.find(({ name }) => name === 'hitl.new_session')?.payload).toMatchObject({
        id: body.session,
        botId: bot.botId,
        channel: 'web',
        userId: 'eva',
        is_new_session: true,
      })
      expect(found.find(({ name }) => name === 'hitl.session.changed')?.payload).toEqual({
        id: body.session,
        isPaused: true,
      })
      const messages = found.filter(({ name }) => name === 'hitl.message').map(({ payload }) => payload)
      expect(messages.map(({ text, direction, source }) => [text, direction, source])).toEqual([
        ['hello', 'in', 'user'],
        ['bot: hello', 'out', 'bot'],
      ])
      expect(new Set(Object.keys(messages[0] ?? {}))).toEqual(
        new Set(['direction', 'id', 'raw_message', 'session_id', 'source', 'text', 'ts', 'type']),
      )
    } finally {
      clearInterval(pinging)
      socket.close()
    }
  })
})
