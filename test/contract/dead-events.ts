import { expect, it } from 'vitest'
import { DEAD_EVENT_MS, type StoredDeadEvent } from '../../lib/ports/dead-events.ts'
import { sessionId } from '../../lib/session/session.ts'
import { jonas, maria } from '../support/people.ts'
import { allPages } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const T = Date.UTC(2026, 0, 5, 9)
const DAY = 24 * 3_600_000

function aDeadEvent(seq: number, at: number = T, who = maria, more: Partial<StoredDeadEvent> = {}): StoredDeadEvent {
  const session = sessionId(who)
  return {
    ...{ session, seq, at, failedAt: at + DAY, reason: 'answered 503' },
    event: {
      type: 'conversation.alerted',
      id: `${session}:${seq}`,
      botId: who.botId,
      session: { id: session, channel: who.channel, userId: who.userId },
      at: new Date(at).toISOString(),
      data: { seq, count: 1 },
    },
    ...more,
  }
}

export function deadEventPromises(underTest: () => UnderTest): void {
  const put = async (...all: readonly StoredDeadEvent[]) => {
    for (const each of all) await underTest().store.putDeadEvent('shop', each)
  }
  const pages = (limit: number, now = T + DAY, botId = 'shop') =>
    allPages(cursor => underTest().store.deadEvents({ botId, limit, ...(cursor !== undefined && { cursor }) }, now))
  const all = async (now = T + DAY, botId = 'shop') => (await pages(100, now, botId)).flat()

  it('are listed with the newest events first, page by page', async () => {
    expect(await all()).toEqual([])
    const given = [aDeadEvent(1), aDeadEvent(2, T + 1), aDeadEvent(12, T + 1_000), aDeadEvent(3, T + 5, jonas)]
    await put(...given)
    const expected = given.toSorted((one, two) => two.at - one.at)
    expect(await all()).toEqual(expected)
    const paged = await pages(2)
    expect(paged.map(({ length }) => length)).toEqual([2, 2])
    expect(paged.flat()).toEqual(expected)
  })

  it('of the same time are each listed once', async () => {
    const given = [aDeadEvent(1), aDeadEvent(2), aDeadEvent(10), aDeadEvent(1, T, jonas), aDeadEvent(2, T, jonas)]
    await put(...given)
    for (const limit of [1, 2, 5]) {
      const ids = (await pages(limit)).flat().map(({ event }) => event.id)
      expect(ids).toHaveLength(given.length)
      expect(new Set(ids)).toEqual(new Set(given.map(({ event }) => event.id)))
    }
  })

  it('replace the one of the same event', async () => {
    await put(aDeadEvent(1), aDeadEvent(1, T, maria, { reason: 'answered 400', failedAt: T + 2 * DAY }))
    expect(await all()).toEqual([aDeadEvent(1, T, maria, { reason: 'answered 400', failedAt: T + 2 * DAY })])
  })

  it('are removed, and a page goes on after a removed one', async () => {
    const [one, two, three] = [aDeadEvent(1), aDeadEvent(2, T + 1), aDeadEvent(3, T + 2)]
    await put(one, two, three)
    const { store } = underTest()
    const first = await store.deadEvents({ botId: 'shop', limit: 1 }, T + DAY)
    expect(first.items).toEqual([three])
    await store.removeDeadEvent('shop', three)
    await store.removeDeadEvent('shop', { at: T, session: sessionId(jonas), seq: 1 })
    const rest = await store.deadEvents({ botId: 'shop', limit: 5, cursor: first.next! }, T + DAY)
    expect(rest).toEqual({ items: [two, one] })
    expect(await all()).toEqual([two, one])
  })

  it('are kept apart for each bot', async () => {
    await put(aDeadEvent(1))
    await underTest().store.putDeadEvent('bank', aDeadEvent(1, T, { ...maria, botId: 'bank' }))
    expect((await all()).map(({ event }) => event.botId)).toEqual(['shop'])
    expect((await all(T + DAY, 'bank')).map(({ event }) => event.botId)).toEqual(['bank'])
    expect(await all(T + DAY, 'nobody')).toEqual([])
  })

  it('end some time after the last failure', async () => {
    const [old, newer] = [aDeadEvent(1), aDeadEvent(2, T, jonas, { failedAt: T + 3 * DAY })]
    await put(old, newer)
    expect(await all(old.failedAt + DEAD_EVENT_MS - 60_000)).toHaveLength(2)
    expect(await all(old.failedAt + DEAD_EVENT_MS + 60_000)).toEqual([newer])
    await put(aDeadEvent(3, old.failedAt + DEAD_EVENT_MS))
    expect((await all(old.failedAt + DEAD_EVENT_MS + 60_000)).map(({ seq }) => seq)).toEqual([3, 2])
  })
}
