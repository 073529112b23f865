import { expect, it } from 'vitest'
import { joinReceipts, MAX_SENT, NO_RECEIPTS, type Receipts } from '../../lib/session/receipts.ts'
import { sessionId } from '../../lib/session/session.ts'
import { userSays } from '../support/commands.ts'
import { addresses, maria } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

const id = sessionId(maria)
const news = (part: Partial<Receipts>): Receipts => ({ ...NO_RECEIPTS, ...part })
const T = Date.UTC(2026, 0, 5, 9)

export function receiptPromises(underTest: () => UnderTest): void {
  const add = (part: Partial<Receipts>, session = id) => underTest().store.addReceipts(session, news(part))
  const known = (session = id) => underTest().store.receipts(session)
  const says = async (who = maria) => {
    await underTest().world.does(who, userSays('hello'))
  }

  it('has none before the first news', async () => {
    expect(await known()).toBeUndefined()
    await says()
    expect(await known()).toBeUndefined()
  })

  it('adds news, and returns the receipts before and after it', async () => {
    await says()
    const first = news({ sent: [{ seq: 2, at: T }] })
    expect(await add(first)).toEqual({ before: NO_RECEIPTS, receipts: first })
    expect(await known()).toEqual(first)

    const second = news({ deliveredUpTo: 2, deliveredTime: T + 1, sent: first.sent })
    expect(await add({ deliveredTime: T + 1 })).toEqual({ before: first, receipts: second })

    const third = news({ deliveredUpTo: 4, readUpTo: 4, deliveredTime: T + 1 })
    expect(await add({ readUpTo: 4 })).toEqual({ before: second, receipts: third })
    expect(await known()).toEqual(third)
  })

  it('answers news that change nothing with the same receipts twice', async () => {
    await says()
    const { receipts } = await add({ deliveredUpTo: 5, readUpTo: 3 })
    for (const part of [{ deliveredUpTo: 4 }, { readUpTo: 3 }, {}, receipts]) {
      expect(await add(part)).toEqual({ receipts, before: receipts })
    }
    expect(await known()).toEqual(receipts)
  })

  it('loses nothing of concurrent news, and passes each step on once', async () => {
    await says()
    const all: Partial<Receipts>[] = [
      ...Array.from({ length: 10 }, (_, index) => ({ sent: [{ seq: 2 * index + 1, at: T + 10 * index }] })),
      { deliveredTime: T + 55 },
      { readTime: T + 25 },
      { deliveredUpTo: 3 },
      { readUpTo: 4 },
    ]
    const answers = await Promise.all(all.map(part => add(part)))

    const expected = all.map(news).reduce(joinReceipts, NO_RECEIPTS)
    expect(expected).toMatchObject({ deliveredUpTo: 11, readUpTo: 5 })
    expect(await known()).toEqual(expected)
    // The states form one chain: each was the one before of one change at most.
    const changes = answers.filter(({ before, receipts }) => JSON.stringify(before) !== JSON.stringify(receipts))
    expect(new Set(changes.map(({ before }) => JSON.stringify(before))).size).toBe(changes.length)
    expect(changes.map(({ before }) => before)).toContainEqual(NO_RECEIPTS)
    expect(changes.map(({ receipts }) => receipts)).toContainEqual(expected)
  })

  it('keeps a full row, with numbers and times as large as they can be', async () => {
    await says()
    const large = news({
      deliveredUpTo: Number.MAX_SAFE_INTEGER - 1,
      readUpTo: 1,
      deliveredTime: 8.64e15,
      readTime: 1,
      sent: Array.from({ length: MAX_SENT }, (_, index) => ({
        seq: Number.MAX_SAFE_INTEGER - MAX_SENT + index,
        at: 8.64e15 - MAX_SENT + index + 1,
      })),
    })
    const { receipts } = await add(large)
    expect(receipts).toMatchObject({ sent: large.sent, deliveredTime: large.deliveredTime })
    expect(await known()).toEqual(receipts)
  })

  it('keeps the receipts of conversations apart', async () => {
    const people = addresses(5)
    for (const who of people) await says(who)
    await Promise.all(people.map((who, index) => add({ readUpTo: index + 1 }, sessionId(who))))
    for (const [index, who] of people.entries()) {
      expect(await known(sessionId(who))).toMatchObject({ deliveredUpTo: index + 1, readUpTo: index + 1 })
    }
  })

  it('changes neither the conversation nor the lists nor the feed', async () => {
    const { world } = underTest()
    await says()
    const before = await world.load(maria)
    await add({ readUpTo: 1, sent: [{ seq: 1, at: T }] })
    expect(await world.load(maria)).toEqual(before)
    expect(await world.log(maria)).toHaveLength(1)
    expect(await world.changes(1)).toHaveLength(1)
    expect(await world.users()).toEqual(['maria'])
  })
}
