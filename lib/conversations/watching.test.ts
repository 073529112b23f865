import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { agentPauses, userSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { MAX_DIRECT_WATCHERS } from '../ports/sessions.ts'
import { sessionId } from '../session/session.ts'
import { execute } from './execute.ts'
import { forgetSocket } from './presence.ts'
import { addWatcher, dropWatcher } from './watching.ts'

const id = sessionId(maria)
const console1 = { connectionId: 'console-1', as: 'agent' } as const
const watchers = async (world: AppWorld) => (await world.store.load(id))?.watchers ?? []

describe('watching a conversation', () => {
  it('returns the conversation as it was before the first commit that is pushed', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'one')
    const { session } = await addWatcher(world.app, maria, console1)
    expect(session.revision).toBe(1)
    await world.userSays(maria, 'two')
    expect(world.framesTo('console-1')).toMatchObject([{ after: 1, upto: 2 }])
  })

  it('returns the conversation with a commit that comes while the watcher is being stored', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'one')
    const { setWatchers } = world.store
    let comesBetween = true
    world.store.setWatchers = async (version, session, all) => {
      if (comesBetween) {
        comesBetween = false
        await world.userSays(maria, 'two')
      }
      return await setWatchers(version, session, all)
    }
    const { session } = await addWatcher(world.app, maria, console1)
    expect(session.revision).toBe(2)
    expect(world.framesTo('console-1')).toEqual([])
  })

  it('adds the watcher during a commit, which then pushes to it', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'one')
    const { commit } = world.store
    let comesBetween = true
    world.store.commit = async (version, decision) => {
      if (comesBetween) {
        comesBetween = false
        await addWatcher(world.app, maria, console1)
      }
      return await commit(version, decision)
    }
    await execute(world.app, maria, userSays('two'))
    expect(world.framesTo('console-1')).toMatchObject([{ after: 1, upto: 2 }])
  })

  it('may begin before the first message, and the lists do not show the conversation yet', async () => {
    const world = await appWorld({ mode: 'gate' })
    await addWatcher(world.app, maria, { connectionId: 'widget', as: 'user' })
    expect((await world.store.list({ botId: 'shop', status: 'all', limit: 10 })).items).toEqual([])
    await world.userSays(maria, 'hi')
    expect(world.framesTo('widget')).toMatchObject([{ after: 0, upto: 1 }])
  })

  it('fails with session.not_found for an unknown id, and for an id of another bot', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    for (const target of [
      { id: sessionId(jonas), botId: 'shop' },
      { id, botId: 'other' },
    ]) {
      await expect(addWatcher(world.app, target, console1)).rejects.toMatchObject({ code: 'session.not_found' })
    }
    expect(await watchers(world)).toEqual([])
  })

  it('stores a watcher once, however often it is added', async () => {
    const world = await appWorld({ mode: 'gate' })
    await addWatcher(world.app, maria, console1)
    const { version } = (await world.store.load(id))!
    await addWatcher(world.app, maria, console1)
    expect((await world.store.load(id))!.version).toBe(version)
    expect(await watchers(world)).toEqual([console1])
  })

  it('stores sixteen watchers, and leaves later ones to the feed', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (let n = 0; n <= MAX_DIRECT_WATCHERS; n++) {
      await addWatcher(world.app, maria, { connectionId: `c${n}`, as: 'agent' })
    }
    expect((await watchers(world)).map(({ connectionId }) => connectionId)).toEqual(
      Array.from({ length: MAX_DIRECT_WATCHERS }, (_, n) => `c${n}`),
    )
  })

  it('replaces the expiry of a watcher that has a fresh token', async () => {
    const world = await appWorld({ mode: 'gate' })
    await addWatcher(world.app, maria, { ...console1, expiresAt: START + minutes(1) })
    await addWatcher(world.app, maria, { ...console1, expiresAt: START + minutes(2) })
    expect(await watchers(world)).toEqual([{ ...console1, expiresAt: START + minutes(2) }])
  })

  it('replaces watchers whose token has expired', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (let n = 0; n < MAX_DIRECT_WATCHERS; n++) {
      await addWatcher(world.app, maria, { connectionId: `c${n}`, as: 'agent', expiresAt: START + minutes(1) })
    }
    world.app.clock.advance(minutes(1))
    await addWatcher(world.app, maria, console1)
    expect(await watchers(world)).toEqual([console1])
  })

  it('adds four concurrent watchers', async () => {
    const world = await appWorld({ mode: 'gate' })
    await Promise.all(
      ['a', 'b', 'c', 'd'].map(connectionId => addWatcher(world.app, maria, { connectionId, as: 'agent' })),
    )
    expect(await watchers(world)).toHaveLength(4)
  })

  it('fails with session.busy if every write loses its race, and stores no watcher', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    world.store.setWatchers = async () => false
    await expect(addWatcher(world.app, maria, console1)).rejects.toMatchObject({ code: 'session.busy', status: 503 })
    expect(await watchers(world)).toEqual([])
  })
})

describe('dropping a watcher', () => {
  it('ends the pushes to that socket only', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (const connectionId of ['a', 'b']) await addWatcher(world.app, maria, { connectionId, as: 'agent' })
    await dropWatcher(world.app, id, 'a')
    await world.userSays(maria, 'hi')
    expect(world.framesTo('a')).toEqual([])
    expect(world.framesTo('b')).toHaveLength(1)
  })

  it('keeps a change of the conversation that comes meanwhile', async () => {
    const world = await appWorld({ mode: 'gate' })
    await addWatcher(world.app, maria, console1)
    const { setWatchers } = world.store
    let comesBetween = true
    world.store.setWatchers = async (version, session, all) => {
      if (comesBetween) {
        comesBetween = false
        await execute(world.app, maria, agentPauses())
      }
      return await setWatchers(version, session, all)
    }
    await dropWatcher(world.app, id, 'console-1')
    expect(await world.load(maria)).toMatchObject({ session: { control: { holder: 'human' } }, watchers: [] })
  })

  it('writes nothing for an unknown watcher', async () => {
    const world = await appWorld({ mode: 'gate' })
    await dropWatcher(world.app, id, 'console-1')
    await world.userSays(maria, 'hi')
    const { version } = await world.load(maria)
    await dropWatcher(world.app, id, 'console-1')
    expect((await world.load(maria)).version).toBe(version)
  })
})

describe('forgetting a socket that is gone', () => {
  it('removes the socket from every conversation that it watched, and from the one that found it gone', async () => {
    const world = await appWorld({ mode: 'gate' })
    const nina = { ...maria, userId: 'nina' }
    await world.store.putSocket(anAgentSocket('console-1', { watching: [id, sessionId(jonas)] }))
    for (const who of [maria, jonas, nina]) await addWatcher(world.app, who, console1)
    await forgetSocket(world.app, 'console-1', sessionId(nina))

    for (const who of [maria, jonas, nina]) expect((await world.load(who)).watchers).toEqual([])
    expect(await world.store.socket('console-1')).toBeUndefined()
  })

  it('removes the socket from the conversation that found it gone, even if it is no longer stored', async () => {
    const world = await appWorld({ mode: 'gate' })
    await addWatcher(world.app, maria, console1)
    await forgetSocket(world.app, 'console-1', id)
    expect(await watchers(world)).toEqual([])
  })
})
