import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeWorld } from '../../../test/contract/store-world.ts'
import { seeded } from '../../../test/e2e/random.ts'
import { minutes } from '../../../test/support/clock.ts'
import {
  agentNotes,
  agentPauses,
  agentResumes,
  userAsksForPerson,
  userCalled,
  userSays,
} from '../../../test/support/commands.ts'
import { addresses, anAddress, maria } from '../../../test/support/people.ts'
import { asVersion10 } from '../../../test/support/schema-10.ts'
import { aBot } from '../../../test/support/stored.ts'
import { NO_RECEIPTS } from '../../session/receipts.ts'
import { sessionId } from '../../session/session.ts'
import { openSqliteStore, type SqliteStore } from '../store.ts'

const OPEN_STORE = fileURLToPath(new URL('../../../test/support/open-store.ts', import.meta.url))
const KILLS = 20
/** Conversations that make the migration take some seconds. */
const FILLERS = 30_000
const LONG_LOG = 150

const threads = ['t-1', 't-2', 't-3'].map(threadId => ({ ...maria, threadId }))
const [waiting, opened] = [anAddress({ userId: 'waiting' }), anAddress({ userId: 'opened' })]
const people = [maria, ...threads, waiting, opened, ...addresses(4), ...addresses(2, { botId: 'bank' })]
const newest = { ...maria, threadId: 't-4' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-to-11-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => join(folder, 'interlude.db')

/** Writes a file of version 10 with every kind of row. Returns what its store showed. */
async function givenVersion10(): Promise<unknown> {
  const store = openSqliteStore({ path: path() })
  const world = storeWorld(store, store.feed)
  await store.putBot('shop', 0, aBot())
  await store.signOutAgent('ana', 7)
  for (const who of threads) await world.does(who, agentNotes('hello'))
  // The first thread has the newest event, so the order of the threads is not the order of their events.
  for (const who of [...addresses(4), ...addresses(2, { botId: 'bank' }), ...threads.toReversed()]) {
    await world.does(who, userSays('hello', { user: { fullName: `Zoë ${who.userId}`, attributes: { plan: 'gold' } } }))
    world.clock.advance(minutes(1))
  }
  for (let n = 0; n < LONG_LOG; n++) await world.does(maria, agentNotes(`note ${n}`))
  await store.feed.acknowledge((await store.feed.read(1_000)).at(-1)!.position)
  await world.does(maria, userCalled('Maria Silva'))
  await world.does(maria, agentPauses())
  await world.does(maria, agentResumes())
  await world.does(maria, agentPauses())
  await world.does(waiting, userAsksForPerson())
  await world.watches(opened, [{ connectionId: 'c-1', as: 'user' }])
  await store.addReceipts(sessionId(maria), { ...NO_RECEIPTS, deliveredUpTo: 2 })
  await store.raiseReadMark({ agentId: 'ana', session: sessionId(maria), seq: 3 }, Date.now())
  const shown = await shownBy(store)
  store.close()
  asVersion10(path())
  return shown
}

/** Adds conversations that nobody looks at. */
function fill(): void {
  const db = new DatabaseSync(path())
  db.exec(`
    BEGIN;
    CREATE TEMP TABLE filler AS
      WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${FILLERS})
      SELECT value, (SELECT max(pk) FROM session) + value AS pk, 'ses_' || hex(randomblob(11)) AS id FROM n;
    INSERT INTO session (pk, id, bot, version, revision, paused, last_event, name, watchers, state)
      SELECT pk, id, 'fill', 1, 2, 0, value, '', '[]', json_object('id', id, 'revision', 2, 'lastEventAt', value) FROM filler;
    INSERT INTO entry SELECT pk, 1, '{"seq":1}' FROM filler UNION ALL SELECT pk, 2, '{"seq":2}' FROM filler;
    INSERT INTO word SELECT 'fill', 'user-' || value, pk FROM filler;
    INSERT INTO attributes SELECT pk, '{}' FROM filler;
    COMMIT;
  `)
  db.close()
}

/** All that reads return, and their orders. */
async function shownBy(store: SqliteStore): Promise<unknown> {
  const lists = ['all', 'paused', 'pending'] as const
  const ids = people.map(sessionId)
  return {
    loaded: await Promise.all(ids.map(id => store.load(id))),
    logs: await Promise.all(ids.map(id => store.entries(id, { after: 0, limit: 1_000 }))),
    middle: await store.entries(ids[0]!, { before: 100, limit: 20 }),
    lists: await Promise.all(
      ['shop', 'bank'].flatMap(botId => lists.map(status => store.list({ botId, status, limit: 100 }))),
    ),
    counts: await Promise.all(lists.map(status => store.count({ botId: 'shop', status, most: 100 }))),
    threads: await store.threads({ ...maria, limit: 10 }),
    found: await store.search({ botId: 'shop', text: 'zoe', limit: 10 }),
    episodes: await store.episodes(ids[0]!, { after: 0, limit: 10 }),
    handoffs: (await store.handoffs({ botId: 'shop', limit: 10 })).items,
    due: new Set(await store.due(Number.MAX_SAFE_INTEGER, 100)),
    attributes: await store.attributes(ids),
    receipts: await store.receipts(ids[0]!),
    marks: await store.readMarks('ana', ids, Date.now()),
    feed: await feedOf(store),
    bot: await store.bot('shop'),
    signedOut: await store.signedOutAt('ana'),
  }
}

/** The feed without what changed since: an older change shows the session as it is now. */
async function feedOf(store: SqliteStore) {
  return (await store.feed.read(100)).map(({ position, change: { session, revisionBefore, isPausedBefore } }) => ({
    position,
    id: session.id,
    revision: session.revision,
    tail: session.tail,
    revisionBefore,
    isPausedBefore,
  }))
}

/** Opens the store in another process, and ends that after a time. Returns whether it was killed. */
async function killedAfter(ms: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', OPEN_STORE, path()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<NodeJS.Signals | number>(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1))
  })
  await new Promise(resolve => child.stdout.once('data', resolve))
  await Promise.race([sleep(ms), ended])
  child.kill('SIGKILL')
  const how = await ended
  if (how !== 'SIGKILL') expect(how).toBe(0)
  return how === 'SIGKILL'
}

