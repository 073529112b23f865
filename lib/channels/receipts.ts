import { NO_RECEIPTS, type Receipts } from '../session/receipts.ts'
import type { ChannelEvent } from './channel.ts'

const CALL_ID = /^(ses_[A-Za-z0-9_-]{22}):(\d+)(?::\d+)?$/

type ReceiptEvent = Extract<ChannelEvent, { kind: 'receipt' | 'sentByUs' }>

/**
 * Reads what an event of a platform says of the receipts of a conversation. Undefined if it says nothing. A message of
 * several calls counts as arrived with the first of them: nothing in an event tells how many there are.
 */
export function receiptNews(event: ReceiptEvent, session: string): Receipts | undefined {
  switch (event.kind) {
    case 'receipt':
      return event.state === 'read'
        ? { ...NO_RECEIPTS, readTime: event.upTo }
        : { ...NO_RECEIPTS, deliveredTime: event.upTo }
    case 'sentByUs': {
      const [, of, seq] = CALL_ID.exec(event.id) ?? []
      // A call that was made for another conversation, or before the account belonged to this bot, is not of this log.
      return of === session ? sentNews(Number(seq), event.at) : undefined
    }
    default:
      return event satisfies never
  }
}

/** The news that the platform sent a logged message at this time. Undefined if it did not tell the time. */
export function sentNews(seq: number, at: string | undefined): Receipts | undefined {
  const time = Date.parse(at ?? '')
  return Number.isSafeInteger(seq) && time > 0 ? { ...NO_RECEIPTS, sent: [{ seq, at: time }] } : undefined
}
