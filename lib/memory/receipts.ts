import type { ReceiptStore } from '../ports/receipts.ts'
import { joinReceipts, NO_RECEIPTS } from '../session/receipts.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Receipts: how far the messages of each conversation have got at its user. */
export function receipts({ receipts: all }: Memory): AtOnce<ReceiptStore> {
  return {
    receipts: session => all.get(session),

    addReceipts(session, news) {
      const before = all.get(session) ?? NO_RECEIPTS
      const joined = joinReceipts(before, news)
      if (joined !== before) all.set(session, joined)
      return { receipts: joined, before }
    },
  }
}
