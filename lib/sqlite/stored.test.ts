import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { storeWorld } from '../../test/contract/store-world.ts'
import { agentPauses, agentResumes, userCalled, userSays } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { asVersion10 } from '../../test/support/schema-10.ts'
import { defined } from '../defined.ts'
import type { Session } from '../session/session.ts'
import { openSqliteStore, type SqliteStore } from './store.ts'

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

it('reads a session that schema 6 stored', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-stored-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'interlude.db')
  const first = openSqliteStore({ path })
  const world = storeWorld(first, first.feed)
  await world.does(maria, userCalled('Maria Silva'))
  await world.does(maria, agentPauses())
  const { session } = await world.does(maria, agentResumes())
  await world.does(maria, userSays('Hello?'))
  const { session: now } = (await first.load(session.id)) as { session: Session }
  first.close()
  asSchema6(path)

  const second = openSqliteStore({ path })
  expect((await second.load(session.id))?.session).toEqual(now)
  expect((await second.feed.read(10)).map(({ change }) => change.session).at(-1)).toEqual(now)
  second.close()
})

/** Gives the fields of all sessions in a file the names that they had in schema 6. */
function asSchema6(path: string) {
  asVersion10(path)
  const db = new DatabaseSync(path)
  for (const { pk, state } of db.prepare('SELECT pk, state FROM session').all()) {
    const { newestOutgoing, claimedUpTo, deliveryClaim, handedBackUpTo, nextHandback, recent, ...rest } = JSON.parse(
      String(state),
    ) as Session
    const former = {
      ...rest,
      recent: recent.map(({ turn, ...command }) => {
        if (turn?.status !== 'open') return { ...command, ...defined({ turn }) }
        const { handbacksUpTo, ...others } = turn
        return { ...command, turn: { ...others, ...defined({ told: handbacksUpTo }) } }
      }),
      ...defined({ outgoing: newestOutgoing, sending: deliveryClaim, telling: nextHandback }),
      handed: claimedUpTo,
      told: handedBackUpTo,
    }
    db.prepare('UPDATE session SET state = ? WHERE pk = ?').run(JSON.stringify(former), Number(pk))
  }
  db.exec('PRAGMA user_version = 6')
  db.close()
}

it('returns the same session from memory and from the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-stored-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'interlude.db')
  let store = openSqliteStore({ path })
  const world = storeWorld(store, store.feed)
  await world.does(maria, userCalled('Maria Silva'))
  const { session } = await world.does(maria, agentPauses())
  const known = await shown(store, session.id)
  store.close()

  store = openSqliteStore({ path })
  const read = await shown(store, session.id)
  const reader = storeWorld(store, store.feed)
  expect(known).toEqual([session, session, session, session])
  expect(read).toEqual(known)

  const { session: resumed } = await reader.does(maria, agentResumes())
  expect(await shown(store, session.id)).toEqual([resumed, resumed, undefined, resumed])
  store.close()
})
