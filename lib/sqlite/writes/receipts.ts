import type { DatabaseSync } from 'node:sqlite'
import { joinReceipts, NO_RECEIPTS, type Receipts } from '../../session/receipts.ts'
import { HAS_ID, KEY_OF_ID, keysOf } from '../session-keys.ts'

interface AddInput {
  readonly session: string
  readonly news: Receipts
}

/** Writes of receipts. */
export function receiptWrites(db: DatabaseSync) {
  const stored = db.prepare(`SELECT json FROM receipts WHERE session = ${KEY_OF_ID}`)
  const put = db.prepare(`INSERT OR REPLACE INTO receipts (session, json) SELECT pk, ? FROM session WHERE ${HAS_ID}`)
  return {
    /** Adds news to the receipts of a session. Writes only if they change. */
    addReceipts({ session, news }: AddInput): { readonly receipts: Receipts; readonly before: Receipts } {
      const keys = keysOf(session)
      const row = stored.get(...keys) as { json: string } | undefined
      const before = row ? (JSON.parse(row.json) as Receipts) : NO_RECEIPTS
      const receipts = joinReceipts(before, news)
      if (receipts !== before) put.run(JSON.stringify(receipts), ...keys)
      return { receipts, before }
    },
  }
}
