import { expect, it } from 'vitest'
import { aBot, aKey } from '../support/stored.ts'
import type { UnderTest } from './suite.ts'

export function botPromises(underTest: () => UnderTest): void {
  it('returns nothing for a bot that was never stored', async () => {
    const { store } = underTest()

    expect(await store.bot('shop')).toBeUndefined()
    expect(await store.bots({ limit: 100 })).toEqual([])
    expect(await store.keys('shop')).toEqual([])
    expect(await store.key('shop', 'key_1')).toBeUndefined()
  })

  it('keeps a bot with its secrets', async () => {
    const { store } = underTest()
    const bot = aBot(1, {
      mode: 'ask',
      connector: { type: 'http', url: 'https://bot.example/turn', secret: 'whsec_c2VjcmV0', timeoutMs: 5000 },
      channels: { sms: { type: 'webhook', url: 'https://sms.example', secret: 'whsec_x', replies: 'deliver' } },
      attributes: [{ label: 'Plan', attributePath: 'plan' }],
    })

    expect(await store.putBot('shop', 0, bot)).toBe(true)
    await store.putBot('bank', 0, aBot(1))

    expect(await store.bot('shop')).toEqual(bot)
    expect(await store.bot('bank')).toEqual(aBot(1))
    expect([...(await store.bots({ limit: 100 }))].sort()).toEqual(['bank', 'shop'])
  })

  it('lists bots in the order of their ids, page by page', async () => {
    const { store } = underTest()
    for (const id of ['shop', 'bank', 'A', 'shop.de', '~x', 'shop-2']) await store.putBot(id, 0, aBot(1))

    expect(await store.bots({ limit: 3 })).toEqual(['A', 'bank', 'shop'])
    expect(await store.bots({ limit: 2, after: 'shop' })).toEqual(['shop-2', 'shop.de'])
    expect(await store.bots({ limit: 9, after: 'shop.de' })).toEqual(['~x'])
    expect(await store.bots({ limit: 9, after: 'sho' })).toHaveLength(4)
  })

  it('creates a bot only once', async () => {
    const { store } = underTest()

    const wins = await Promise.all([1, 2, 3, 4].map(() => store.putBot('shop', 0, aBot(1))))

    expect(wins.filter(Boolean)).toHaveLength(1)
    expect(await store.putBot('shop', 0, aBot(1, { paused: true }))).toBe(false)
    expect((await store.bot('shop'))?.config.paused).toBe(false)
  })

  it('replaces a configuration only at the version that was read', async () => {
    const { store } = underTest()
    await store.putBot('shop', 0, aBot(1))

    expect(await store.putBot('shop', 1, aBot(2, { paused: true }))).toBe(true)
    expect(await store.putBot('shop', 1, aBot(2, { mode: 'ask' }))).toBe(false)
    expect(await store.putBot('shop', 3, aBot(4))).toBe(false)

    expect(await store.bot('shop')).toEqual(aBot(2, { paused: true }))
    const wins = await Promise.all(
      [1, 2, 3, 4].map(number => store.putBot('shop', 2, { ...aBot(3), identitySecret: `of racer ${number}` })),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect((await store.bot('shop'))?.identitySecret).toBe(`of racer ${wins.indexOf(true) + 1}`)
  })

  it('creates no bot at a version above 0', async () => {
    const { store } = underTest()

    expect(await store.putBot('shop', 1, aBot(2))).toBe(false)

    expect(await store.bot('shop')).toBeUndefined()
    expect(await store.bots({ limit: 100 })).toEqual([])
  })

  it('keeps the keys of each bot apart', async () => {
    const { store } = underTest()
    const named = aKey('key_2', { label: 'of the connector', hash: 'another' })
    await store.putKey('shop', aKey('key_1'))
    await store.putKey('shop', named)
    await store.putKey('bank', aKey('key_1', { hash: 'of the bank' }))

    expect(await store.key('shop', 'key_1')).toEqual(aKey('key_1'))
    expect(await store.key('shop', 'key_2')).toEqual(named)
    expect(await store.key('bank', 'key_2')).toBeUndefined()
    expect(await store.key('bank', 'key_1')).toEqual(aKey('key_1', { hash: 'of the bank' }))
    const keys = await store.keys('shop')
    expect([...keys].sort((a, b) => a.keyId.localeCompare(b.keyId))).toEqual([aKey('key_1'), named])
  })

  it('deletes a key, and returns whether it existed', async () => {
    const { store } = underTest()
    await store.putKey('shop', aKey('key_1'))
    await store.putKey('bank', aKey('key_1'))

    expect(await store.deleteKey('shop', 'key_1')).toBe(true)
    expect(await store.deleteKey('shop', 'key_1')).toBe(false)

    expect(await store.key('shop', 'key_1')).toBeUndefined()
    expect(await store.keys('shop')).toEqual([])
    expect(await store.keys('bank')).toHaveLength(1)
  })

  it('does not list a bot that only has keys', async () => {
    const { store } = underTest()
    await store.putKey('shop', aKey('key_1'))

    expect(await store.bot('shop')).toBeUndefined()
    expect(await store.bots({ limit: 100 })).toEqual([])
  })
}
