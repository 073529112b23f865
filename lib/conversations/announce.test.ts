import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { agentNotes, agentPauses, botAnswers, botWrites, userIs } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { converse } from '../bots/converse.ts'
import { MAX_FRAME_BYTES, type ServerFrame } from '../protocol/frames.ts'
import { sessionId } from '../session/session.ts'
import { execute } from './execute.ts'
import { addWatcher } from './watching.ts'

/** An agent's console and the user's widget watch the conversation. */
async function watched(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  await world.store.putSocket(anAgentSocket('console', { watching: [sessionId(maria), sessionId(jonas)] }))
  await addWatcher(world.app, maria, { connectionId: 'console', as: 'agent' })
  await addWatcher(world.app, maria, { connectionId: 'widget', as: 'user' })
  return world
}

const kindsIn = (frames: readonly ServerFrame[]) =>
  frames.flatMap(frame => (frame.type === 'entries' ? frame.entries.map(({ kind }) => kind) : []))

describe('the watchers of a conversation', () => {
  it('get no frames after their token has expired', async () => {
    const world = await appWorld({ mode: 'gate' })
    const ends = { expiresAt: START + minutes(1) }
    await addWatcher(world.app, maria, { connectionId: 'console', as: 'agent', ...ends })
    await addWatcher(world.app, maria, { connectionId: 'widget', as: 'user', ...ends })
    await addWatcher(world.app, maria, { connectionId: 'of an earlier version', as: 'agent' })
    await world.userSays(maria, 'heard')
    world.app.clock.advance(minutes(1))
    await world.userSays(maria, 'my card is 4111')
    await converse(world.app, maria, { type: 'typing' })

    for (const socket of ['console', 'widget']) expect(world.framesTo(socket)).toHaveLength(1)
    expect(world.framesTo('of an earlier version').map(({ type }) => type)).toEqual(['entries', 'entries', 'typing'])
  })

  it('get each commit at once, with its range and who holds control', async () => {
    const world = await watched()
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    const frames = world.framesTo('console')
    expect(frames).toMatchObject([
      { type: 'entries', session: sessionId(maria), after: 0, upto: 1, entries: [{ text: 'hi' }], isPaused: false },
      { type: 'entries', after: 1, upto: 2, entries: [{ kind: 'paused' }], isPaused: true },
    ])
    expect(world.framesTo('widget')).toHaveLength(2)
  })

  it('get only what their role may see: a user gets no notes, drafts, triggers, reasons or agent ids', async () => {
    const world = await watched()
    await world.userSays(maria, 'hi')
    await execute(world.app, maria, agentPauses({ trigger: 'vip', reason: 'secret' }))
    await execute(world.app, maria, agentNotes('secret'))
    await execute(world.app, maria, botAnswers(1, 'secret'))
    await world.agentSays(maria, 'hello')

    expect(kindsIn(world.framesTo('console'))).toEqual(['message', 'paused', 'note', 'withheld', 'message'])
    const frames = world.framesTo('widget')
    expect(kindsIn(frames)).toEqual(['message', 'paused', 'message'])
    for (const secret of ['secret', 'vip', 'agent-ana']) expect(JSON.stringify(frames)).not.toContain(secret)
    // The cursor moves over entries that the user may not see, without a gap.
    expect(frames.map(frame => frame.type === 'entries' && [frame.after, frame.upto])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ])
  })

  it('get a long commit in several frames, in order, and only the last says who holds control', async () => {
    const world = await watched()
    await execute(world.app, maria, botWrites(Array.from({ length: 3 }, () => 'ü'.repeat(10_000))))
    const frames = world.framesTo('console')
    expect(frames).toMatchObject([
      { after: 0, upto: 1 },
      { after: 1, upto: 2 },
      { after: 2, upto: 3, isPaused: false },
    ])
    expect(frames.filter(frame => 'isPaused' in frame)).toHaveLength(1)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
  })

  it('get no frame for a command that writes nothing', async () => {
    const world = await watched()
    await world.agentPauses(maria)
    world.app.pushed.splice(0)
    await world.agentPauses(maria)
    await execute(world.app, maria, userIs({ fullName: 'Maria' }))
    expect(world.app.pushed).toEqual([])
  })
})

describe('a socket that takes no push', () => {
  it('is removed everywhere if it is gone, and affects neither other sockets nor the commit', async () => {
    const world = await watched()
    await addWatcher(world.app, jonas, { connectionId: 'console', as: 'agent' })
    world.app.gone.add('console')
    await world.userSays(maria, 'hi')

    expect(world.framesTo('widget')).toHaveLength(1)
    expect((await world.load(maria)).watchers).toEqual([{ connectionId: 'widget', as: 'user' }])
    expect((await world.load(jonas)).watchers).toEqual([])
    expect(await world.store.socket('console')).toBeUndefined()
  })

  it('stays a watcher if the gateway cannot be reached', async () => {
    const world = await watched()
    const { push } = world.app.sockets
    world.app.sockets.push = async (connectionId, frame) => {
      if (connectionId === 'console') throw new Error('the gateway cannot be reached')
      return await push(connectionId, frame)
    }
    expect(await world.userSays(maria, 'hi')).toMatchObject({ seq: 1 })
    expect(world.framesTo('widget')).toHaveLength(1)
    expect((await world.load(maria)).watchers).toHaveLength(2)
  })
})
