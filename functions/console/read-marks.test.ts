import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, connected } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

const id = sessionId(maria)
const marksIn = (frames: readonly ServerFrame[]) =>
  frames.flatMap(frame => (frame.type === 'read' ? [[frame.session, frame.seq]] : []))

async function asked(world: AppWorld, name: 'markRead' | 'readMarks', path: object, body: unknown, agent = 'ana') {
  const token = agentToken(agent, [`${agent === 'zoe' ? 'other' : 'shop'}:agent`])
  const event = httpEvent(routes[name], { botId: 'shop', ...path }, { token, body })
  const { statusCode, body: text = '' } = await httpApi(world.app, consoleRoutes)(event, lambdaContext)
  return { status: statusCode, body: JSON.parse(text) }
}

async function aConversation(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  for (const words of ['one', 'two', 'three']) await world.userSays(maria, words)
  return world
}

const marks = async (world: AppWorld, agent?: string) =>
  (await asked(world, 'readMarks', {}, { sessions: [id, sessionId(jonas)] }, agent)).body.marks

describe('a read mark', () => {
  it('is set over HTTP or over the socket, and is read for a page of conversations', async () => {
    const world = await aConversation()
    expect(await marks(world)).toEqual({})

    expect(await asked(world, 'markRead', { id }, { seq: 2 })).toEqual({ status: 200, body: { session: id, seq: 2 } })
    expect(await marks(world)).toEqual({ [id]: 2 })
    expect(await marks(world, 'ben')).toEqual({})

    const ana = await aConsole(world)
    const answer = await answerTo(ana, { type: 'read', id: 'r', session: id, seq: 3 })
    expect(answer).toEqual({ type: 'ok', replyTo: 'r', result: { session: id, seq: 3 } })
    expect(await marks(world)).toEqual({ [id]: 3 })
  })

  it('never moves back, nor beyond the end of the log', async () => {
    const world = await aConversation()
    expect(await asked(world, 'markRead', { id }, { seq: 40 })).toMatchObject({ body: { seq: 3 } })
    expect(await asked(world, 'markRead', { id }, { seq: 1 })).toMatchObject({ body: { seq: 3 } })
    await world.userSays(maria, 'four')
    expect(await marks(world)).toEqual({ [id]: 3 })
  })

  it("is pushed once to the agent's other sockets, and to no other client", async () => {
    const world = await aConversation()
    const [desk, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    const phone = await connected(world, 'phone', agentToken('ana', ['shop:agent']), { bot: 'shop' })
    const widget = await aWidget(world, maria)

    expect(marksIn(await desk.send({ type: 'read', session: id, seq: 2 }))).toEqual([])
    expect(marksIn(phone.frames())).toEqual([[id, 2]])
    await desk.send({ type: 'read', session: id, seq: 2 })
    expect(marksIn(phone.frames())).toEqual([])
    await asked(world, 'markRead', { id }, { seq: 3 })
    expect([desk, phone, bens, widget].map(client => marksIn(client.frames()))).toEqual([[[id, 3]], [[id, 3]], [], []])
  })

  it('is stored even if a socket is gone, and that socket is removed', async () => {
    const world = await aConversation()
    const desk = await aConsole(world)
    world.app.gone.add(desk.connectionId)
    expect(await asked(world, 'markRead', { id }, { seq: 3 })).toMatchObject({ status: 200 })
    expect(await world.store.socket(desk.connectionId)).toBeUndefined()
  })

  it('leaves the conversation unchanged', async () => {
    const world = await aConversation()
    const before = await world.load(maria)
    await asked(world, 'markRead', { id }, { seq: 3 })
    expect(await world.load(maria)).toEqual(before)
  })

  it('is not raised by the user, whose frame `read` is a receipt', async () => {
    const world = await aConversation()
    const widget = await aWidget(world, maria)
    expect(await answerTo(widget, { type: 'read', id: 'r', session: id, seq: 1 })).toMatchObject({ type: 'ok' })
    expect(await asked(world, 'readMarks', {}, { sessions: [id] })).toMatchObject({ body: { marks: {} } })
  })

  it("is refused to other bots' agents, for unknown conversations and invalid input", async () => {
    const world = await aConversation()
    expect(await asked(world, 'markRead', { id }, { seq: 1 }, 'zoe')).toMatchObject({ body: { code: 'bot.not_found' } })
    const missing = await asked(world, 'markRead', { id: sessionId(jonas) }, { seq: 1 })
    expect(missing).toMatchObject({ status: 404, body: { code: 'session.not_found' } })
    expect(await asked(world, 'markRead', { id }, { seq: 0 })).toMatchObject({ status: 400 })
    const tooMany = { sessions: Array.from({ length: 101 }, () => id) }
    expect(await asked(world, 'readMarks', {}, tooMany)).toMatchObject({ status: 400 })
  })
})
