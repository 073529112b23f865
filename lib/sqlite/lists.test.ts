import { expect, it, onTestFinished } from 'vitest'
import { storeWorld } from '../../test/contract/store-world.ts'
import { userSays } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'
import { openSqliteStore } from './store.ts'

it('lets other work run before each read of due conversations', async () => {
  const store = openSqliteStore({ path: ':memory:' })
  onTestFinished(() => store.close())
  await storeWorld(store, store.feed).does(maria, userSays('hello'))
  let turns = 0
  for (let read = 1; read <= 3; read++) {
    setImmediate(() => {
      turns += 1
    })

    expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([sessionId(maria)])

    expect(turns).toBe(read)
  }
})
