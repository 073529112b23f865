import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeWorld } from '../../test/contract/store-world.ts'
import { agentNotes, agentPauses, userAsksForPerson, userSays } from '../../test/support/commands.ts'
import { anAddress, ana, maria } from '../../test/support/people.ts'
import { asVersion10 } from '../../test/support/schema-10.ts'
import { aBot } from '../../test/support/stored.ts'
import { READ_MARK_MS } from '../ports/read-marks.ts'
import { NO_RECEIPTS } from '../session/receipts.ts'
import { newSession, sessionId } from '../session/session.ts'
import { openSqliteStore } from './store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-schema-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => join(folder, 'interlude.db')

/** Writes a conversation of two entries whose changes are not acknowledged. */
async function givenAConversation() {
  const store = openSqliteStore({ path: path() })
  const world = storeWorld(store, store.feed)
  await world.does(maria, agentPauses())
  await world.does(maria, agentNotes('who is this?'))
  const changes = (await store.feed.read(10)).map(({ change }) => change)
  store.close()
  return changes
}

/** Converts the file back to version 1. */
function asVersion1() {
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec(`
    CREATE TABLE feed_1 (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      revision_before INTEGER NOT NULL,
      paused_before INTEGER NOT NULL,
      watchers TEXT NOT NULL,
      state TEXT NOT NULL
    ) STRICT;
    INSERT INTO feed_1
      SELECT position, revision_before, paused_before, feed.watchers, json_set(state, '$.revision', feed.revision)
      FROM feed JOIN session ON pk = session;
    DROP TABLE feed;
    ALTER TABLE feed_1 RENAME TO feed;
    DROP TABLE IF EXISTS thread;
    CREATE TABLE socket (id TEXT PRIMARY KEY, agent_of TEXT, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
  `)
  db.close()
}

it('migrates a file of version 1, its feed included', async () => {
  const before = await givenAConversation()
  asVersion1()

  const store = openSqliteStore({ path: path() })
  const items = await store.feed.read(10)

  expect(items.map(({ change }) => change.session.tail)).toEqual(before.map(({ session }) => session.tail))
  expect(items.map(({ change }) => [change.revisionBefore, change.isPausedBefore])).toEqual([
    [0, false],
    [1, true],
  ])
  await store.feed.acknowledge(items.at(-1)!.position)
  await storeWorld(store, store.feed).does(maria, agentNotes('still here?'))
  const [next] = await store.feed.read(10)
  expect(Number(next!.position)).toBeGreaterThan(Number(items.at(-1)!.position))
  store.close()
})

/** Converts the file back to version 2. */
function asVersion2() {
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec('DROP TABLE thread; PRAGMA user_version = 2')
  db.close()
}

it.each([
  ['2', asVersion2],
  [
    '1',
    () => {
      asVersion2()
      asVersion1()
    },
  ],
])('lists the threads of conversations that version %s wrote', async (_version, asItWas) => {
  const threads = ['t-1', 't-2'].map(threadId => ({ ...maria, threadId }))
  const store = openSqliteStore({ path: path() })
  for (const who of [maria, ...threads]) await storeWorld(store, store.feed).does(who, agentNotes('hello'))
  await store.setWatchers(0, newSession({ ...maria, threadId: 'only opened' }, 0), [])
  store.close()
  asItWas()

  const again = openSqliteStore({ path: path() })
  const third = { ...maria, threadId: 't-3' }
  await storeWorld(again, again.feed).does(third, agentNotes('hello'))

  expect(await again.threads({ ...maria, limit: 10 })).toEqual([third, ...threads.toReversed()].map(sessionId))
  again.close()
})

/** Converts the file back to version 3. */
function asVersion3() {
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec(`
    DROP INDEX session_waiting;
    DROP INDEX session_queue;
    ALTER TABLE session DROP COLUMN queue;
    DROP INDEX session_agent;
    ALTER TABLE session DROP COLUMN waiting_since;
    ALTER TABLE session DROP COLUMN agent;
    PRAGMA user_version = 3;
  `)
  db.close()
}

it('lists pending and assigned handoffs that version 3 wrote', async () => {
  const store = openSqliteStore({ path: path() })
  const world = storeWorld(store, store.feed)
  const [jonas, free] = [anAddress({ userId: 'jonas' }), anAddress({ userId: 'free' })]
  await world.does(maria, agentPauses())
  await world.does(jonas, userAsksForPerson())
  await world.does(free, userSays('hello'))
  store.close()
  asVersion3()

  const again = openSqliteStore({ path: path() })
  const users = storeWorld(again, again.feed).users

  expect(await users({ status: 'pending' })).toEqual(['jonas'])
  expect(await users({ status: 'assigned', agentId: ana.id! })).toEqual(['maria'])
  again.close()
})

