import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { addWatcher, dropWatcher } from '../../lib/conversations/watching.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { sessionId } from '../../lib/session/session.ts'
import { putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { agentNotes, userSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, aWidget } from '../../test/support/sockets.ts'

const id = sessionId(maria)
const ofJonas = sessionId(jonas)
type Entries = Extract<ServerFrame, { type: 'entries' }>
const entriesIn = (frames: readonly ServerFrame[]) =>
  frames.filter((frame): frame is Entries => frame.type === 'entries')
const seqsIn = (frames: readonly ServerFrame[]) =>
  entriesIn(frames).flatMap(({ entries }) => entries.map(({ seq }) => seq))

/** Maria has written `count` messages, and the bot has not replied. */
async function withMessages(count: number): Promise<AppWorld> {
  const world = await appWorld()
  for (let n = 1; n <= count; n++) await world.userSays(maria, `words ${n}`)
  return world
}

describe('hello', () => {
  it('gets a welcome and exactly the entries that each open conversation lacks', async () => {
    const world = await withMessages(5)
    await world.userSays(jonas, 'hi')
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
    await world.userSays(jonas, 'still there?')
    expect(seqsIn(client.frames())).toEqual([2])
  })

  it('lists unknown conversations and those of other bots, and opens the others', async () => {
    const world = await withMessages(1)
    await putBot(world.app, 'other', { mode: 'gate' })
    const elsewhere = { ...maria, botId: 'other' }
    await world.userSays(elsewhere, 'secret')
    const client = await aConsole(world)
    const cursors = { [ofJonas]: 0, [sessionId(elsewhere)]: 0, [id]: 0 }
    const frames = await client.send({ type: 'hello', id: 'h1', cursors })

    expect(frames.at(-1)).toEqual({ type: 'ok', replyTo: 'h1', result: { unknown: [ofJonas, sessionId(elsewhere)] } })
    expect(entriesIn(frames).map(({ session }) => session)).toEqual([id])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([id])
  })

  it("opens a user's own conversation without a cursor, even before its first message", async () => {
    const world = await appWorld({ mode: 'gate' })
    const client = await aWidget(world, maria)
    expect(await client.send({ type: 'hello' })).toMatchObject([
      { type: 'welcome', role: 'user', session: id },
      { type: 'entries', session: id, after: 0, upto: 0, entries: [], isPaused: false },
    ])
    await world.userSays(maria, 'hi')
    expect(seqsIn(client.frames())).toEqual([1])
  })

  it("opens a user's own conversation at its cursor, and refuses another user's", async () => {
    const world = await withMessages(3)
    await world.userSays(jonas, 'secret')
    const client = await aWidget(world, maria)
    const frames = await client.send({ type: 'hello', id: 'h1', cursors: { [ofJonas]: 0, [id]: 2 } })
    expect(seqsIn(frames)).toEqual([3])
    expect(JSON.stringify(frames)).not.toContain('secret')
    expect(frames.at(-1)).toMatchObject({ type: 'ok', result: { unknown: [ofJonas] } })
    expect((await world.load(jonas)).watchers).toEqual([])
  })

  it('sends a long log in pages, complete and in order, with isPaused on the last page alone', async () => {
    const world = await withMessages(250)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'hello', cursors: { [id]: 0 } })
    expect(seqsIn(frames)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
    const pieces = entriesIn(frames)
    for (const [index, { after }] of pieces.entries()) expect(after).toBe(pieces[index - 1]?.upto ?? 0)
    expect(pieces.filter(piece => piece.isPaused !== undefined)).toEqual([pieces.at(-1)])
  })

  it('moves a cursor beyond the log back to its end', async () => {
    const world = await withMessages(2)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'hello', cursors: { [id]: 99 } })
    expect(entriesIn(frames)).toMatchObject([{ after: 2, upto: 2, entries: [] }])
  })
})

