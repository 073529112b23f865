import { expect, it } from 'vitest'
import type { Watcher } from '../../lib/ports/sessions.ts'
import { newSession, sessionId } from '../../lib/session/session.ts'
import { START } from '../support/clock.ts'
import { agentNotes, userSays } from '../support/commands.ts'
import { anAddress, maria } from '../support/people.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const id = sessionId(maria)
const console1: Watcher = { connectionId: 'console-1', as: 'agent' }
const widget1: Watcher = { connectionId: 'widget-1', as: 'user' }

export function watcherPromises(underTest: () => UnderTest): void {
  it('stores the watchers, and keeps the session', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    const before = await world.load(maria)

    expect(await world.watches(maria, [console1, widget1])).toBe(true)

    const after = await world.load(maria)
    expect(after.watchers).toEqual([console1, widget1])
    expect(after.session).toEqual(before.session)
    expect(after.version).toBeGreaterThan(before.version)
  })

  it('refuses a pending commit after a watcher was added', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const { loaded, decision } = await world.decides(maria, agentNotes('under way'))

    await world.watches(maria, [console1])

    expect(await store.commit(loaded.version, decision)).toBe(false)
  })

  it('refuses a pending watcher after a commit', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const { session, version } = await world.load(maria)

    await world.does(maria, userSays('again'))

    expect(await store.setWatchers(version, session, [console1])).toBe(false)
    const { session: now, watchers } = await world.load(maria)
    expect(watchers).toEqual([])
    expect(now.revision).toBe(2)
  })

  it('lets exactly one of a racing commit and a racing watcher through', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const { loaded, decision } = await world.decides(maria, agentNotes('racing'))

    const wins = await Promise.all([
      store.commit(loaded.version, decision),
      store.setWatchers(loaded.version, loaded.session, [console1]),
    ])

    expect(wins.filter(Boolean)).toHaveLength(1)
    expect((await world.load(maria)).watchers).toEqual(wins[1] ? [console1] : [])
    expect(await world.log(maria)).toHaveLength(wins[0] ? 2 : 1)
  })

  it("never writes the domain's part of a stored session", async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const { session, version } = await world.load(maria)

    await store.setWatchers(version, { ...session, epoch: 99, user: { fullName: 'Somebody Else' } }, [console1])

    expect((await world.load(maria)).session).toEqual(session)
  })

  it('keeps the watchers across commits', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    await world.watches(maria, [console1])

    await world.does(maria, userSays('again'))

    const { watchers, session } = await world.load(maria)
    expect(watchers).toEqual([console1])
    expect(session.revision).toBe(2)
  })

  it("keeps the expiry of a watcher's token across commits and in the feed", async () => {
    const { world } = underTest()
    const known = { ...console1, expiresAt: START + 12_345 }
    await world.does(maria, userSays('hello'))
    await world.watches(maria, [known, widget1])
    await world.does(maria, userSays('again'))
    expect((await world.load(maria)).watchers).toEqual([known, widget1])
    const changes = await world.changes(2)
    expect(changes.find(({ session }) => session.revision === 2)?.watchers).toEqual([known, widget1])
  })

  it('removes watchers', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    await world.watches(maria, [console1, widget1])

    await world.watches(maria, [widget1])
    expect((await world.load(maria)).watchers).toEqual([widget1])

    await world.watches(maria, [])
    expect((await world.load(maria)).watchers).toEqual([])
  })

  it('stores a new conversation that is only watched, and neither lists nor finds it', async () => {
    const { store, world } = underTest()

    expect(await store.setWatchers(0, newSession(maria, START), [widget1])).toBe(true)

    const { session, watchers, version } = await world.load(maria)
    expect(session).toEqual(newSession(maria, START))
    expect(watchers).toEqual([widget1])
    expect(version).toBeGreaterThan(0)
    const somebody = anAddress({ userId: 'marianne' })
    await world.does(somebody, userSays('hello'))
    await eventually(async () => expect(await world.users()).toEqual(['marianne']))
    await eventually(async () => expect(await world.found('maria')).toEqual(['marianne']))
  })

  it('stores a new watched conversation only once', async () => {
    const { store, world } = underTest()
    const session = newSession(maria, START)

    const wins = await Promise.all([
      store.setWatchers(0, session, [console1]),
      store.setWatchers(0, session, [widget1]),
      store.setWatchers(0, session, []),
    ])

    expect(wins.filter(Boolean)).toHaveLength(1)
    expect((await world.load(maria)).watchers).toEqual([[console1], [widget1], []][wins.indexOf(true)])
    expect(await store.setWatchers(5, newSession(anAddress({ userId: 'mario' }), START), [])).toBe(false)
  })

  it('lists and finds a watched conversation from its first entry on', async () => {
    const { store, world } = underTest()
    await store.setWatchers(0, newSession(maria, START), [widget1])

    await world.does(maria, userSays('hello'))

    expect((await store.load(id))?.watchers).toEqual([widget1])
    await eventually(async () => expect(await world.users()).toEqual(['maria']))
    await eventually(async () => expect(await world.found('mar')).toEqual(['maria']))
  })
}
