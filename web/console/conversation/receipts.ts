import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'

export type Receipt = 'delivered' | 'read'

let last: { readonly entries: readonly Entry[]; readonly receipts: object; readonly marks: Marks } | undefined

type Marks = ReadonlyMap<number, Receipt>

/**
 * Returns the receipt to show at a message, by the `seq` of its first entry: at the newest message that the user has
 * read, and at the newest that has arrived, if that is a later one.
 */
export function receiptOf({ entries, receipts }: Pick<ConversationSnapshot, 'entries' | 'receipts'>, seq: number) {
  // Every message on screen asks for the same two.
  if (last?.entries !== entries || last.receipts !== receipts)
    last = { entries, receipts, marks: marksIn(entries, receipts) }
  return last.marks.get(seq)
}

export function marksIn(entries: readonly Entry[], receipts: ConversationSnapshot['receipts']): Marks {
  const marks = new Map<number, Receipt>()
  const delivered = newestUpTo(entries, receipts.deliveredUpTo)
  const read = newestUpTo(entries, receipts.readUpTo)
  if (delivered !== undefined) marks.set(delivered, 'delivered')
  if (read !== undefined) marks.set(read, 'read')
  return marks
}

/**
 * Returns the newest message to the user that is whole up to an entry, by its first `seq`. Passes over messages with a
 * fate of their own: they did not get through, or not with the others.
 */
function newestUpTo(entries: readonly Entry[], upTo: number): number | undefined {
  if (upTo === 0) return undefined
  const passed = new Set<number>()
  for (const entry of entries.toReversed()) {
    if (entry.kind !== 'message') {
      if ('of' in entry && entry.of !== undefined) passed.add(entry.of)
      continue
    }
    if (entry.by.type === 'user') continue
    const first = entry.continues ?? entry.seq
    if (entry.seq > upTo || passed.has(entry.seq)) passed.add(first)
    else if (!passed.has(first)) return first
  }
  return undefined
}
