import { describe, expect, it } from 'vitest'
import type { Asker, TurnToAsk } from '../../lib/ports/outside.ts'
import type { ClientFrame, ServerFrame } from '../../lib/protocol/frames.ts'
import { sessionId } from '../../lib/session/session.ts'
import { appWorld, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, socketEvent } from '../../test/support/sockets.ts'
import { socketApi } from './socket.ts'

const id = sessionId(maria)
const text = (words: string) => ({ type: 'text' as const, text: words })
const saidIn = (frames: readonly ServerFrame[]) =>
  textsOf(frames.flatMap(frame => (frame.type === 'entries' ? frame.entries : [])))

describe("an agent's frames", () => {
  it('pause a conversation, send a message, add a note and unpause it', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const ana = await aConsole(world)

    expect(await answerTo(ana, { type: 'pause', id: 'a', session: id, reason: 'vip', priority: 'high' })).toEqual({
      type: 'ok',
      replyTo: 'a',
      result: { session: id, isPaused: true, changed: true, seq: 2, epoch: 1 },
    })
    expect(await answerTo(ana, { type: 'message', id: 'b', session: id, message: text('hello') })).toMatchObject({
      result: { session: id, seq: 3, duplicate: false },
    })
    expect(await answerTo(ana, { type: 'note', id: 'c', session: id, text: 'nice person' })).toMatchObject({
      result: { seq: 4 },
    })
    expect(
      await answerTo(ana, { type: 'unpause', id: 'd', session: id, outcome: 'resolved', comment: 'done' }),
    ).toMatchObject({ result: { isPaused: false, changed: true, seq: 5, epoch: 2 } })

    const by = { type: 'agent', id: 'ana', name: 'ana' }
    expect((await world.log(maria)).slice(1)).toMatchObject([
      { kind: 'paused', by, trigger: 'agent', reason: 'vip', priority: 'high' },
      { kind: 'message', by, direction: 'out', text: 'hello', clientId: 'b' },
      { kind: 'note', by, text: 'nice person' },
      { kind: 'resumed', by, outcome: 'resolved', comment: 'done' },
    ])
  })

  it('take effect once when they are repeated, and return the same seq', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const ana = await aConsole(world)
    const frames: readonly ClientFrame[] = [
      { type: 'pause', id: 'a', session: id },
      { type: 'message', id: 'b', session: id, message: text('hello') },
      { type: 'note', id: 'c', session: id, text: 'nice' },
      { type: 'unpause', id: 'd', session: id },
    ]
    for (const frame of frames) {
      const first = await answerTo(ana, frame)
      const again = await answerTo(ana, frame)
      const seqOf = (answer: typeof first) => answer?.type === 'ok' && answer.result?.seq
      expect(seqOf(first)).toEqual(expect.any(Number))
      expect(seqOf(again)).toBe(seqOf(first))
    }
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'message', 'note', 'resumed'])
  })

  it('show typing to the other watchers, and store nothing', async () => {
    const world = await appWorld({ mode: 'gate' })
    const ana = await aConsole(world)
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello' })
    await ana.send({ type: 'watch', session: id, cursor: 0 })
    expect(await ana.send({ type: 'typing', session: id, on: true })).toEqual([])
    expect(widget.frames()).toEqual([{ type: 'typing', session: id, from: 'agent', on: true }])
    await widget.send({ type: 'typing', session: id, on: false })
    expect(ana.frames()).toEqual([{ type: 'typing', session: id, from: 'user', on: false }])
    expect(await world.log(maria)).toEqual([])
  })

  it('subscribe and unsubscribe the socket', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    expect(await answerTo(ana, { type: 'subscribe', id: 's', to: 'live' })).toMatchObject({ result: { to: 'live' } })
    expect(await world.store.socket(ana.connectionId)).toMatchObject({ subscription: 'live' })
    expect(await answerTo(ana, { type: 'unsubscribe', id: 'u' })).toEqual({ type: 'ok', replyTo: 'u', result: {} })
    expect(await world.store.socket(ana.connectionId)).not.toHaveProperty('subscription')
  })

  it('subscribe the socket to the events of hitlnext, which only the inbox has', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    const frame = { type: 'subscribe', id: 's', to: 'inbox', shape: 'hitlnext' } as const
    expect(await answerTo(ana, frame)).toMatchObject({ result: { to: 'inbox', shape: 'hitlnext' } })
    expect(await answerTo(ana, { ...frame, to: 'live' })).toMatchObject({
      type: 'error',
      code: 'request.invalid',
      errors: [{ path: 'to' }],
    })
    expect(await world.store.socket(ana.connectionId)).toMatchObject({ subscription: 'inbox', shape: 'hitlnext' })
  })

  it('are refused with session.not_found for an unknown conversation', async () => {
    const world = await appWorld()
    const ana = await aConsole(world)
    const frames: readonly ClientFrame[] = [
      { type: 'pause', id: 'a', session: id },
      { type: 'unpause', id: 'b', session: id },
      { type: 'message', id: 'c', session: id, message: text('hello') },
      { type: 'note', id: 'd', session: id, text: 'nice' },
    ]
    for (const frame of frames)
      expect(await answerTo(ana, frame)).toMatchObject({ type: 'error', code: 'session.not_found' })
    expect(await world.store.load(id)).toBeUndefined()
  })
})

