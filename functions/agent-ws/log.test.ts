import { describe, expect, it } from 'vitest'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { execute } from '../../lib/session/execute.ts'
import { sessionId } from '../../lib/session/session.ts'
import { addWatcher, dropWatcher } from '../../lib/session/watching.ts'
import { agentNotes, minutes, userSays } from '../../test/builders.ts'
import { givenABot } from '../../test/support/app.ts'
import { aConsole, aWidget } from '../../test/support/sockets.ts'
import { aWorld, jonas, maria, type World } from '../../test/support/world.ts'

const id = sessionId(maria)
const ofJonas = sessionId(jonas)
type Entries = Extract<ServerFrame, { type: 'entries' }>
const entriesIn = (frames: readonly ServerFrame[]) =>
  frames.filter((frame): frame is Entries => frame.type === 'entries')
const seqsIn = (frames: readonly ServerFrame[]) =>
  entriesIn(frames).flatMap(({ entries }) => entries.map(({ seq }) => seq))

/** Maria has written so often, and the bot had nothing to say. */
async function withMessages(count: number): Promise<World> {
  const world = await aWorld()
  for (let n = 1; n <= count; n++) await world.says(maria, `words ${n}`)
  return world
}

describe('hello', () => {
  it('is welcomed, and brings exactly what the client lacks of what it has open', async () => {
    const world = await withMessages(5)
    await world.says(jonas, 'hi')
    const client = await aConsole(world)
    const frames = await client.send({ type: 'hello', id: 'h1', cursors: { [id]: 3, [ofJonas]: 1 } })

    expect(frames).toEqual([
      {
        type: 'welcome',
        protocol: 'interlude.v1',
        role: 'agent',
        pingMs: 25_000,
        expiresAt: new Date(world.app.clock.now() + minutes(24 * 60)).toISOString(),
      },
      expect.objectContaining({ session: id, after: 3, upto: 5, isPaused: false }),
      { type: 'entries', session: ofJonas, after: 1, upto: 1, entries: [], isPaused: false },
      { type: 'ok', replyTo: 'h1', result: {} },
    ])
    expect(seqsIn(frames)).toEqual([4, 5])
    await world.says(jonas, 'still there?')
    expect(seqsIn(client.frames())).toEqual([2])
  })

  it('names what does not exist, or is not of this bot, and goes on', async () => {
    const world = await withMessages(1)
    await givenABot(world.app, 'other', { mode: 'gate' })
    const elsewhere = { ...maria, botId: 'other' }
    await world.says(elsewhere, 'secret')
    const client = await aConsole(world)
    const cursors = { [ofJonas]: 0, [sessionId(elsewhere)]: 0, [id]: 0 }
    const frames = await client.send({ type: 'hello', id: 'h1', cursors })

    expect(frames.at(-1)).toEqual({ type: 'ok', replyTo: 'h1', result: { unknown: [ofJonas, sessionId(elsewhere)] } })
    expect(entriesIn(frames).map(({ session }) => session)).toEqual([id])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([id])
  })

  it("opens a user's own conversation by itself, also before the first word", async () => {
    const world = await aWorld({ mode: 'gate' })
    const client = await aWidget(world, maria)
    expect(await client.send({ type: 'hello' })).toMatchObject([
      { type: 'welcome', role: 'user', session: id },
      { type: 'entries', session: id, after: 0, upto: 0, entries: [], isPaused: false },
    ])
    await world.says(maria, 'hi')
    expect(seqsIn(client.frames())).toEqual([1])
  })

  it("opens a user's own conversation from where the client is, and nobody else's", async () => {
    const world = await withMessages(3)
    await world.says(jonas, 'secret')
    const client = await aWidget(world, maria)
    const frames = await client.send({ type: 'hello', id: 'h1', cursors: { [ofJonas]: 0, [id]: 2 } })
    expect(seqsIn(frames)).toEqual([3])
    expect(JSON.stringify(frames)).not.toContain('secret')
    expect(frames.at(-1)).toMatchObject({ type: 'ok', result: { unknown: [ofJonas] } })
    expect((await world.loaded(jonas)).watchers).toEqual([])
  })

  it('brings a long log in pages, whole and in order, and only the end of it says who holds', async () => {
    const world = await withMessages(250)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'hello', cursors: { [id]: 0 } })
    expect(seqsIn(frames)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
    const pieces = entriesIn(frames)
    for (const [index, { after }] of pieces.entries()) expect(after).toBe(pieces[index - 1]?.upto ?? 0)
    expect(pieces.filter(piece => piece.isPaused !== undefined)).toEqual([pieces.at(-1)])
  })

  it('moves a cursor that is ahead of the log to where the log ends', async () => {
    const world = await withMessages(2)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'hello', cursors: { [id]: 99 } })
    expect(entriesIn(frames)).toMatchObject([{ after: 2, upto: 2, entries: [] }])
  })
})

