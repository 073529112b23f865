import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes, START, seconds } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { anAgentSocket, aUserSocket } from '../../test/support/stored.ts'

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:agent'])
const admin = agentToken('root', ['admin'])

interface Options {
  readonly botId?: string
  readonly token?: string
  readonly body?: unknown
  readonly query?: Record<string, string>
  readonly number?: number
  readonly anonymous?: true
}

async function given() {
  const world = await appWorld()
  const { app } = world
  const api = httpApi(app, allRoutes)
  async function ask<T = Record<string, unknown>>(name: RouteName, options: Options = {}) {
    const { botId = 'shop', token = ana, number, anonymous, ...rest } = options
    const params = { botId, ...(number !== undefined && { number: String(number) }) }
    const answer = await api(httpEvent(routes[name], params, { ...(!anonymous && { token }), ...rest }), lambdaContext)
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body ?? 'null') as T }
  }
  const tells = (message: string, more: Record<string, unknown> = {}) => ask('notify', { body: { message, ...more } })
  const lists = async (query: Record<string, string> = {}, token = ana) =>
    (
      await ask<{ items: { message: string; number: number }[]; next?: string; readUpTo: number }>('notifications', {
        query,
        token,
      })
    ).body
  return { ...world, ask, tells, lists }
}

describe('notify', () => {
  it('returns the notification, and pushes it at once to every subscribed agent of the bot', async () => {
    const { store, ask, framesTo } = await given()
    await store.putSocket(anAgentSocket('inbox', { subscription: 'inbox' }))
    await store.putSocket(anAgentSocket('live', { subscription: 'live' }))
    await store.putSocket(anAgentSocket('quiet'))
    await store.putSocket(anAgentSocket('expired', { subscription: 'inbox', expiresAt: START }))
    await store.putSocket(anAgentSocket('of another bot', { subscription: 'inbox', botId: 'bank' }))
    await store.putSocket(aUserSocket('user'))
    const { key } = (await ask<{ key: string }>('createKey', { token: admin, body: {} })).body
    const url = 'https://shop.example/orders'

    const { status, body } = await ask('notify', {
      token: key,
      body: { id: 'n-1', message: 'Orders fail', level: 'error', url },
    })

    expect(status).toBe(200)
    const { duplicate, ...notification } = body
    expect(duplicate).toBe(false)
    expect(notification).toEqual({
      number: 1,
      id: 'n-1',
      kind: 'message',
      message: 'Orders fail',
      level: 'error',
      url,
      by: { type: 'bot', id: expect.stringMatching(/./) },
      at: new Date(START).toISOString(),
    })
    for (const socket of ['inbox', 'live']) expect(framesTo(socket)).toEqual([{ type: 'notification', notification }])
    for (const socket of ['quiet', 'expired', 'of another bot', 'user']) expect(framesTo(socket)).toEqual([])
  })

  it('stores and pushes a repeated id once, and makes an id if there is none', async () => {
    const { store, tells, lists, framesTo } = await given()
    await store.putSocket(anAgentSocket('console', { subscription: 'inbox' }))
    const first = await tells('Orders fail', { id: 'n-1' })
    const again = await tells('Orders fail still', { id: 'n-1' })
    await tells('Something')
    await tells('Something')

    expect(again.body).toEqual({ ...first.body, duplicate: true })
    expect((await lists()).items.map(({ message }) => message)).toEqual(['Something', 'Something', 'Orders fail'])
    expect(framesTo('console')).toHaveLength(3)
  })

  it('corrects or drops invalid fields with warnings, and refuses an empty message', async () => {
    const { tells } = await given()
    const { status, body } = await tells('two\nlines', { level: 'ERROR', url: 'javascript:alert(1)', extra: 1 })

    expect(status).toBe(200)
    expect(body).toMatchObject({ message: 'two lines', level: 'error' })
    expect(body).not.toHaveProperty('url')
    const warned = new Set((body.warnings as { path: string }[]).map(({ path }) => path))
    expect(warned).toEqual(new Set(['extra', 'level', 'message', 'url']))
    expect((await tells('')).status).toBe(400)
  })

  it('refuses users and agents of other bots, as the list does', async () => {
    const { app, ask } = await given()
    await putBot(app, 'bank')
    const { token } = (await ask<{ token: string }>('userToken', { anonymous: true })).body
    const body = { message: 'hi' }

    expect((await ask('notify', { token, body })).status).toBe(403)
    expect((await ask('notifications', { token })).status).toBe(403)
    expect((await ask('notify', { botId: 'bank', body })).status).toBe(404)
    expect((await ask('notify', { token: agentToken('eve', []), body })).status).toBe(404)
  })

  it('refuses more than 60 notifications at once with 429, for that bot alone', async () => {
    const { app, ask, tells } = await given()
    await putBot(app, 'bank')
    const statuses = await Promise.all(Array.from({ length: 61 }, async () => (await tells('again')).status))
    expect(statuses.filter(status => status === 200)).toHaveLength(60)
    const refused = await tells('again')
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'notification.too_often' },
    })
    expect((await ask('notify', { botId: 'bank', token: admin, body: { message: 'hi' } })).status).toBe(200)
    app.clock.advance(seconds(1))
    expect((await tells('again')).status).toBe(200)
  })
})

