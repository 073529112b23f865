import type { SessionId } from '../protocol/ids.ts'
import type { Receipts } from '../session/receipts.ts'

/** The receipts of conversations. Stored apart from them, so that a receipt does not change a conversation's version. */
export interface ReceiptStore {
  /** The receipts of a session, with every acknowledged addition. Undefined if it has none. */
  receipts(session: SessionId): Promise<Receipts | undefined>
  /**
   * Adds news to the receipts of a stored session, as `joinReceipts` does. Concurrent additions lose nothing. Returns
   * the receipts with the news, and those before. Writes nothing if the news changes nothing.
   */
  addReceipts(session: SessionId, news: Receipts): Promise<{ readonly receipts: Receipts; readonly before: Receipts }>
}