describe('watch and unwatch', () => {
  it('send the missing entries, then push new ones until unwatch', async () => {
    const world = await withMessages(2)
    const client = await aConsole(world)
    const frames = await client.send({ type: 'watch', id: 'w1', session: id, cursor: 1 })
    expect(seqsIn(frames)).toEqual([2])
    expect(frames.at(-1)).toEqual({ type: 'ok', replyTo: 'w1', result: { session: id, revision: 2 } })

    await world.agentPauses(maria)
    expect(entriesIn(client.frames())).toMatchObject([{ after: 2, upto: 3, isPaused: true }])
    expect(await client.send({ type: 'unwatch', id: 'w2', session: id })).toEqual([
      { type: 'ok', replyTo: 'w2', result: { session: id } },
    ])
    await world.userSays(maria, 'anybody?')
    expect(client.frames()).toEqual([])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([])
  })

  it('lose no entry that is committed between the two reads of watch', async () => {
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

  it('refuse an unknown conversation with session.not_found, and store nothing', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    expect(await client.send({ type: 'watch', id: 'w1', session: ofJonas })).toMatchObject([
      { type: 'error', replyTo: 'w1', code: 'session.not_found' },
    ])
    expect((await world.store.socket(client.connectionId))?.watching).toEqual([])
  })

  it('keep a subscription that arrives at the same time', async () => {
    const world = await withMessages(1)
    await world.userSays(jonas, 'hi')
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
  it('gets a pong, and no entries if the client lacks none', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    expect(await client.send({ type: 'ping', id: 'p1', cursors: { [id]: 1, [ofJonas]: 0 } })).toEqual([
      { type: 'pong', replyTo: 'p1', at: '2026-01-05T09:00:00.000Z' },
    ])
  })

  it('sends a user the entries whose push was lost, and covers hidden notes with the range', async () => {
    const world = await appWorld({ mode: 'gate' })
    const client = await aWidget(world, maria)
    await client.send({ type: 'hello' })
    const { push } = world.app.sockets
    world.app.sockets.push = async () => {
      throw new Error('the gateway cannot be reached')
    }
    await world.userSays(maria, 'hi')
    await execute(world.app, maria, agentNotes('secret'))
    world.app.sockets.push = push
    expect(client.frames()).toEqual([])

    const frames = await client.send({ type: 'ping', cursors: { [id]: 0 } })
    expect(entriesIn(frames)).toMatchObject([{ after: 0, upto: 2, entries: [{ text: 'hi' }] }])
    expect(frames.at(-1)).toMatchObject({ type: 'pong' })
  })

  it('makes a dropped socket a watcher again', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    await dropWatcher(world.app, id, client.connectionId)
    await world.userSays(maria, 'lost')
    expect(seqsIn(await client.send({ type: 'ping', cursors: { [id]: 1 } }))).toEqual([2])
    await world.userSays(maria, 'pushed')
    expect(seqsIn(client.frames())).toEqual([3])
  })

  /** Found by the simulator: a socket's frames are carried out side by side, so an older `unwatch` may come after a newer `watch`. */
  it('opens the conversations of its cursors, even after a late unwatch', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    await client.send({ type: 'watch', session: id, cursor: 0 })
    await client.send({ type: 'unwatch', session: id })
    await client.send({ type: 'ping', cursors: { [id]: 1 } })
    await world.userSays(maria, 'pushed')
    expect(seqsIn(client.frames())).toEqual([2])
  })

  it('refuses a user the conversation of another user', async () => {
    const world = await withMessages(1)
    const widget = await aWidget(world, jonas)
    const frames = await widget.send({ type: 'ping', id: 'p1', cursors: { [id]: 0 } })
    expect(frames).toMatchObject([{ type: 'error', replyTo: 'p1', code: 'session.not_found' }])
  })

  it("sends an agent nothing from another bot's conversation", async () => {
    const world = await withMessages(1)
    await putBot(world.app, 'other', { mode: 'gate' })
    const elsewhere = { ...maria, botId: 'other' }
    await world.userSays(elsewhere, 'secret')
    const client = await aConsole(world)
    expect(await client.send({ type: 'ping', id: 'p1', cursors: { [sessionId(elsewhere)]: 0 } })).toMatchObject([
      { type: 'pong' },
    ])
  })

  it('sends the missing entries to the seventeenth watcher, too', async () => {
    const world = await withMessages(1)
    const client = await aConsole(world)
    for (let n = 0; n < 16; n++) await addWatcher(world.app, maria, { connectionId: `c${n}`, as: 'agent' })
    await client.send({ type: 'hello', cursors: { [id]: 1 } })
    await world.userSays(maria, 'more')
    expect(client.frames()).toEqual([])
    expect(seqsIn(await client.send({ type: 'ping', cursors: { [id]: 1 } }))).toEqual([2])
  })
})

