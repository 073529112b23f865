import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { allPages, storeWorld } from '../../test/contract/store-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { agentNotes } from '../../test/support/commands.ts'
import { addresses, anAddress, maria } from '../../test/support/people.ts'
import { defined } from '../defined.ts'
import { openSqliteStore } from './store.ts'

function aPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-recent-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'interlude.db')
}

const rowsOf = (path: string) => {
  const db = new DatabaseSync(path)
  const rows = db.prepare('SELECT position FROM recent ORDER BY position').all()
  db.close()
  return rows.map(({ position }) => position)
}

it('keeps one place of a conversation that many messages follow one another in', async () => {
  const path = aPath()
  const store = openSqliteStore({ path })
  const world = storeWorld(store, store.feed)
  await world.does(anAddress({ userId: 'first' }), agentNotes('hello'))
  for (let n = 0; n < 20; n++) await world.does(maria, agentNotes(`${n}`))
  store.close()

  expect(rowsOf(path)).toEqual([1, 21])
})

it('skips thousands of former places, across pages', async () => {
  const path = aPath()
  const store = openSqliteStore({ path })
  const world = storeWorld(store, store.feed)
  for (const who of addresses(5)) {
    await world.does(who, agentNotes('hello'))
    world.clock.advance(minutes(1))
  }
  store.close()
  // Former places stand where their conversations had an entry long before the newest one.
  const db = new DatabaseSync(path)
  const upTo = (count: number) =>
    `(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${count}) SELECT value FROM n)`
  db.exec(`
    UPDATE session SET newest = newest * 10000;
    UPDATE recent SET position = position * 10000;
    INSERT INTO recent SELECT 'shop', value * 13 + 5, (SELECT pk FROM session LIMIT 1) FROM ${upTo(3_500)};
  `)
  db.close()

  const again = openSqliteStore({ path })
  const pages = (limit: number) =>
    allPages(cursor => again.list({ botId: 'shop', status: 'all', limit, ...defined({ cursor }) }))
  const users = ['user-5', 'user-4', 'user-3', 'user-2', 'user-1']

  expect((await pages(2)).map(page => page.map(({ userId }) => userId))).toEqual([
    users.slice(0, 2),
    users.slice(2, 4),
    users.slice(4),
  ])
  expect((await pages(5)).flat().map(({ userId }) => userId)).toEqual(users)
  expect(await again.count({ botId: 'shop', status: 'all', most: 3 })).toBe(3)
  expect(await again.count({ botId: 'shop', status: 'all', most: 100 })).toBe(5)
  again.close()
})

it('lists only conversations with an event since a time', async () => {
  const store = openSqliteStore({ path: ':memory:' })
  const world = storeWorld(store, store.feed)
  const times: number[] = []
  for (const who of addresses(5)) {
    await world.does(who, agentNotes('hello'))
    times.push(world.clock.now())
    world.clock.advance(minutes(30))
  }
  const [, , third = 0] = times

  const { items, next } = await store.list({ botId: 'shop', status: 'all', limit: 10, since: third })

  expect(items.map(({ userId }) => userId)).toEqual(['user-5', 'user-4', 'user-3'])
  expect(next).toBeUndefined()
  store.close()
})
