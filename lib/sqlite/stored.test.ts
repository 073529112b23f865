import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { agentPauses, agentResumes, anAddress, userCalled } from '../../test/builders.ts'
import { worldOver } from '../../test/contract/world.ts'
import type { Session } from '../session/session.ts'
import { openSqliteStore, type SqliteStore } from './index.ts'

const maria = anAddress({ userId: 'maria' })
const { botId } = maria

/** The session as each read returns it. */
async function shown(store: SqliteStore, id: string): Promise<(Session | undefined)[]> {
  const lists = await Promise.all([
    store.list({ botId, status: 'all', limit: 10 }),
    store.list({ botId, status: 'paused', limit: 10 }),
  ])
  const [found] = await store.search({ botId, text: 'maria', limit: 10 })
  return [(await store.load(id))?.session, ...lists.map(({ items }) => items[0]), found]
}

it('returns the same session from memory and from the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-stored-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'interlude.db')
  let store = openSqliteStore({ path })
  const world = worldOver(store, store.feed)
  await world.does(maria, userCalled('Maria Silva'))
  const { session } = await world.does(maria, agentPauses())
  const known = await shown(store, session.id)
  store.close()

  store = openSqliteStore({ path })
  const read = await shown(store, session.id)
  const reader = worldOver(store, store.feed)
  expect(known).toEqual([session, session, session, session])
  expect(read).toEqual(known)

  const { session: resumed } = await reader.does(maria, agentResumes())
  expect(await shown(store, session.id)).toEqual([resumed, resumed, undefined, resumed])
  store.close()
})
