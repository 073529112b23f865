import type { Entry, MessageEntry, RedeliveryEntry } from '../protocol/entry.ts'
import type { Session } from './session.ts'

/** An entry that sends a message to the channel's webhook. */
export type LeavingEntry = MessageEntry | RedeliveryEntry

/**
 * Whether an entry sends a message to the channel's webhook: the message itself, or the entry with which an agent sends
 * it again.
 */
export function leaves(entry: Entry): entry is LeavingEntry {
  return entry.kind === 'redelivery' || (entry.kind === 'message' && entry.deliver === true)
}

/** Returns the `seq` up to which every message has left for the user: none waits for its channel, or is being sent. */
export function leftUpTo({ revision, newestOutgoing, claimedUpTo, deliveryClaim }: Session): number {
  if (deliveryClaim) return deliveryClaim.seq - 1
  return (newestOutgoing?.seq ?? 0) > claimedUpTo ? claimedUpTo : revision
}
