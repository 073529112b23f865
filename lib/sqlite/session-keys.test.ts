import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { storeWorld } from '../../test/contract/store-world.ts'
import { agentPauses, userSays } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'
import { freeKey, keysOf } from './session-keys.ts'
import { openSqliteStore } from './store.ts'

const id = sessionId(maria)
const [first, last] = keysOf(id)

it('gives safe integers, and the same bucket to the same id', () => {
  expect(keysOf(id)).toEqual([first, last, id])
  expect(Number.isSafeInteger(last)).toBe(true)
  expect(keysOf(`${id}x`)[0]).not.toBe(first)
})

it('gives the first free key of the bucket', () => {
  expect(freeKey(id, () => false)).toBe(first)
  expect(freeKey(id, key => key < last)).toBe(last)
  expect(() => freeKey(id, () => true)).toThrow(id)
})

it('keeps conversations apart whose ids have the same hash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'interlude.db')
  openSqliteStore({ path }).close()
  // No two ids with the same hash are known, so another id takes the first key of this one's bucket.
  const db = new DatabaseSync(path)
  const other = `INSERT INTO session (pk, id, bot, version, revision, newest, paused, last_event, email, watchers, state)
     VALUES (${first}, 'ses_other', 'shop', 7, 0, 0, 0, 0, '', '[]', '{"other":true}')`
  db.exec(other)
  db.close()

  const store = openSqliteStore({ path })
  const world = storeWorld(store, store.feed)
  await world.does(maria, userSays('hello'))
  await world.does(maria, agentPauses())

  expect((await store.load(id))?.session).toMatchObject({ id, revision: 2 })
  expect(await store.entries(id, { after: 0, limit: 10 })).toHaveLength(2)
  expect(await world.users({ status: 'paused' })).toEqual(['maria'])
  store.close()
  const again = new DatabaseSync(path)
  expect(again.prepare('SELECT pk, version FROM session ORDER BY pk').all()).toEqual([
    { pk: first, version: 7 },
    { pk: first + 1, version: 2 },
  ])
  again.close()
})
