import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { sessionId } from '../../lib/session/session.ts'
import { openSqliteStore, type SqliteStore } from '../../lib/sqlite/store.ts'
import { agentNotes, agentPauses, userCalled, userSays } from '../support/commands.ts'
import { addresses, maria } from '../support/people.ts'
import { aBot } from '../support/stored.ts'
import { storeContract } from './store.ts'
import { storeWorld } from './store-world.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-sqlite-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const underTest = (store: SqliteStore) => ({ store, feed: store.feed, close: async () => store.close() })

storeContract('SQLite in memory', async () => underTest(openSqliteStore({ path: ':memory:' })))
storeContract('an SQLite file', async () => underTest(openSqliteStore({ path: join(folder, 'interlude.db') })))

describe('an SQLite file', () => {
  let store: SqliteStore
  const path = () => join(folder, 'data', 'interlude.db')
  const world = () => storeWorld(store, store.feed)
  const reopen = () => {
    store.close()
    store = openSqliteStore({ path: path() })
  }
  const unavailable = expect.objectContaining({ code: 'store.unavailable', cause: expect.any(Error) })

  beforeEach(() => {
    store = openSqliteStore({ path: path() })
  })
  afterEach(() => store.close())

  it('keeps everything when it is closed and reopened', async () => {
    await store.putBot('shop', 0, aBot())
    await world().does(
      maria,
      userCalled('Maria Silva', { user: { fullName: 'Maria Silva', attributes: { plan: 'x' } } }),
    )
    await world().does(maria, agentPauses())
    const before = await world().load(maria)
    const log = await world().log(maria)

    reopen()

    expect(await world().load(maria)).toEqual(before)
    expect(await world().log(maria)).toEqual(log)
    expect(await world().users({ status: 'paused' })).toEqual(['maria'])
    expect(await world().found('silva')).toEqual(['maria'])
    expect([...(await store.attributes([sessionId(maria)])).values()]).toEqual([{ plan: 'x' }])
    expect(await store.episodes(sessionId(maria), { after: 0, limit: 10 })).toHaveLength(1)
    expect(await store.bot('shop')).toEqual(aBot())
  })

  it('returns unacknowledged changes again after a restart, and continues the positions', async () => {
    for (const count of [1, 2, 3]) await world().does(maria, agentNotes(`note ${count}`))
    const [first] = await store.feed.read(1)
    await store.feed.acknowledge(first!.position)

    reopen()
    await store.feed.wait(600_000)

    const [second, third] = await store.feed.read(10)
    expect([second?.change.session.revision, third?.change.session.revision]).toEqual([2, 3])
    await store.feed.acknowledge(third!.position)
    reopen()
    await world().does(maria, agentNotes('note 4'))
    const [fourth] = await store.feed.read(10)
    expect(fourth?.change.session.revision).toBe(4)
    expect(Number(fourth?.position)).toBeGreaterThan(Number(third?.position))
  })

  it('finishes a pending commit before it closes', async () => {
    const { loaded, decision } = await world().decides(maria, userSays('hello'))

    const underWay = store.commit(loaded.version, decision)
    reopen()

    expect(await underWay).toBe(true)
    expect((await world().load(maria)).session.revision).toBe(1)
  })

  it('is readable only by its owner', async () => {
    await world().does(maria, userSays('hello'))

    for (const file of [path(), `${path()}-wal`, `${path()}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
  })

  it('undoes a failed write, and keeps the others of the same transaction', async () => {
    const people = addresses(3)
    const [first, broken, last] = await Promise.all(people.map(who => world().decides(who, agentNotes('a note'))))
    const twice = [...broken!.decision.entries, ...broken!.decision.entries]

    const results = await Promise.allSettled([
      store.commit(0, first!.decision),
      store.commit(0, { ...broken!.decision, entries: twice }),
      store.commit(0, last!.decision),
    ])

    expect(results).toEqual([
      { status: 'fulfilled', value: true },
      { status: 'rejected', reason: new Error('entry 1 does not follow entry 1') },
      { status: 'fulfilled', value: true },
    ])
    expect(await store.load(sessionId(people[1]!))).toBeUndefined()
    expect(await world().found('user')).toEqual(['user-1', 'user-3'])
    expect((await world().changes(2)).map(({ session }) => session.userId)).toEqual(['user-1', 'user-3'])
    for (const who of [people[0]!, people[2]!]) expect(await world().log(who)).toHaveLength(1)
  })

  it('refuses attributes that JSON cannot express, and keeps the other write', async () => {
    const { decision } = await world().decides(maria, userSays('hello'))
    const endless: Record<string, unknown> = {}
    endless.self = endless

    const broken = store.commit(0, { ...decision, attributes: endless })
    const good = store.commit(0, decision)

    await expect(broken).rejects.toThrow(TypeError)
    expect(await good).toBe(true)
  })

  it('throws store.unavailable after it is closed', async () => {
    const { decision } = await world().decides(maria, userSays('hello'))
    store.close()

    await expect(store.load(sessionId(maria))).rejects.toEqual(unavailable)
    await expect(store.commit(0, decision)).rejects.toEqual(unavailable)
    await expect(store.setWatchers(0, decision.session, [])).rejects.toEqual(unavailable)
    await expect(store.list({ botId: 'shop', status: 'all', limit: 1 })).rejects.toEqual(unavailable)
    await expect(store.bots({ limit: 100 })).rejects.toEqual(unavailable)
    await expect(store.putKey('shop', { keyId: 'k', hash: '', createdAt: '' })).rejects.toEqual(unavailable)
    await expect(store.removeSocket('c-1')).rejects.toEqual(unavailable)
    await expect(store.feed.read(1)).rejects.toEqual(unavailable)
    await expect(store.feed.acknowledge('1')).rejects.toEqual(unavailable)
    store.close()
  })

  it('ends a wait for changes when it closes', async () => {
    await store.feed.read(1)
    const waiting = store.feed.wait(600_000)

    store.close()

    await waiting
  })

  it('throws if its path is a folder', () => {
    expect(() => openSqliteStore({ path: folder })).toThrow(InterludeError)
  })

  it('refuses a cursor that no page has returned', async () => {
    for (const cursor of [
      '',
      'x',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a"]').toString('base64url'),
    ]) {
      await expect(store.list({ botId: 'shop', status: 'all', limit: 1, cursor })).rejects.toMatchObject({
        code: 'request.invalid',
      })
    }
  })

  it('cannot be opened by two stores at a time', async () => {
    await world().does(maria, userSays('hello'))

    expect(() => openSqliteStore({ path: path() })).toThrow(
      expect.objectContaining({ code: 'store.unavailable', message: expect.stringContaining('in use') }),
    )

    reopen()
    expect((await world().load(maria)).session.revision).toBe(1)
  })
})
