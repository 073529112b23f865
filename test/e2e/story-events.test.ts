import { describe, expect, it } from 'vitest'
import type { ConversationEvent } from '../../lib/protocol/events.ts'
import { ENGINES } from '../../local/options.ts'
import { call } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aServer, WEBHOOK_SECRET } from './servers.ts'

describe.each(ENGINES)('events over %s', engine => {
  const world = runningWorld(engine, { eventRetryMs: [200] })

  it('arrive signed, in order and once, although the endpoint fails five times in between', async () => {
    let toFail = 0
    const taken: ConversationEvent[] = []
    // The server verifies each signature with the package `standardwebhooks`.
    const endpoint = await world.keep(
      aServer<ConversationEvent>(async body => {
        if (toFail-- > 0) return { status: 503 }
        taken.push(body)
        return {}
      }),
    )
    const bot = await world.bot('events', { mode: 'gate', events: { url: endpoint.url, secret: WEBHOOK_SECRET } })
    const ana = await world.agentToken(bot.botId, 'Ana')
    const { body: first } = await bot.receive('eva', { text: 'my secret is 4711' })
    const { session } = first
    const act = async (verb: string, json: object = {}) => {
      const { status, body } = await bot.post(`conversations/${session}/${verb}`, json, ana)
      expect({ verb, status, body }).toMatchObject({ status: 200 })
    }
    const since = new Date(Date.now() - 60_000).toISOString()

    await bot.pauseUser('eva')
    await eventually('the alert', () => taken.some(({ type }) => type === 'conversation.alerted'))
    toFail = 5
    await act('claim')
    await eventually('the assignment', () => taken.some(({ type }) => type === 'conversation.assigned'))
    await act('transfer', { reason: 'lunch' })
    await eventually('the transfer', () => taken.some(({ type }) => type === 'conversation.transferred'))
    await act('unpause', { comment: 'solved' })
    await eventually('the end', () => taken.some(({ type }) => type === 'conversation.resumed'))

    const types = taken.map(({ type }) => type.slice('conversation.'.length))
    // A conversation that waits again may be alerted about once more.
    const expected = ['paused', 'alerted', 'assigned', 'transferred', 'resumed']
    expect(types.filter((type, index) => type !== 'alerted' || index === 1)).toEqual(expected)
    const ids = taken.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(endpoint.calls).toHaveLength(ids.length + 5)
    expect(endpoint.calls.every(({ webhookId, body }) => webhookId === body.id)).toBe(true)
    expect(taken[0]).toMatchObject({ botId: bot.botId, session: { id: session, userId: 'eva', channel: 'api' } })
    expect(taken.at(-1)).toMatchObject({ data: { comment: 'solved' } })
    expect(JSON.stringify(taken)).not.toContain('4711')

    // The endpoint lost everything and asks for it again.
    taken.length = 0
    const { adminToken } = world.dev
    const again = await bot.post('events/replay', { from: since }, adminToken)
    expect(again).toMatchObject({ status: 200, body: { sent: ids.length } })
    expect(again.body).not.toHaveProperty('next')
    expect(taken.map(({ id }) => id)).toEqual(ids)
  })

  it('are dead letters once a replay fails, and show no secret', async () => {
    const endpoint = await world.keep(aServer<ConversationEvent>(async () => ({ status: 410 })))
    const bot = await world.bot('dead', { mode: 'gate', events: { url: endpoint.url, secret: WEBHOOK_SECRET } })
    const { adminToken } = world.dev
    await bot.pauseUser('dora')
    await eventually('the first attempt', () => endpoint.calls.length > 0)
    const from = new Date(Date.now() - 60_000).toISOString()
    const id = endpoint.calls[0]?.webhookId
    const { body } = await bot.post<{ failed: object }>('events/replay', { from }, adminToken)
    expect(body).toMatchObject({ sent: 0, failed: { id, reason: 'answered 410' } })
    const dead = await bot.get<{ items: object[] }>('events/dead', adminToken)
    expect(dead.body.items).toMatchObject([{ event: { id, type: 'conversation.paused' }, reason: 'answered 410' }])
    expect((await bot.get('events/dead')).status).toBe(403)

    const config = await call<{ events: object }>(`${bot.url}/config`, { token: adminToken })
    expect(config.body.events).toEqual({ url: endpoint.url, secret: '********' })
    const put = await call(bot.url, { method: 'PUT', token: adminToken, json: config.body })
    expect(put).toMatchObject({ status: 200, body: { events: { secret: '********' } } })
    const calls = endpoint.calls.length
    await bot.unpauseUser('dora')
    await eventually('an attempt with the kept secret', () => endpoint.calls.length > calls)
  })
})
