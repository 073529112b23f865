import type { ReceiptStore } from '../ports/receipts.ts'
import type { Receipts } from '../session/receipts.ts'
import type { Database } from './database.ts'
import { KEY_OF_ID, keysOf } from './session-keys.ts'

/** Receipts: how far the messages of each conversation have got at its user. One row for each conversation. */
export function receipts(database: Database): ReceiptStore {
  const one = database.prepare(`SELECT json FROM receipts WHERE session = ${KEY_OF_ID}`)
  return {
    receipts: session =>
      database.read(() => {
        const row = one.get(...keysOf(session)) as { json: string } | undefined
        return row && (JSON.parse(row.json) as Receipts)
      }),

    addReceipts: (session, news) => database.write('addReceipts', { session, news }),
  }
}
