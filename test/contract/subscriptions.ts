import { expect, it } from 'vitest'
import type { StoredSubscription } from '../../lib/ports/subscriptions.ts'
import type { UnderTest } from './suite.ts'

const aSubscription = (id: string, change: Partial<StoredSubscription> = {}): StoredSubscription => ({
  id,
  protocol: 'email',
  endpoint: 'ana@example.test',
  createdAt: '2026-01-02T03:04:05.000Z',
  ...change,
})

export function subscriptionPromises(underTest: () => UnderTest): void {
  it('returns none for a bot without any', async () => {
    const { store } = underTest()
    await store.putSubscription('bank', aSubscription('sub_1'))

    expect(await store.subscriptions({ botId: 'shop', limit: 10 })).toEqual([])
    expect(await store.subscription('shop', 'sub_1')).toBeUndefined()
  })

  it('keeps the subscriptions of each bot apart', async () => {
    const { store } = underTest()
    const byPhone = aSubscription('sub_1', { protocol: 'sms', endpoint: '+491701234567' })
    await store.putSubscription('shop', aSubscription('sub_1'))
    await store.putSubscription('bank', byPhone)

    expect(await store.subscription('shop', 'sub_1')).toEqual(aSubscription('sub_1'))
    expect(await store.subscriptions({ botId: 'bank', limit: 10 })).toEqual([byPhone])
  })

  it('lists subscriptions in the order of their ids, page by page', async () => {
    const { store } = underTest()
    for (const id of ['sub_b', 'sub_a-2', 'sub_c', 'sub_a']) await store.putSubscription('shop', aSubscription(id))
    const idsOf = async (limit: number, after?: string) => {
      const page = await store.subscriptions({ botId: 'shop', limit, ...(after !== undefined && { after }) })
      return page.map(({ id }) => id)
    }

    expect(await idsOf(2)).toEqual(['sub_a', 'sub_a-2'])
    expect(await idsOf(2, 'sub_a-2')).toEqual(['sub_b', 'sub_c'])
    expect(await idsOf(2, 'sub_c')).toEqual([])
    expect(await idsOf(9, 'sub_')).toHaveLength(4)
  })

  it('replaces a subscription with the same id', async () => {
    const { store } = underTest()
    await store.putSubscription('shop', aSubscription('sub_1'))
    const later = aSubscription('sub_1', { createdAt: '2026-02-03T04:05:06.000Z' })
    await store.putSubscription('shop', later)

    expect(await store.subscriptions({ botId: 'shop', limit: 10 })).toEqual([later])
  })

  it('deletes a subscription, and returns whether it existed', async () => {
    const { store } = underTest()
    for (const botId of ['shop', 'bank']) await store.putSubscription(botId, aSubscription('sub_1'))

    expect(await store.deleteSubscription('shop', 'sub_1')).toBe(true)
    expect(await store.deleteSubscription('shop', 'sub_1')).toBe(false)

    expect(await store.subscription('shop', 'sub_1')).toBeUndefined()
    expect(await store.subscription('bank', 'sub_1')).toEqual(aSubscription('sub_1'))
  })

  it('keeps subscriptions and keys of a bot apart', async () => {
    const { store } = underTest()
    await store.putKey('shop', { keyId: 'key_1', hash: 'h', createdAt: '2026-01-02T03:04:05.000Z' })
    await store.putSubscription('shop', aSubscription('sub_1'))

    expect(await store.subscriptions({ botId: 'shop', limit: 10 })).toEqual([aSubscription('sub_1')])
    expect(await store.keys('shop')).toHaveLength(1)
  })
}
