import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeWorld } from '../../../test/contract/store-world.ts'
import { userCalled, userSays } from '../../../test/support/commands.ts'
import { anAddress } from '../../../test/support/people.ts'
import { asVersion10 } from '../../../test/support/schema-10.ts'
import { sessionId } from '../../session/session.ts'
import { openSqliteStore } from '../store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-words-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => join(folder, 'interlude.db')
const person = (userId: string) => anAddress({ userId })

/** Converts the file back to version 2: words with their accents, and no e-mail. */
function asVersion2(words: Readonly<Record<string, readonly string[]>>) {
  asVersion10(path())
  const db = new DatabaseSync(path())
  db.exec(`
    ALTER TABLE session DROP COLUMN email;
    UPDATE session SET state = json_remove(state, '$.user.email');
    DELETE FROM word;
    PRAGMA user_version = 2;
  `)
  const insert = db.prepare(
    "INSERT INTO word (bot, word, session) VALUES ('shop', ?, (SELECT pk FROM session WHERE id = ?))",
  )
  for (const [userId, each] of Object.entries(words)) {
    for (const word of each) insert.run(word, sessionId(person(userId)))
  }
  db.close()
}

async function givenVersion2() {
  const store = openSqliteStore({ path: path() })
  const world = storeWorld(store, store.feed)
  await world.does(person('+49 170 1'), userCalled('Zoë Ångström'))
  await world.does(
    person('u-2'),
    userSays('hello', { user: { fullName: 'Bo Li', attributes: { email: 'bo@example.org', plan: 'gold' } } }),
  )
  await world.watches(person('u-3'), [{ connectionId: 'c-1', as: 'user' }])
  const before = await Promise.all(['+49 170 1', 'u-2', 'u-3'].map(userId => world.load(person(userId))))
  store.close()
  asVersion2({ '+49 170 1': ['zoë', 'ångström', '+49 170 1'], 'u-2': ['bo', 'li', 'u-2'] })
  return before
}

it('rebuilds the words of a file of version 2, and copies e-mail addresses from the attributes', async () => {
  const before = await givenVersion2()

  const store = openSqliteStore({ path: path() })
  const world = storeWorld(store, store.feed)

  expect(await world.found('angs')).toEqual(['+49 170 1'])
  expect(await world.found('zoe ang')).toEqual(['+49 170 1'])
  expect(await world.found('0049170')).toEqual(['+49 170 1'])
  expect(await world.found('bo@ex')).toEqual(['u-2'])
  expect(await world.found('u-3')).toEqual([])
  expect(await Promise.all(['+49 170 1', 'u-2', 'u-3'].map(userId => world.load(person(userId))))).toEqual(before)
  await world.does(person('u-2'), userCalled('Bo Ek'))
  expect(await world.found('li')).toEqual([])
  expect(await world.found('ek bo')).toEqual(['u-2'])
  store.close()
  const db = new DatabaseSync(path())
  expect(db.prepare("SELECT count(*) AS old FROM word WHERE word = 'ångström'").get()).toEqual({ old: 0 })
  db.close()
})

it('rebuilds the words again after an interruption', async () => {
  await givenVersion2()
  openSqliteStore({ path: path() }).close()
  asVersion10(path())
  const db = new DatabaseSync(path())
  // Only the first half was rebuilt.
  db.exec("DELETE FROM word WHERE word IN ('bo', 'li'); PRAGMA user_version = 2")
  db.close()

  const store = openSqliteStore({ path: path() })

  expect(await storeWorld(store, store.feed).found('li bo')).toEqual(['u-2'])
  expect(await storeWorld(store, store.feed).found('angs')).toEqual(['+49 170 1'])
  store.close()
})

it('reports progress for 60,000 conversations, and takes less than 300 MB of memory', {
  timeout: 120_000,
}, async () => {
  openSqliteStore({ path: path() }).close()
  asVersion10(path())
  const people = 60_000
  const db = new DatabaseSync(path())
  const state = JSON.stringify({ userId: 'user-#', user: { fullName: 'Zoë F#' }, tail: ['x'.repeat(1_000)] })
  db.exec(`
    BEGIN;
    INSERT INTO session (id, bot, version, revision, paused, last_event, name, watchers, state)
      SELECT 'ses_' || value, 'shop', 1, 1, 0, value, 'Zoë F' || value, '[]', replace('${state}', '#', value)
      FROM (WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ${people})
            SELECT value FROM numbers);
    COMMIT;
  `)
  db.close()
  asVersion2({})
  const told: unknown[] = []
  const before = process.memoryUsage().rss

  const store = openSqliteStore({ path: path(), onProgress: progress => void told.push(progress) })

  const grown = process.memoryUsage().rss - before
  console.info('megabytes that making words takes', Math.round(grown / 1e6))
  expect(told[0]).toEqual({ done: 50_000, total: people })
  expect(told.at(-1)).toEqual({ done: 6 * people, total: 6 * people })
  expect(grown).toBeLessThan(300e6)
  expect((await store.search({ botId: 'shop', text: 'zoe f59999', limit: 5 })).map(({ userId }) => userId)).toEqual([
    'user-59999',
  ])
  store.close()
})
