import { describe, expect, it } from 'vitest'
import { manualClock, seconds } from '../../test/support/clock.ts'
import { aBot, aKey } from '../../test/support/stored.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { createDirectory } from './directory.ts'

async function given() {
  const store = openSqliteStore({ path: ':memory:' })
  const clock = manualClock()
  await store.putBot('shop', 0, aBot(1))
  const directory = createDirectory(store, clock, { rememberMs: seconds(20), alone: false })
  const pauses = async () => await store.putBot('shop', 1, aBot(2, { paused: true }))
  return { store, clock, directory, pauses }
}

describe("the directory's cache", () => {
  it('serves a bot for 20 s, then reads it again', async () => {
    const { directory, clock, pauses } = await given()
    await directory.bot('shop')
    await pauses()
    clock.advance(seconds(20) - 1)
    expect((await directory.bot('shop')).config.paused).toBe(false)
    clock.advance(1)
    expect((await directory.bot('shop')).config.paused).toBe(true)
  })

  it('is bypassed and refreshed by freshBot', async () => {
    const { directory, pauses } = await given()
    await directory.bot('shop')
    await pauses()
    expect((await directory.freshBot('shop')).config.paused).toBe(true)
    expect((await directory.bot('shop')).config.paused).toBe(true)
  })

  /** Found by the simulator: the bot was asked after a bot-wide pause had been acknowledged. */
  it('does not keep a read that began before the bot was forgotten', async () => {
    const { store, clock, pauses } = await given()
    let arrive = () => {}
    const slow = {
      ...store,
      bot: async (botId: string) => {
        const read = await store.bot(botId)
        await new Promise<void>(go => (arrive = go))
        return read
      },
    }
    const directory = createDirectory(slow, clock, { rememberMs: seconds(20), alone: true })
    const early = directory.bot('shop')
    await new Promise(resolve => setImmediate(resolve))
    const late = arrive
    await pauses()
    directory.forget('shop')
    late()
    await early

    const next = directory.bot('shop')
    await new Promise(resolve => setImmediate(resolve))
    arrive()
    expect((await next).config.paused).toBe(true)
  })

  it('forgets a bot with its keys on demand, and no other bot', async () => {
    const { directory, store, pauses } = await given()
    await store.putBot('sho', 0, aBot(1))
    for (const botId of ['shop', 'sho']) {
      await store.putKey(botId, aKey('k1'))
      await directory.key(botId, 'k1')
      await directory.bot(botId)
    }
    await pauses()
    await store.putBot('sho', 1, aBot(2, { paused: true }))
    for (const botId of ['shop', 'sho']) await store.deleteKey(botId, 'k1')
    directory.forget('sho')

    expect((await directory.bot('sho')).config.paused).toBe(true)
    expect(await directory.key('sho', 'k1')).toBeUndefined()
    expect((await directory.bot('shop')).config.paused).toBe(false)
    expect(await directory.key('shop', 'k1')).toEqual(aKey('k1'))
  })

  it('does not remember that a bot is missing', async () => {
    const { directory, store } = await given()
    await expect(directory.bot('new')).rejects.toMatchObject({ code: 'bot.not_found' })
    await store.putBot('new', 0, aBot(1))
    expect((await directory.bot('new')).config.version).toBe(1)
  })

  it('remembers for 5 s that a key is missing, with one read for 50 lookups', async () => {
    const { store, clock } = await given()
    let reads = 0
    const counted = {
      ...store,
      key: async (botId: string, keyId: string) => {
        reads++
        return await store.key(botId, keyId)
      },
    }
    const directory = createDirectory(counted, clock, { rememberMs: seconds(20), alone: false })
    for (let n = 0; n < 50; n++) expect(await directory.key('shop', 'k1')).toBeUndefined()
    expect(reads).toBe(1)

    await store.putKey('shop', aKey('k1'))
    clock.advance(seconds(5))
    expect(await directory.key('shop', 'k1')).toEqual(aKey('k1'))
  })

  it('forgets that a key is missing when the bot is forgotten', async () => {
    const { directory, store } = await given()
    expect(await directory.key('shop', 'k1')).toBeUndefined()
    await store.putKey('shop', aKey('k1'))
    directory.forget('shop')
    expect(await directory.key('shop', 'k1')).toEqual(aKey('k1'))
  })

  it('keeps a known key through lookups of 3,000 missing keys', async () => {
    const { directory, store } = await given()
    await store.putKey('shop', aKey('k1'))
    await directory.key('shop', 'k1')
    for (let n = 0; n < 3_000; n++) await directory.key('shop', `made-up-${n}`)
    await store.deleteKey('shop', 'k1')
    expect(await directory.key('shop', 'k1')).toEqual(aKey('k1'))
  })

  it('drops a key after lookups of 1,000 other keys', async () => {
    const { directory, store } = await given()
    await store.putKey('shop', aKey('first'))
    await directory.key('shop', 'first')
    for (let n = 0; n < 1_000; n++) {
      await store.putKey('shop', aKey(`k${n}`))
      await directory.key('shop', `k${n}`)
    }
    await store.deleteKey('shop', 'first')
    expect(await directory.key('shop', 'first')).toBeUndefined()
  })
})