it('shows the same as before, and appends to the logs', async () => {
  const before = await givenVersion10()
  const progress: { done: number; total: number }[] = []

  const store = openSqliteStore({ path: path(), onProgress: each => void progress.push(each) })

  expect(await shownBy(store)).toEqual(before)
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
  const world = storeWorld(store, store.feed)
  await world.does(maria, agentNotes('after'))
  await world.does(newest, agentNotes('a new thread'))
  expect((await world.log(maria)).map(({ seq }) => seq)).toEqual(
    Array.from({ length: (await world.load(maria)).session.revision }, (_, index) => index + 1),
  )
  expect(await store.threads({ ...maria, limit: 1 })).toEqual([sessionId(newest)])
  store.close()
  expect(readdirSync(folder).sort()).toEqual(['interlude.db', 'interlude.db.lock'])
})

it(`ends right after it was killed ${KILLS} times at random moments`, { timeout: 600_000 }, async () => {
  const before = await givenVersion10()
  fill()
  const original = join(folder, 'original.db')
  copyFileSync(path(), original)
  const random = seeded(14)
  let longest = 1_500
  for (let kills = 0; kills < KILLS; ) {
    const ms = random() * longest
    if (await killedAfter(ms)) kills += 1
    else {
      // It was done. Begin again with shorter times.
      await expectSame(before)
      longest = Math.max(200, longest * 0.7)
      copyFileSync(original, path())
    }
  }

  await expectSame(before)
})

async function expectSame(before: unknown): Promise<void> {
  const store = openSqliteStore({ path: path() })
  expect(await shownBy(store)).toEqual(before)
  expect(await store.count({ botId: 'fill', status: 'all', most: 2 * FILLERS })).toBe(FILLERS)
  store.close()
}

it('goes on where it was killed', { timeout: 120_000 }, async () => {
  await givenVersion10()
  fill()
  for (let ms = 100; ; ms += 50) {
    if (!(await killedAfter(ms))) throw new Error('done before it was killed')
    if (doneSoFar() > 0) break
  }
  const done = doneSoFar()

  const progress: number[] = []
  openSqliteStore({ path: path(), onProgress: each => void progress.push(each.done) }).close()

  expect(progress[0]).toBe(done)
})

function doneSoFar(): number {
  if (!existsSync(`${path()}.migrating`)) return 0
  const db = new DatabaseSync(`${path()}.migrating`)
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get() !== undefined
  const done = hasTable ? Number(db.prepare('SELECT done FROM migration').get()?.done) : 0
  db.close()
  return done
}

it('starts over if the file changed after the interruption', { timeout: 120_000 }, async () => {
  await givenVersion10()
  fill()
  while (doneSoFar() === 0) if (!(await killedAfter(400))) throw new Error('done before it was killed')
  const db = new DatabaseSync(path())
  db.exec("UPDATE session SET email = 'new@example.org'; PRAGMA wal_checkpoint(TRUNCATE)")
  db.close()

  openSqliteStore({ path: path() }).close()

  const after = new DatabaseSync(path())
  expect(after.prepare("SELECT count(*) AS others FROM session WHERE email <> 'new@example.org'").get()).toEqual({
    others: 0,
  })
  after.close()
})

it('leaves a file that version 10 can read until it is done', { timeout: 120_000 }, async () => {
  await givenVersion10()
  fill()
  const size = statSync(path()).size
  while (doneSoFar() === 0) if (!(await killedAfter(400))) throw new Error('done before it was killed')

  const db = new DatabaseSync(path())
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 10 })
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(db.prepare('SELECT count(*) AS all_ FROM session').get()).toEqual({ all_: FILLERS + people.length })
  db.close()
  expect(statSync(path()).size).toBe(size)
})
