import type { Entry } from '../protocol/entry.ts'

/** An entry after which a conversation may wait for an agent. */
export type AskingEntry = Extract<Entry, { kind: 'paused' | 'transferred' }>

/**
 * Whether an entry may begin a wait for an agent. A pause by an agent begins none, but only the state tells that. A
 * transfer from one agent to another neither begins nor ends a wait.
 */
export function asks(entry: Entry): entry is AskingEntry {
  return entry.kind === 'paused' || (entry.kind === 'transferred' && entry.to === undefined)
}