describe('the list of notifications', () => {
  it('comes in pages, newest first', async () => {
    const { tells, lists } = await given()
    for (const message of ['a', 'b', 'c']) await tells(message)

    const first = await lists({ limit: '2' })
    expect(first.items.map(({ message }) => message)).toEqual(['c', 'b'])
    const second = await lists({ limit: '2', cursor: String(first.next) })
    expect(second.items.map(({ message }) => message)).toEqual(['a'])
    expect(second).not.toHaveProperty('next')
  })

  it('returns how far each agent has read, which never moves back', async () => {
    const { ask, tells, lists } = await given()
    for (const message of ['a', 'b', 'c']) await tells(message)

    expect((await ask('readNotifications', { body: { upTo: 2 } })).body).toEqual({ readUpTo: 2 })
    expect((await ask('readNotifications', { body: { upTo: 1 } })).body).toEqual({ readUpTo: 2 })
    expect((await lists()).readUpTo).toBe(2)
    expect((await lists({}, ben)).readUpTo).toBe(0)
  })

  it('leaves out a notification that is done for every agent, until it is reopened', async () => {
    const { app, store, ask, tells, lists, framesTo } = await given()
    for (const message of ['a', 'b']) await tells(message)
    await store.putSocket(anAgentSocket('console', { subscription: 'inbox' }))
    app.clock.advance(minutes(1))

    const { body } = await ask('doneNotification', { number: 1 })
    const done = { at: new Date(START + minutes(1)).toISOString(), by: { type: 'agent', id: 'ana', name: 'ana' } }
    expect(body).toMatchObject({ number: 1, done })
    expect((await ask('doneNotification', { number: 1, token: ben })).body).toEqual(body)
    expect((await lists({}, ben)).items.map(({ message }) => message)).toEqual(['b'])
    expect((await lists({ status: 'all' }, ben)).items.map(({ message }) => message)).toEqual(['b', 'a'])

    expect((await ask('doneNotification', { number: 1, body: { done: false } })).body).not.toHaveProperty('done')
    expect((await lists({}, ben)).items.map(({ message }) => message)).toEqual(['b', 'a'])
    expect(framesTo('console')).toMatchObject([
      { type: 'notification', notification: { number: 1, done } },
      { type: 'notification', notification: { number: 1, message: 'a' } },
    ])
  })

  it('refuses to mark a notification of another bot as done', async () => {
    const { app, ask, tells } = await given()
    await putBot(app, 'bank')
    await tells('a')
    const answer = await ask('doneNotification', { botId: 'bank', token: admin, number: 1 })
    expect(answer).toMatchObject({ status: 404, body: { code: 'notification.not_found' } })
  })
})
