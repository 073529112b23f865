import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { episodeId, sessionId } from '../../lib/session/session.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { userCalled, userSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { dispatch } from './dispatch.ts'

const first = episodeId({ id: sessionId(maria) }, 1)

async function given(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  await world.store.putSocket(anAgentSocket('console', { subscription: 'inbox', expiresAt: START + minutes(24 * 60) }))
  return world
}

const listed = (world: AppWorld, open = true) =>
  world.store.notifications({ botId: 'shop', open, limit: 100 }, world.app.clock.now())

const shown = (world: AppWorld) =>
  world
    .framesTo('console')
    .flatMap(frame =>
      frame.type === 'notification' ? [[frame.notification.id, frame.notification.done ? 'done' : 'open']] : [],
    )

describe('a handoff', () => {
  it("notifies agents once, with the episode id, the conversation and the user's name", async () => {
    const world = await given()
    await execute(world.app, maria, userCalled('Maria\n\u202eSilva'))
    await world.userAsksForPerson(maria)
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
    await world.userAsksForPerson(maria)
    await world.dispatched()
    await world.agentSays(maria, 'here I am')
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
    await world.userAsksForPerson(maria)
    await world.dispatched()
    await world.agentResumes(maria)
    await world.userAsksForPerson(maria)
    await world.dispatched()

    expect((await listed(world, false)).map(({ id, done }) => [id, done !== undefined])).toEqual([
      [episodeId({ id: sessionId(maria) }, 2), false],
      [first, true],
    ])
  })

  it('reopens its notification when its agent falls silent', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    await world.dispatched()
    await world.agentSays(maria, 'one moment')
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
    await world.agentPauses(maria)
    await world.userAsksForPerson(jonas)
    await world.agentSays(jonas, 'I am faster')
    await world.dispatched()

    expect(await listed(world, false)).toEqual([])
  })

  it('fails for its own records alone while the store is unreachable, and is notified with the next try', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    await world.userSays(jonas, 'hi')
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
