import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { episodeId, sessionId } from '../../lib/session/session.ts'
import { anAgentSocket, minutes, START, userCalled, userSays } from '../../test/builders.ts'
import { aWorld, jonas, maria, type World } from '../../test/support/world.ts'
import { dispatch } from './dispatch.ts'

const first = episodeId({ id: sessionId(maria) }, 1)

async function given(): Promise<World> {
  const world = await aWorld({ mode: 'gate' })
  await world.store.putSocket(anAgentSocket('console', { subscription: 'inbox', expiresAt: START + minutes(24 * 60) }))
  return world
}

const listed = (world: World, open = true) =>
  world.store.notifications({ botId: 'shop', open, limit: 100 }, world.app.clock.now())

const shown = (world: World) =>
  world
    .framesTo('console')
    .flatMap(frame =>
      frame.type === 'notification' ? [[frame.notification.id, frame.notification.done ? 'done' : 'open']] : [],
    )

describe('a handoff', () => {
  it("notifies agents once, with the episode id, the conversation and the user's name", async () => {
    const world = await given()
    await execute(world.app, maria, userCalled('Maria\n\u202eSilva'))
    await world.userAsks(maria)
    const records = await world.records()
    await world.dispatched()
    for (let times = 0; times < 2; times++) expect(await dispatch(world.app, records)).toEqual([])

    expect(await listed(world)).toMatchObject([
      {
        id: first,
        number: 1,
        kind: 'handoff',
        level: 'info',
        message: 'Maria Silva waits for a person',
        session: sessionId(maria),
        by: { type: 'user' },
      },
    ])
    expect(shown(world)).toEqual([[first, 'open']])
  })

  it('is done for every agent once an agent is assigned', async () => {
    const world = await given()
    await world.userAsks(maria)
    await world.dispatched()
    await world.agentSpeaks(maria, 'here I am')
    await world.dispatched()

    expect(await listed(world)).toEqual([])
    expect(await listed(world, false)).toMatchObject([{ id: first, done: { by: { id: 'agent-ana' } } }])
    expect(shown(world)).toEqual([
      [first, 'open'],
      [first, 'done'],
    ])
  })

  it('is done once the bot holds the conversation again, and the next handoff makes a new notification', async () => {
    const world = await given()
    await world.userAsks(maria)
    await world.dispatched()
    await world.agentGivesBack(maria)
    await world.userAsks(maria)
    await world.dispatched()

    expect((await listed(world, false)).map(({ id, done }) => [id, done !== undefined])).toEqual([
      [episodeId({ id: sessionId(maria) }, 2), false],
      [first, true],
    ])
  })

  it('reopens its notification when its agent falls silent', async () => {
    const world = await given()
    await world.userAsks(maria)
    await world.dispatched()
    await world.agentSpeaks(maria, 'one moment')
    await execute(world.app, maria, userSays('hello?'))
    await world.dispatched()
    world.app.clock.advance(world.app.policy.idleMs)
    await execute(world.app, maria, { verb: 'tick' })
    await world.dispatched()

    expect((await listed(world)).map(({ id }) => id)).toEqual([first])
    expect(shown(world)).toEqual([
      [first, 'open'],
      [first, 'done'],
      [first, 'open'],
    ])
  })

  it('makes no notification if an agent pauses, or takes it before the dispatch', async () => {
    const world = await given()
    await world.agentTakes(maria)
    await world.userAsks(jonas)
    await world.agentSpeaks(jonas, 'I am faster')
    await world.dispatched()

    expect(await listed(world, false)).toEqual([])
  })

  it('fails for its own records alone while the store is unreachable, and is notified with the next try', async () => {
    const world = await given()
    await world.userAsks(maria)
    await world.says(jonas, 'hi')
    const records = await world.records()
    const add = world.store.addNotifications
    world.store.addNotifications = async () => {
      throw new Error('out of reach')
    }
    const failed = await dispatch(world.app, records)
    world.store.addNotifications = add

    expect(failed).toEqual(
      records.filter(({ change }) => change.session.id === sessionId(maria)).map(({ position }) => position),
    )
    expect(await dispatch(world.app, records)).toEqual([])
    expect(await listed(world)).toHaveLength(1)
  })
})