describe("a user's frames", () => {
  it('are acknowledged once they are committed, before the bot replies', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello' })

    const frames = await widget.send({ type: 'message', id: 'm1', session: id, message: text('hi') })
    expect(frames.at(-1)).toEqual({
      type: 'ok',
      replyTo: 'm1',
      result: { session: id, seq: 1, paused: false, replies: [] },
    })
    expect(saidIn(frames)).toEqual(['hi'])

    const call = await outside.next()
    expect(call.post).toMatchObject({ id: `${id}:1`, body: { seq: 1, message: { id: 'm1', text: 'hi' } } })
    call.botAnswers('hello Maria')
    await world.app.asker.idle(seconds(5))
    expect(saidIn(widget.frames())).toEqual(['hello Maria'])
  })

  it('report a payload that is too large for the log in the ok, also if the message is repeated', async () => {
    const world = await appWorld()
    const widget = await aWidget(world, maria)
    const payload = { form: 'x'.repeat(24_000) }
    const message = { type: 'message', id: 'm1', session: id, message: { ...text('hi'), payload } } as const
    const warnings = [{ path: 'message.payload', message: 'was dropped: it is too large for the log' }]
    expect(await answerTo(widget, message)).toMatchObject({ type: 'ok', result: { seq: 1, warnings } })
    expect(await answerTo(widget, message)).toMatchObject({ type: 'ok', result: { seq: 1, warnings } })
    expect(await world.log(maria)).toMatchObject([{ kind: 'message', text: 'hi' }])
    expect((await world.log(maria))[0]).not.toHaveProperty('payload')
  })

  it('report mended and lost fields together', async () => {
    const world = await appWorld()
    const widget = await aWidget(world, maria)
    const words = { type: 'TEXT', text: 'hi', payload: { form: 'x'.repeat(24_000) } }
    const frames = await widget.send(JSON.stringify({ type: 'message', id: 'm1', session: id, message: words }))
    expect(frames.at(-1)).toMatchObject({
      type: 'ok',
      result: { warnings: [{ path: 'message.type' }, { path: 'message.payload' }] },
    })
  })

  it('that repeat a message do not ask the bot twice during its call, and return the replies after it', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const widget = await aWidget(world, maria)
    const message = { type: 'message', id: 'm1', session: id, message: text('hi') } as const
    await widget.send(message)
    const call = await outside.next()
    expect(await answerTo(widget, message)).toMatchObject({ result: { seq: 1, replies: [] } })
    call.botAnswers('hello Maria')
    await world.app.asker.idle(seconds(5))

    expect(await answerTo(widget, message)).toMatchObject({ result: { seq: 1, paused: false, replies: [2] } })
    expect(world.app.posted).toHaveLength(1)
  })

  it('that repeat a message ask the bot again only after the lease', async () => {
    const world = await appWorld()
    const widget = await aWidget(world, maria)
    const message = { type: 'message', id: 'm1', session: id, message: text('hi') } as const
    const handedOn: TurnToAsk[] = []
    const lost: Asker = { ask: async turn => void handedOn.push(turn) }
    const handle = socketApi({ ...world.app, asker: lost })
    const sends = () => handle(socketEvent('MESSAGE', widget.connectionId, { body: JSON.stringify(message) }))
    await sends()
    await sends()
    world.app.clock.advance(seconds(11))
    await sends()

    expect(handedOn).toEqual([1, 2].map(attempt => ({ botId: 'shop', session: id, seq: 1, attempt })))
  })

  it('pause the conversation at once when the asker refuses the turn', async () => {
    const world = await appWorld()
    const widget = await aWidget(world, maria)
    const refuses: Asker = {
      ask: async () => {
        throw new Error('Lambda did not take the event')
      },
    }
    const body = JSON.stringify({ type: 'message', id: 'm1', session: id, message: text('hi') })
    await socketApi({ ...world.app, asker: refuses })(socketEvent('MESSAGE', widget.connectionId, { body }))

    expect(widget.frames()).toMatchObject([{ type: 'ok', result: { seq: 1 } }])
    expect(await world.log(maria)).toMatchObject([
      { kind: 'message', text: 'hi' },
      { kind: 'paused', trigger: 'bot_failed', reason: 'the call to the bot failed' },
    ])
  })

  it('pause and unpause, but set no priority, outcome or comment', async () => {
    const world = await appWorld({ mode: 'gate' })
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello' })
    await widget.send({ type: 'pause', id: 'p', session: id, priority: 'urgent', reason: 'no luck' })
    await widget.send({ type: 'unpause', id: 'u', session: id, outcome: 'resolved', comment: 'never mind' })
    expect(await world.log(maria)).toMatchObject([
      { kind: 'paused', by: { type: 'user', id: 'maria' }, trigger: 'user', priority: 'normal', reason: 'no luck' },
      { kind: 'resumed', by: { type: 'user' }, outcome: 'cancelled' },
    ])
    expect((await world.log(maria))[1]).not.toHaveProperty('comment')
  })

  it("are refused with session.not_found in another user's conversation, and change nothing there", async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(jonas, 'secret')
    const before = await world.load(jonas)
    const widget = await aWidget(world, maria)
    const session = sessionId(jonas)
    const frames: readonly ClientFrame[] = [
      { type: 'watch', id: 'a', session, cursor: 0 },
      { type: 'unwatch', id: 'b', session },
      { type: 'message', id: 'c', session, message: text('I am Jonas') },
      { type: 'pause', id: 'd', session },
      { type: 'unpause', id: 'e', session },
      { type: 'typing', id: 'f', session, on: true, in: 'reply' },
      { type: 'ping', id: 'g', cursors: { [session]: 0 } },
    ]
    for (const frame of frames)
      expect(await answerTo(widget, frame)).toMatchObject({ type: 'error', code: 'session.not_found' })
    expect(await world.load(jonas)).toEqual(before)
  })

  it('are refused with auth.forbidden for notes, subscriptions and typing a note', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const widget = await aWidget(world, maria)
    for (const frame of [
      { type: 'note', id: 'a', session: id, text: 'I am an agent' },
      { type: 'subscribe', id: 'b', to: 'live' },
      { type: 'typing', id: 'c', session: id, on: true, in: 'note' },
    ] as const) {
      expect(await answerTo(widget, frame)).toMatchObject({ type: 'error', code: 'auth.forbidden' })
    }
    expect(await world.kinds(maria)).toEqual(['message'])
    expect(await world.store.socket(widget.connectionId)).not.toHaveProperty('subscription')
  })
})
