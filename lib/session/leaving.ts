import type { Entry, MessageEntry, RedeliveryEntry } from '../protocol/entry.ts'

/** An entry that makes a message leave by the channel's webhook. */
export type LeavingEntry = MessageEntry | RedeliveryEntry

/** Whether an entry makes a message leave by the channel's webhook: the message itself, or an agent's word to send one again. */
export function leaves(entry: Entry): entry is LeavingEntry {
  return entry.kind === 'redelivery' || (entry.kind === 'message' && entry.deliver === true)
}
