import type { Entry, MessageEntry, RedeliveryEntry } from '../protocol/entry.ts'

/** An entry that sends a message to the channel's webhook. */
export type LeavingEntry = MessageEntry | RedeliveryEntry

/**
 * Whether an entry sends a message to the channel's webhook: the message itself, or the entry with which an agent sends
 * it again.
 */
export function leaves(entry: Entry): entry is LeavingEntry {
  return entry.kind === 'redelivery' || (entry.kind === 'message' && entry.deliver === true)
}
