import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinReceipts, MAX_SENT, NO_RECEIPTS, type Receipts, withinLog } from './receipts.ts'

const news = (part: Partial<Receipts>): Receipts => ({ ...NO_RECEIPTS, ...part })
const sentAt = (seq: number, at: number) => news({ sent: [{ seq, at }] })
const joined = (all: readonly Receipts[]) => all.reduce(joinReceipts, NO_RECEIPTS)

describe('receipts', () => {
  it('map a time of the platform to the newest message that it had sent by then', () => {
    const known = joined([sentAt(2, 100), sentAt(4, 200), sentAt(7, 300)])
    expect(joinReceipts(known, news({ deliveredTime: 299 }))).toMatchObject({ deliveredUpTo: 4, readUpTo: 0 })
    expect(joinReceipts(known, news({ deliveredTime: 300 }))).toMatchObject({ deliveredUpTo: 7, readUpTo: 0 })
    expect(joinReceipts(known, news({ readTime: 200 }))).toMatchObject({ deliveredUpTo: 4, readUpTo: 4 })
    expect(joinReceipts(known, news({ readTime: 99 }))).toMatchObject({ deliveredUpTo: 0, readUpTo: 0 })
  })

  it('take a time that arrives before the message that it names', () => {
    expect(joined([news({ readTime: 500 }), sentAt(3, 400)])).toMatchObject({ deliveredUpTo: 3, readUpTo: 3 })
  })

  it('count a message as delivered once it is read', () => {
    expect(joined([news({ readUpTo: 5 }), news({ deliveredUpTo: 3 })])).toMatchObject({ deliveredUpTo: 5, readUpTo: 5 })
  })

  it('drop the messages that no later news can name', () => {
    const known = joined([sentAt(2, 100), sentAt(4, 200), sentAt(7, 300)])
    expect(joinReceipts(known, news({ readTime: 250 })).sent).toEqual([{ seq: 7, at: 300 }])
    // The last call of message 4 comes after its first one, and a redelivery of message 2 after both.
    expect(joined([known, sentAt(4, 210), sentAt(2, 400)]).sent).toEqual(known.sent)
    expect(joined([known, sentAt(9, 150)]).sent).toEqual([
      { seq: 2, at: 100 },
      { seq: 9, at: 150 },
    ])
  })

  it('return the same object if there is nothing new', () => {
    const known = joined([sentAt(2, 100), news({ deliveredTime: 100 })])
    expect(joinReceipts(known, known)).toBe(known)
    expect(joinReceipts(known, sentAt(2, 100))).toBe(known)
    expect(joinReceipts(known, news({ deliveredUpTo: 1, deliveredTime: 50 }))).toBe(known)
    expect(joinReceipts(NO_RECEIPTS, NO_RECEIPTS)).toBe(NO_RECEIPTS)
  })

  it('keep a bounded number of sent messages, the newest', () => {
    const all = Array.from({ length: MAX_SENT + 5 }, (_, index) => sentAt(index + 1, 10 * index))
    const known = joined(all)
    expect(known.sent.map(({ seq }) => seq)).toEqual(Array.from({ length: MAX_SENT }, (_, index) => index + 6))
    expect(joinReceipts(known, news({ readTime: 10_000 }))).toMatchObject({ readUpTo: MAX_SENT + 5, sent: [] })
  })

  it('name no message past the end of the log', () => {
    expect(withinLog(news({ deliveredUpTo: 9, readUpTo: 3, sent: [{ seq: 4, at: 1 }] }), 3)).toEqual(
      news({ deliveredUpTo: 3, readUpTo: 3 }),
    )
  })
})

const instant = fc.integer({ min: 1, max: 60 })
/** News as channels have them: the time of a message, a time up to which all is delivered or read, or a `seq`. */
const someNews = (most: number) => {
  const seq = fc.integer({ min: 1, max: most })
  return fc.oneof(
    fc.tuple(seq, instant).map(([number, at]) => sentAt(number, at)),
    instant.map(deliveredTime => news({ deliveredTime })),
    instant.map(readTime => news({ readTime })),
    seq.map(deliveredUpTo => news({ deliveredUpTo })),
    seq.map(readUpTo => news({ readUpTo })),
  )
}
/** News, and the same in another order with some of them twice. */
const disturbed = (most: number) =>
  fc.array(someNews(most), { maxLength: 60 }).chain(all =>
    fc.tuple(
      fc.constant(all),
      fc
        .subarray(all)
        .chain(again => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
    ),
  )

describe('joining receipts', () => {
  it('gives the same in any order, with news that come twice, and in parts', () => {
    fc.assert(
      fc.property(disturbed(MAX_SENT), fc.nat(60), ([inOrder, disturbed], cut) => {
        const expected = joined(inOrder)
        expect(joined(disturbed)).toEqual(expected)
        expect(joinReceipts(joined(disturbed.slice(cut)), joined(disturbed.slice(0, cut)))).toEqual(expected)
        expect(joinReceipts(expected, expected)).toBe(expected)
      }),
    )
  })

  it('equals a look at all news at once', () => {
    fc.assert(
      fc.property(fc.array(someNews(MAX_SENT), { maxLength: 60 }), all => {
        const sent = all.flatMap(each => each.sent)
        const upTo = (time: number) => Math.max(0, ...sent.filter(({ at }) => at <= time).map(({ seq }) => seq))
        const readTime = Math.max(0, ...all.map(each => each.readTime))
        const deliveredTime = Math.max(readTime, ...all.map(each => each.deliveredTime))
        const readUpTo = Math.max(upTo(readTime), ...all.map(each => each.readUpTo))
        const deliveredUpTo = Math.max(readUpTo, upTo(deliveredTime), ...all.map(each => each.deliveredUpTo))
        expect(joined(all)).toMatchObject({ deliveredUpTo, readUpTo, deliveredTime, readTime })
      }),
    )
  })

  it('only raises marks, also with more messages than are kept, and never past those of all news', () => {
    fc.assert(
      fc.property(disturbed(5 * MAX_SENT), ([inOrder, disturbed]) => {
        const all = [...inOrder, ...disturbed]
        const sent = all.flatMap(each => each.sent)
        let known = NO_RECEIPTS
        for (const each of disturbed) {
          const next = joinReceipts(known, each)
          expect(next.deliveredUpTo).toBeGreaterThanOrEqual(known.deliveredUpTo)
          expect(next.readUpTo).toBeGreaterThanOrEqual(known.readUpTo)
          expect(next.readUpTo).toBeLessThanOrEqual(next.deliveredUpTo)
          expect(next.sent.length).toBeLessThanOrEqual(MAX_SENT)
          known = next
        }
        const read = sent.filter(({ at }) => at <= known.readTime).map(({ seq }) => seq)
        expect(known.readUpTo).toBeLessThanOrEqual(Math.max(0, ...read, ...all.map(({ readUpTo }) => readUpTo)))
        // A time past all messages heals what was dropped.
        const ends = (from: Receipts) => joinReceipts(from, news({ readTime: 1_000 })).readUpTo
        expect(ends(known)).toBe(ends(joined(inOrder)))
      }),
    )
  })
})