describe('watching and unwatching', () => {
  it('begins with what the client lacks and goes on with what is said', async () => {
    const world = await withMessages(2)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'watch', id: 'w1', session: id, cursor: 1 })
    expect(seqsIn(frames)).toEqual([2])
    expect(frames.at(-1)).toEqual({ type: 'ok', replyTo: 'w1', result: { session: id, revision: 2 } })

    await world.agentTakes(maria)
    expect(entriesIn(client.frames())).toMatchObject([{ after: 2, upto: 3, isPaused: true }])
    expect(await client.send({ type: 'unwatch', id: 'w2', session: id })).toEqual([
      { type: 'ok', replyTo: 'w2', result: { session: id } },
    ])
    await world.says(maria, 'anybody?')
    expect(client.frames()).toEqual([])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([])
  })

  it('loses nothing that is said between the two reads', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    const { entries } = world.store
    let comesBetween = true
    world.store.entries = async (session, range) => {
      if (comesBetween) {
        comesBetween = false
        await execute(world.app, maria, userSays('just now'))
      }
      return await entries(session, range)
    }
    const frames = await client.send({ type: 'watch', session: id, cursor: 0 })
    expect(seqsIn(frames)).toHaveLength(2)
    expect(new Set(seqsIn(frames))).toEqual(new Set([1, 2]))
  })

  it('of what does not exist is not found, and leaves nothing behind', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    expect(await client.send({ type: 'watch', id: 'w1', session: ofJonas })).toMatchObject([
      { type: 'error', replyTo: 'w1', code: 'session.not_found' },
    ])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([])
  })

  it('and subscribing side by side keep both', async () => {
    const world = await withMessages(1)
    await world.says(jonas, 'hi')
    const client = await aConsole(world)
    await Promise.all([
      client.send({ type: 'watch', session: id, cursor: 1 }),
      client.send({ type: 'subscribe', to: 'inbox' }),
      client.send({ type: 'watch', session: ofJonas, cursor: 1 }),
    ])
    const socket = (await world.store.socket(client.connectionId))!
    expect(socket.subscription).toBe('inbox')
    expect([...socket.watching].sort()).toEqual([id, ofJonas].sort())
  })
})

describe('ping', () => {
  it('is answered, and brings nothing where nothing is lacking', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    expect(await client.send({ type: 'ping', id: 'p1', cursors: { [id]: 1, [ofJonas]: 0 } })).toEqual([
      { type: 'pong', replyTo: 'p1', at: '2026-01-05T09:00:00.000Z' },
    ])
  })

  it('brings what a lost push left out, for a reader who is shown not everything', async () => {
    const world = await aWorld({ mode: 'gate' })
    const client = await aWidget(world, maria)
    await client.send({ type: 'hello' })
    const { push } = world.app.sockets
    world.app.sockets.push = async () => {
      throw new Error('the gateway cannot be reached')
    }
    await world.says(maria, 'hi')
    await execute(world.app, maria, agentNotes('secret'))
    world.app.sockets.push = push
    expect(client.frames()).toEqual([])

    const frames = await client.send({ type: 'ping', cursors: { [id]: 0 } })
    expect(entriesIn(frames)).toMatchObject([{ after: 0, upto: 2, entries: [{ text: 'hi' }] }])
    expect(frames.at(-1)).toMatchObject({ type: 'pong' })
  })

  it('puts a socket that lives back among those who are pushed to', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    await dropWatcher(world.app, id, client.connectionId)
    await world.says(maria, 'lost')
    expect(seqsIn(await client.send({ type: 'ping', cursors: { [id]: 1 } }))).toEqual([2])
    await world.says(maria, 'pushed')
    expect(seqsIn(client.frames())).toEqual([3])
  })

  /** Found by the simulator: a socket's frames are carried out side by side, so an older `unwatch` may come after a newer `watch`. */
  it('opens what the client says that it has open, though an unwatch was carried out late', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'watch', session: id, cursor: 0 })
    await client.send({ type: 'unwatch', session: id })
    await client.send({ type: 'ping', cursors: { [id]: 1 } })
    await world.says(maria, 'pushed')
    expect(seqsIn(client.frames())).toEqual([2])
  })

  it('shows a user nothing but their own', async () => {
    const world = await withMessages(1)
    const widget = await aWidget(world, jonas)
    const frames = await widget.send({ type: 'ping', id: 'p1', cursors: { [id]: 0 } })
    expect(frames).toMatchObject([{ type: 'error', replyTo: 'p1', code: 'session.not_found' }])
  })

  it("shows an agent nothing of another bot's", async () => {
    const world = await withMessages(1)
    await givenABot(world.app, 'other', { mode: 'gate' })
    const elsewhere = { ...maria, botId: 'other' }
    await world.says(elsewhere, 'secret')
    const client = await aConsole(world)
    expect(await client.send({ type: 'ping', id: 'p1', cursors: { [sessionId(elsewhere)]: 0 } })).toMatchObject([
      { type: 'pong' },
    ])
  })

  it('shows a late watcher what it lacks, too', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    for (let n = 0; n < 16; n++) await addWatcher(world.app, maria, { connectionId: `c${n}`, as: 'agent' })
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    await world.says(maria, 'more')
    expect(client.frames()).toEqual([])
    expect(seqsIn(await client.send({ type: 'ping', cursors: { [id]: 1 } }))).toEqual([2])
  })
})
