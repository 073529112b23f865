import { describe, expect, it } from 'vitest'
import { manualClock, seconds } from '../../test/support/clock.ts'
import { aBot, aPage } from '../../test/support/stored.ts'
import type { AccountMove } from '../ports/channels.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { createDirectory } from './directory.ts'

const move = (accountId: string, of: Pick<AccountMove, 'before' | 'after'>): AccountMove => ({
  type: 'messenger',
  accountId,
  ...of,
})

/** A store whose bot `shop` has the page 1 on its channel `page`, and a directory that counts its reads of accounts. */
async function given() {
  const store = openSqliteStore({ path: ':memory:' })
  const clock = manualClock()
  const reads = { accounts: 0, apps: 0 }
  const counted: typeof store = {
    ...store,
    accountHolder: async (type, accountId) => {
      reads.accounts++
      return await store.accountHolder(type, accountId)
    },
    platformApp: async type => {
      reads.apps++
      return await store.platformApp(type)
    },
  }
  await store.putBot('shop', 0, aBot(1, { channels: { page: aPage('1') } }), [move('1', { after: 'shop' })])
  const directory = createDirectory(counted, clock, { rememberMs: seconds(20), alone: false })
  return { store, clock, directory, reads, page: (id = '1') => directory.account('messenger', id) }
}

describe("the directory's accounts", () => {
  it('finds the channel of an account, with one read for 50 lookups', async () => {
    const { page, reads } = await given()
    for (let n = 0; n < 50; n++) expect(await page()).toEqual({ botId: 'shop', channel: 'page', config: aPage('1') })
    expect(reads.accounts).toBe(1)
  })

  it('returns nothing for an unknown account and for one of another platform, with one read in 5 s', async () => {
    const { directory, page, reads, store, clock } = await given()
    expect(await directory.account('webhook', '1')).toBeUndefined()
    for (let n = 0; n < 50; n++) expect(await page('2')).toBeUndefined()
    expect(reads.accounts).toBe(2)

    const channels = { page: aPage('1'), second: aPage('2') }
    await store.putBot('shop', 1, aBot(2, { channels }), [move('2', { after: 'shop' })])
    clock.advance(seconds(5))
    expect(await page('2')).toMatchObject({ channel: 'second' })
  })

  it('finds a new account although it remembers its bot without it', async () => {
    const { directory, page, store } = await given()
    await directory.bot('shop')
    const channels = { page: aPage('1'), second: aPage('2') }
    await store.putBot('shop', 1, aBot(2, { channels }), [move('2', { after: 'shop' })])
    expect(await page('2')).toMatchObject({ botId: 'shop', channel: 'second' })
  })

  it('finds an account on the channel that it was moved to', async () => {
    const { directory, page, store } = await given()
    await page()
    await store.putBot('shop', 1, aBot(2, { channels: { other: aPage('1') } }))
    await directory.freshBot('shop')
    expect(await page()).toMatchObject({ channel: 'other' })
  })

  it("returns nothing if the bot's configuration does not have the account, and reads it once in 5 s", async () => {
    const { directory, page, reads, store } = await given()
    await page()
    await store.putBot('shop', 1, aBot(2))
    await directory.freshBot('shop')
    for (let n = 0; n < 50; n++) expect(await page()).toBeUndefined()
    expect(reads.accounts).toBe(2)
  })

  it('finds the bot that an account was given to, once it knows that the earlier one lost it', async () => {
    const { directory, page, store } = await given()
    await page()
    await store.putBot('bank', 0, aBot(1, { channels: { fb: aPage('1') } }), [
      move('1', { before: 'shop', after: 'bank' }),
    ])
    await store.putBot('shop', 1, aBot(2))
    await directory.freshBot('shop')
    expect(await page()).toMatchObject({ botId: 'bank', channel: 'fb' })
  })

  it('finds an account at once after it was forgotten', async () => {
    const { directory, page, store } = await given()
    expect(await page('2')).toBeUndefined()
    const channels = { page: aPage('1'), second: aPage('2') }
    await store.putBot('shop', 1, aBot(2, { channels }), [move('2', { after: 'shop' })])
    directory.forgetAccount('messenger', '2')
    expect(await page('2')).toMatchObject({ channel: 'second' })
  })
})

describe("the directory's applications", () => {
  const app = (version: number) => ({ version, fields: { appId: `${version}` } })

  it('remembers an application for 20 s, and its absence for 5 s', async () => {
    const { directory, store, clock, reads } = await given()
    for (let n = 0; n < 50; n++) expect(await directory.platformApp('messenger')).toBeUndefined()
    await store.putPlatformApp('messenger', 0, app(1))
    clock.advance(seconds(5))
    for (let n = 0; n < 50; n++) expect(await directory.platformApp('messenger')).toEqual({ appId: '1' })
    expect(reads.apps).toBe(2)

    await store.putPlatformApp('messenger', 1, app(2))
    clock.advance(seconds(20))
    expect(await directory.platformApp('messenger')).toEqual({ appId: '2' })
  })

  it('reads an application again after it was forgotten', async () => {
    const { directory, store } = await given()
    expect(await directory.platformApp('messenger')).toBeUndefined()
    await store.putPlatformApp('messenger', 0, app(1))
    directory.forgetPlatformApp('messenger')
    expect(await directory.platformApp('messenger')).toEqual({ appId: '1' })
  })
})
