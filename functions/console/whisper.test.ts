import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { Notification } from '../../lib/protocol/notification.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { userAsksForPerson, userCalled } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'

const ana = agentToken('ana', ['shop:agent'])
const ben = agentToken('ben', ['shop:agent'])
const sara = agentToken('sara', ['shop:supervisor'])
const tom = agentToken('tom', ['shop:supervisor'])
const byAna = { type: 'agent', id: 'ana', name: 'Ana' } as const
const id = sessionId(maria)

/** Ana has Maria's conversation. Ana, Ben and Sara have their consoles open. */
async function given() {
  const world = await appWorld({ mode: 'gate' })
  const { app, store } = world
  await execute(app, maria, userCalled('Maria'))
  await execute(app, maria, userAsksForPerson())
  await execute(app, maria, { verb: 'claim', by: byAna })
  for (const agent of ['ana', 'ben', 'sara']) {
    const socket = anAgentSocket(agent, { subscription: 'inbox' })
    await store.putSocket({ ...socket, owner: { ...socket.owner, as: 'agent', id: agent, roles: ['shop:agent'] } })
  }
  const api = httpApi(app, allRoutes)
  async function ask<T = Record<string, unknown>>(
    name: RouteName,
    token: string,
    { params = {}, ...rest }: { params?: Record<string, string>; body?: unknown; query?: Record<string, string> } = {},
  ) {
    const event = httpEvent(routes[name], { botId: 'shop', ...params }, { token, ...rest })
    const answer = await api(event, lambdaContext)
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as T }
  }
  const whispers = (text: string, { token = sara, ...more }: { token?: string; id?: string } = {}) =>
    ask<Notification & { duplicate: boolean; code?: string }>('whisper', token, {
      params: { id },
      body: { text, ...more },
    })
  const lists = async (token: string) =>
    (await ask<{ items: Notification[] }>('notifications', token)).body.items.map(({ message }) => message)
  return { ...world, ask, whispers, lists }
}

describe('whisper', () => {
  it('reaches the agent who has the conversation and its author, and nobody else', async () => {
    const { ask, whispers, lists, framesTo } = await given()
    const { key } = (await ask<{ key: string }>('createKey', agentToken('root', ['admin']), { body: {} })).body

    const { status, body } = await whispers('Offer the refund')

    expect(status).toBe(200)
    const { duplicate, ...notification } = body
    expect(duplicate).toBe(false)
    expect(notification).toMatchObject({
      kind: 'whisper',
      message: 'Offer the refund',
      session: id,
      by: { type: 'agent', id: 'sara' },
      to: { type: 'agent', id: 'ana' },
    })
    for (const agent of ['ana', 'sara']) expect(framesTo(agent)).toContainEqual({ type: 'notification', notification })
    expect(framesTo('ben').filter(({ type }) => type === 'notification')).toEqual([])
    for (const token of [ana, sara]) expect(await lists(token)).toEqual(['Offer the refund'])
    for (const token of [ben, tom, agentToken('root', ['admin']), key]) expect(await lists(token)).toEqual([])
  })

  it('is no entry of the log', async () => {
    const { ask, whispers } = await given()
    await whispers('Offer the refund')
    const { body } = await ask('entries', sara, { params: { id } })
    expect(JSON.stringify(body)).not.toContain('refund')
  })

  it('is done only for those who get it', async () => {
    const { ask, whispers, lists } = await given()
    const { number } = (await whispers('Offer the refund')).body
    const marksDone = (token: string) =>
      ask('doneNotification', token, { params: { number: String(number) }, body: { done: true } })

    expect(await marksDone(ben)).toMatchObject({ status: 404, body: { code: 'notification.not_found' } })
    expect(await lists(ana)).toHaveLength(1)
    expect((await marksDone(ana)).status).toBe(200)
    expect(await lists(ana)).toEqual([])
  })

  it('with a repeated id is sent once, and nobody else can repeat it', async () => {
    const { ask, whispers, lists } = await given()
    const { body: first } = await whispers('Offer the refund', { id: 'w-1' })
    const { body: again } = await whispers('other words', { id: 'w-1' })
    await whispers('of Tom', { token: tom, id: 'w-1' })
    const { body: notified } = await ask('notify', ben, { body: { id: 'w-1', message: 'to all' } })

    expect(again).toEqual({ ...first, duplicate: true })
    expect(notified).toMatchObject({ kind: 'message', message: 'to all' })
    expect(await lists(ana)).toEqual(['to all', 'of Tom', 'Offer the refund'])
    expect(await lists(ben)).toEqual(['to all'])
  })

  it('is for supervisors alone', async () => {
    const { whispers } = await given()
    expect(await whispers('psst', { token: ben })).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  })

  it('is refused while no agent has the conversation', async () => {
    const { app, whispers } = await given()
    await execute(app, maria, { verb: 'transfer', by: byAna, ofOthers: false })
    expect(await whispers('psst')).toMatchObject({ status: 409, body: { code: 'handoff.not_open' } })
  })

  it('is refused without a text', async () => {
    const { whispers } = await given()
    expect(await whispers('')).toMatchObject({ status: 400, body: { errors: [{ path: 'text' }] } })
  })
})