it('lists conversations that wait since version 9 as those without a queue', async () => {
  const store = openSqliteStore({ path: path() })
  await storeWorld(store, store.feed).does(maria, userAsksForPerson())
  store.close()
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec('DROP INDEX session_queue; ALTER TABLE session DROP COLUMN queue; PRAGMA user_version = 9;')
  db.close()

  const again = openSqliteStore({ path: path() })
  const users = storeWorld(again, again.feed).users

  expect(await users({ status: 'pending', queue: null })).toEqual(['maria'])
  expect(await users({ status: 'pending', queue: 'sales' })).toEqual([])
  again.close()
})

it('adds read marks to a file of an earlier version', async () => {
  await givenAConversation()
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec('DROP TABLE read_mark; PRAGMA user_version = 4')
  db.close()

  const store = openSqliteStore({ path: path() })
  expect(await store.raiseReadMark({ agentId: 'ana', session: sessionId(maria), seq: 2 }, 0)).toMatchObject({ seq: 2 })
  store.close()
})

it('adds the accounts of platforms to a file of version 7, and keeps its bots', async () => {
  const first = openSqliteStore({ path: path() })
  await first.putBot('shop', 0, aBot(1))
  first.close()
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec('DROP TABLE account; DROP TABLE platform_app; PRAGMA user_version = 7')
  db.close()

  const store = openSqliteStore({ path: path() })
  expect(await store.bot('shop')).toEqual(aBot(1))
  const after = 'shop'
  expect(await store.putBot('shop', 1, aBot(2), [{ type: 'messenger', accountId: '1', after }])).toBe(true)
  expect(await store.accountHolder('messenger', '1')).toBe('shop')
  expect(await store.platformApp('messenger')).toBeUndefined()
  store.close()
})

it('adds receipts to a file of version 8, and keeps its conversations', async () => {
  await givenAConversation()
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec('DROP TABLE receipts; PRAGMA user_version = 8')
  db.close()

  const store = openSqliteStore({ path: path() })
  const news = { ...NO_RECEIPTS, deliveredUpTo: 2 }
  expect(await store.addReceipts(sessionId(maria), news)).toEqual({ receipts: news, before: NO_RECEIPTS })
  expect(await store.receipts(sessionId(maria))).toEqual(news)
  expect(await store.load(sessionId(maria))).toMatchObject({ session: { revision: 2 } })
  store.close()
})

it('removes expired read marks when later ones are written', async () => {
  await givenAConversation()
  const store = openSqliteStore({ path: path() })
  const mark = (agentId: string, now: number) =>
    store.raiseReadMark({ agentId, session: sessionId(maria), seq: 1 }, now)
  for (let number = 0; number < 12; number++) await mark(`agent-${number}`, 0)
  for (const agentId of ['ana', 'ben']) await mark(agentId, READ_MARK_MS)
  store.close()

  const db = new DatabaseSync(path())
  expect(db.prepare('SELECT agent FROM read_mark ORDER BY agent').all()).toEqual([{ agent: 'ana' }, { agent: 'ben' }])
  db.close()
})

it('rebuilds unacknowledged changes from the log after a restart', async () => {
  const before = await givenAConversation()

  const store = openSqliteStore({ path: path() })
  const found = (await store.feed.read(10)).map(({ change }) => change)

  expect(found[1]).toEqual(before[1])
  // An older change has its own entries, and the session as it is now.
  expect(found[0]).toMatchObject({ revisionBefore: 0, isPausedBefore: false, session: { revision: 1 } })
  expect(found[0]!.session.tail).toEqual(before[0]!.session.tail)
  store.close()
})

it('refuses a file of a newer version, and does not change it', async () => {
  await givenAConversation()
  const db = new DatabaseSync(path())
  db.exec('PRAGMA user_version = 99')
  db.close()

  expect(() => openSqliteStore({ path: path() })).toThrow(
    expect.objectContaining({ code: 'store.unavailable', message: expect.stringContaining('newer version') }),
  )

  const again = new DatabaseSync(path())
  expect(again.prepare('SELECT revision FROM session WHERE id = ?').get(sessionId(maria))).toEqual({ revision: 2 })
  again.close()
})

it('adds later tables to a file that has none of them', async () => {
  openSqliteStore({ path: path() }).close()
  asVersion10(path())
  const db = new DatabaseSync(path())
  const notifications = ['notification', 'notification_count', 'notification_read']
  const later = ['read_mark', 'receipts', 'sign_out', ...notifications, 'account', 'platform_app']
  for (const table of later) db.exec(`DROP TABLE ${table}`)
  db.exec('PRAGMA user_version = 4')
  db.close()

  const store = openSqliteStore({ path: path() })
  await store.signOutAgent('ana', 1)

  expect(await store.signedOutAt('ana')).toBe(1)
  expect(await store.readNotifications('shop', 'ana', 7, 1)).toBe(7)
  expect(await store.notifications({ botId: 'shop', open: true, limit: 10 }, 1)).toEqual([])
  expect(await store.readMarks('ana', [sessionId(maria)], 1)).toEqual(new Map())
  expect(await store.accountHolder('messenger', '1')).toBeUndefined()
  expect(await store.receipts(sessionId(maria))).toBeUndefined()
  store.close()
})
