import { expect, it } from 'vitest'
import type { AccountMove } from '../../lib/ports/channels.ts'
import { MAX_ACCOUNTS } from '../../lib/protocol/channels.ts'
import { aBot } from '../support/stored.ts'
import type { UnderTest } from './suite.ts'

const move = (accountId: string, of: Pick<AccountMove, 'before' | 'after'>): AccountMove => ({
  type: 'messenger',
  accountId,
  ...of,
})

export function channelPromises(underTest: () => UnderTest): void {
  const holder = (accountId: string) => underTest().store.accountHolder('messenger', accountId)

  it('returns nothing for an account and an application that were never stored', async () => {
    const { store } = underTest()

    expect(await holder('1')).toBeUndefined()
    expect(await store.platformApp('messenger')).toBeUndefined()
  })

  it('gives accounts to a bot with its configuration, and takes them with a later one', async () => {
    const { store } = underTest()

    expect(await store.putBot('shop', 0, aBot(1), [move('1', { after: 'shop' }), move('2', { after: 'shop' })])).toBe(
      true,
    )
    expect(await Promise.all(['1', '2', '12'].map(holder))).toEqual(['shop', 'shop', undefined])
    expect(await store.accountHolder('webhook', '1')).toBeUndefined()

    expect(await store.putBot('shop', 1, aBot(2), [move('1', { before: 'shop' }), move('3', { after: 'shop' })])).toBe(
      true,
    )
    expect(await Promise.all(['1', '2', '3'].map(holder))).toEqual([undefined, 'shop', 'shop'])
    expect(await store.bot('shop')).toEqual(aBot(2))
  })

  it('gives an account from one bot to another', async () => {
    const { store } = underTest()
    await store.putBot('shop', 0, aBot(1), [move('1', { after: 'shop' })])

    expect(await store.putBot('bank', 0, aBot(1), [move('1', { before: 'shop', after: 'bank' })])).toBe(true)

    expect(await holder('1')).toBe('bank')
    expect(await store.bots({ limit: 10 })).toEqual(['bank', 'shop'])
  })

  it('writes neither bot nor accounts if one account belongs to another bot than `before`', async () => {
    const { store } = underTest()
    await store.putBot('shop', 0, aBot(1), [move('1', { after: 'shop' })])

    for (const taken of [{ after: 'bank' }, { before: 'bank', after: 'bank' }, { before: 'bank' }]) {
      expect(await store.putBot('bank', 0, aBot(1), [move('2', { after: 'bank' }), move('1', taken)])).toBe(false)
    }
    expect(await store.putBot('bank', 0, aBot(1), [move('3', { before: 'bank' })])).toBe(false)

    expect(await Promise.all(['1', '2', '3'].map(holder))).toEqual(['shop', undefined, undefined])
    expect(await store.bot('bank')).toBeUndefined()
    expect(await store.bots({ limit: 10 })).toEqual(['shop'])
  })

  it('moves no account with a configuration of a stale version', async () => {
    const { store } = underTest()
    await store.putBot('shop', 0, aBot(1), [move('1', { after: 'shop' })])

    for (const version of [0, 2]) {
      const moves = [move('1', { before: 'shop' }), move('2', { after: 'shop' })]
      expect(await store.putBot('shop', version, aBot(version + 1), moves)).toBe(false)
    }

    expect(await Promise.all(['1', '2'].map(holder))).toEqual(['shop', undefined])
    expect(await store.bot('shop')).toEqual(aBot(1))
  })

  it('gives an account to one of several bots that claim it at the same time', async () => {
    const { store } = underTest()
    const bots = ['shop', 'bank', 'club', 'town']

    const wins = await Promise.all(
      bots.map(after => store.putBot(after, 0, aBot(1), [move(after, { after }), move('1', { after })])),
    )

    expect(wins.filter(Boolean)).toHaveLength(1)
    const winner = bots[wins.indexOf(true)]!
    expect(await holder('1')).toBe(winner)
    expect(await store.bots({ limit: 10 })).toEqual([winner])
    for (const bot of bots) expect(await holder(bot)).toBe(bot === winner ? bot : undefined)
  })

  it('moves as many accounts as two configurations may have', async () => {
    const { store } = underTest()
    const numbers = [...Array(MAX_ACCOUNTS).keys()]
    const taken = numbers.map(number => move(`a${number}`, { after: 'shop' }))
    expect(await store.putBot('shop', 0, aBot(1), taken)).toBe(true)

    const moves = numbers.flatMap(number => [
      move(`a${number}`, { before: 'shop' }),
      move(`b${number}`, { after: 'shop' }),
    ])
    expect(await store.putBot('shop', 1, aBot(2), moves)).toBe(true)

    for (const number of numbers) {
      expect(await Promise.all([`a${number}`, `b${number}`].map(holder))).toEqual([undefined, 'shop'])
    }
  })

  it('keeps an application, and replaces it only at the version that was read', async () => {
    const { store } = underTest()
    const app = (version: number, appSecret: string) => ({ version, fields: { appId: '1', appSecret } })
    expect(await store.putPlatformApp('messenger', 1, app(2, 'first'))).toBe(false)
    expect(await store.platformApp('messenger')).toBeUndefined()

    expect(await store.putPlatformApp('messenger', 0, app(1, 'first'))).toBe(true)
    expect(await store.putPlatformApp('messenger', 0, app(1, 'second'))).toBe(false)
    expect(await store.putPlatformApp('messenger', 2, app(3, 'second'))).toBe(false)
    expect(await store.platformApp('messenger')).toEqual(app(1, 'first'))
    expect(await store.platformApp('webhook')).toBeUndefined()

    const wins = await Promise.all(
      [1, 2, 3, 4].map(number => store.putPlatformApp('messenger', 1, app(2, `of racer ${number}`))),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect(await store.platformApp('messenger')).toEqual(app(2, `of racer ${wins.indexOf(true) + 1}`))
  })
}
