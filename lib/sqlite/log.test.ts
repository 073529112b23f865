import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeWorld } from '../../test/contract/store-world.ts'
import { agentNotes } from '../../test/support/commands.ts'
import { anAddress, maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'
import { openSqliteStore, type SqliteStore } from './store.ts'

const NOTES = 200
const mario = anAddress({ userId: 'mario' })

let store: SqliteStore
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' })
})
afterEach(() => store.close())

/** Writes two logs of `NOTES` entries, whose entries alternate in the table. */
async function givenTwoLogs() {
  const world = storeWorld(store, store.feed)
  for (let n = 1; n <= NOTES; n++) for (const who of [maria, mario]) await world.does(who, agentNotes(`${n}`))
}

const seqs = async (range: Parameters<SqliteStore['entries']>[1]) =>
  (await store.entries(sessionId(maria), range)).map(({ seq }) => seq)
const numbers = (from: number, upTo: number) =>
  Array.from({ length: Math.max(0, upTo - from + 1) }, (_, index) => from + index)

it('reads every page of a long log from its beginning, middle and end', async () => {
  await givenTwoLogs()

  for (const limit of [1, 63, 64, 65, 500]) {
    for (let edge = 0; edge <= NOTES + 1; edge++) {
      expect(await seqs({ after: edge, limit })).toEqual(numbers(edge + 1, Math.min(edge + limit, NOTES)))
      expect(await seqs({ before: edge, limit })).toEqual(numbers(Math.max(1, edge - limit), Math.min(edge - 1, NOTES)))
    }
  }
})

it('reads up to an entry', async () => {
  await givenTwoLogs()

  expect(await seqs({ after: 60, upTo: 70, limit: 100 })).toEqual(numbers(61, 70))
  expect(await seqs({ after: 60, upTo: 70, limit: 5 })).toEqual(numbers(61, 65))
  expect(await seqs({ after: 190, upTo: 900, limit: 100 })).toEqual(numbers(191, NOTES))
  expect(await seqs({ after: 70, upTo: 70, limit: 5 })).toEqual([])
})

it('reads nothing of a conversation that is not stored or has no entry', async () => {
  expect(await seqs({ after: 0, limit: 10 })).toEqual([])

  await storeWorld(store, store.feed).watches(maria, [])

  expect(await seqs({ after: 0, limit: 10 })).toEqual([])
  expect(await seqs({ before: 10, limit: 10 })).toEqual([])
})