describe('a client that lacks many entries', () => {
  const LONG = 'x'.repeat(21_000)
  const bytesIn = (frames: readonly ServerFrame[]) =>
    entriesIn(frames).reduce((sum, frame) => sum + Buffer.byteLength(JSON.stringify(frame)), 0)
  const MB = 1024 * 1024

  async function withLongMessages(count: number): Promise<AppWorld> {
    const world = await appWorld()
    for (let n = 0; n < count; n++) await world.userSays(maria, LONG)
    return world
  }

  it('gets at most 1 MB for one ping, in order, and the rest for the next pings', async () => {
    const world = await withLongMessages(60)
    const client = await aWidget(world, maria)
    await client.send({ type: 'hello', cursors: { [id]: 60 } })
    const seen: number[] = []
    for (let pings = 0; seen.length < 60; pings++) {
      const frames = await client.send({ type: 'ping', cursors: { [id]: seen.at(-1) ?? 0 } })
      expect(frames.at(-1)).toMatchObject({ type: 'pong' })
      expect(bytesIn(frames)).toBeLessThan(MB + 20_000)
      expect(bytesIn(frames)).toBeGreaterThan(pings === 0 ? 0.9 * MB : 0)
      seen.push(...seqsIn(frames))
      expect(entriesIn(frames).at(-1)?.isPaused).toBe(seen.length < 60 ? undefined : false)
      expect(pings).toBeLessThan(3)
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
  })

  it('gets at most 2 MB in 10 s across concurrent frames, then only a pong', async () => {
    const world = await withLongMessages(100)
    const client = await aWidget(world, maria)
    const frames = (
      await Promise.all([
        client.send({ type: 'hello', cursors: { [id]: 0 } }),
        client.send({ type: 'watch', session: id, cursor: 0 }),
        ...Array.from({ length: 30 }, () => client.send({ type: 'ping', cursors: { [id]: 0 } })),
      ])
    ).flat()
    expect(bytesIn(frames)).toBeLessThan(2.1 * MB)
    expect(bytesIn(frames)).toBeGreaterThan(1.5 * MB)

    expect(await client.send({ type: 'ping', id: 'p', cursors: { [id]: 0 } })).toMatchObject([{ type: 'pong' }])
    world.app.clock.advance(seconds(10))
    expect(seqsIn(await client.send({ type: 'ping', cursors: { [id]: 0 } }))).toContain(1)
  })

  it('shares 1 MB among the conversations of one frame', async () => {
    const world = await withLongMessages(40)
    for (let n = 0; n < 40; n++) await world.userSays(jonas, LONG)
    const ana = await aConsole(world)
    const frames = await ana.send({ type: 'ping', cursors: { [id]: 0, [ofJonas]: 0 } })
    expect(bytesIn(frames)).toBeLessThan(MB + 20_000)
    expect(new Set(entriesIn(frames).map(({ session }) => session))).toEqual(new Set([id, ofJonas]))
  })

  it('still gets a small log 60 times in a row', async () => {
    const world = await withMessages(3)
    const ana = await aConsole(world)
    for (let n = 0; n < 60; n++) {
      expect(seqsIn(await ana.send({ type: 'watch', session: id, cursor: 0 }))).toEqual([1, 2, 3])
    }
  })

  it('causes no further reads once it is gone, and its socket is removed', async () => {
    const world = await withLongMessages(40)
    await world.userSays(jonas, 'hi')
    const ana = await aConsole(world)
    let reads = 0
    const { entries } = world.store
    world.store.entries = async (...args) => {
      reads++
      return await entries(...args)
    }
    world.app.gone.add(ana.connectionId)
    await ana.send({ type: 'ping', cursors: { [id]: 0, [ofJonas]: 0 } })
    expect(reads).toBe(1)
    expect(await world.store.socket(ana.connectionId)).toBeUndefined()
    expect((await world.load(maria)).watchers).toEqual([])

    const ben = await aConsole(world, 'ben')
    world.app.gone.add(ben.connectionId)
    await ben.send({ type: 'hello', cursors: { [id]: 0, [ofJonas]: 0 } })
    expect(reads).toBe(1)
  })

  it('opens at most 200 conversations, even with concurrent frames', async () => {
    const world = await appWorld({ mode: 'gate' })
    const users = Array.from({ length: 220 }, (_, n) => ({ ...maria, userId: `user-${n}` }))
    for (const user of users) await world.userSays(user, 'hi')
    const ana = await aConsole(world)
    const hellos = Array.from({ length: 5 }, (_, n) => {
      const cursors = Object.fromEntries(users.slice(n * 44, (n + 1) * 44).map(user => [sessionId(user), 1]))
      return ana.send({ type: 'hello', id: `h${n}`, cursors })
    })
    const answers = (await Promise.all(hellos)).flat().filter(frame => frame.type === 'error')

    expect(answers.length).toBeGreaterThan(0)
    for (const answer of answers) {
      expect(answer).toMatchObject({
        code: 'request.invalid',
        detail: 'a socket may have at most 200 conversations open',
      })
    }
    expect((await world.store.socket(ana.connectionId))?.watching).toHaveLength(200)
  })
})
