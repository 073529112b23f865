import type { Instant } from './session.ts'

/** How far the messages of a conversation have got at its user. Each number is a `seq`, 0 for none, and only rises. */
export interface ReceiptMarks {
  /** The user's device has every message up to here. */
  readonly deliveredUpTo: number
  /** The user has seen every message up to here. Never above `deliveredUpTo`. */
  readonly readUpTo: number
}

/**
 * The receipts of a conversation, as far as they are known. News has the same shape, and `joinReceipts` adds it. Some platforms tell
 * a time in place of a message: everything that was sent up to it has arrived, or was read. `sent` maps such a time to a
 * `seq`. All of these times are the platform's own.
 */
export interface Receipts extends ReceiptMarks {
  /** The latest times that the platform told. 0 for none. */
  readonly deliveredTime: Instant
  readonly readTime: Instant
  /** The messages after `readUpTo` that the platform has sent, ascending by `seq` and by `at`. */
  readonly sent: readonly SentMessage[]
}

/** A message, and when the platform sent it. */
export interface SentMessage {
  readonly seq: number
  readonly at: Instant
}

export const NO_RECEIPTS: Receipts = { deliveredUpTo: 0, readUpTo: 0, deliveredTime: 0, readTime: 0, sent: [] }

/** Most sent messages that are kept. Beyond that the oldest are dropped, until a later time names a newer message. */
export const MAX_SENT = 20

/**
 * Adds news to what is known. News may come in any order, twice and late: the result is the same. (Except if more than
 * `MAX_SENT` messages wait for a time: a time that names a dropped message then raises a mark less far, never further.)
 * Returns `known` itself if there is nothing new.
 */
export function joinReceipts(known: Receipts, news: Receipts): Receipts {
  const readTime = Math.max(known.readTime, news.readTime)
  const deliveredTime = Math.max(known.deliveredTime, news.deliveredTime, readTime)
  const all = [...known.sent, ...news.sent]
  const readUpTo = Math.max(known.readUpTo, news.readUpTo, newestBy(readTime, all))
  const deliveredUpTo = Math.max(known.deliveredUpTo, news.deliveredUpTo, newestBy(deliveredTime, all), readUpTo)
  const sent = stairs(all.filter(({ seq }) => seq > readUpTo)).slice(-MAX_SENT)
  const joined = { deliveredUpTo, readUpTo, deliveredTime, readTime, sent }
  return isSame(joined, known) ? known : joined
}

/** Says whether the marks of two states are the same. */
export function hasSameMarks(one: ReceiptMarks, other: ReceiptMarks): boolean {
  return one.deliveredUpTo === other.deliveredUpTo && one.readUpTo === other.readUpTo
}

/** Cuts news to the log's end, so that no sender can claim a message that does not exist yet. */
export function withinLog(news: Receipts, revision: number): Receipts {
  return {
    ...news,
    deliveredUpTo: Math.min(news.deliveredUpTo, revision),
    readUpTo: Math.min(news.readUpTo, revision),
    sent: news.sent.filter(({ seq }) => seq <= revision),
  }
}

function newestBy(time: Instant, sent: readonly SentMessage[]): number {
  return sent.reduce((newest, { seq, at }) => (at <= time ? Math.max(newest, seq) : newest), 0)
}

/**
 * Orders messages by `seq`, and drops each that a later message with an earlier time, or the same, makes superfluous:
 * every time that names the dropped one names the later one, too.
 */
function stairs(sent: readonly SentMessage[]): readonly SentMessage[] {
  const newestFirst = [...sent].sort((a, b) => b.seq - a.seq || a.at - b.at)
  let earliest = Number.POSITIVE_INFINITY
  const kept = newestFirst.filter(({ at }) => {
    if (at >= earliest) return false
    earliest = at
    return true
  })
  return kept.reverse()
}

function isSame(one: Receipts, other: Receipts): boolean {
  return (
    hasSameMarks(one, other) &&
    one.deliveredTime === other.deliveredTime &&
    one.readTime === other.readTime &&
    one.sent.length === other.sent.length &&
    one.sent.every(({ seq, at }, index) => other.sent[index]?.seq === seq && other.sent[index]?.at === at)
  )
}
