import type { DatabaseSync } from 'node:sqlite'
import { joinReceipts, NO_RECEIPTS, type Receipts } from '../../session/receipts.ts'

interface AddInput {
  readonly session: string
  readonly news: Receipts
}

/** Writes of receipts. */
export function receiptWrites(db: DatabaseSync) {
  const stored = db.prepare('SELECT json FROM receipts WHERE session = (SELECT pk FROM session WHERE id = ?)')
  const put = db.prepare('INSERT OR REPLACE INTO receipts (session, json) SELECT pk, ? FROM session WHERE id = ?')
  return {
    /** Adds news to the receipts of a session. Writes only if they change. */
    addReceipts({ session, news }: AddInput): { readonly receipts: Receipts; readonly before: Receipts } {
      const row = stored.get(session) as { json: string } | undefined
      const before = row ? (JSON.parse(row.json) as Receipts) : NO_RECEIPTS
      const receipts = joinReceipts(before, news)
      if (receipts !== before) put.run(JSON.stringify(receipts), session)
      return { receipts, before }
    },
  }
}
