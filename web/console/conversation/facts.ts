import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'
import { type Decided, decisionsIn } from './review/proposals.ts'

/** The fate of a message on its way to the channel, according to the entry `seq`. */
export type Fate =
  /** The channel refused it for good. */
  | { readonly status: 'undeliverable'; readonly seq: number }
  /** The channel refused it, and an agent asked for a new delivery. */
  | { readonly status: 'resent'; readonly seq: number }
  /** The fence stopped it. `isUnsure`: a crash left open whether the user got it. */
  | { readonly status: 'withheld'; readonly seq: number; readonly isUnsure: boolean }

/** Facts about entries that other entries contain. */
export interface Facts {
  readonly fates: ReadonlyMap<number, Fate>
  /** The messages that other entries refer to, by `seq`. */
  readonly messages: ReadonlyMap<number | string, MessageEntry>
  /** The times at which people took the conversation, by the episode's number. */
  readonly beginnings: ReadonlyMap<number, string>
  /** The decisions about replies of the supervised bot, by their first entry. */
  readonly decided: ReadonlyMap<number, Decided>
}

export const NO_FACTS: Facts = { fates: new Map(), messages: new Map(), beginnings: new Map(), decided: new Map() }

/** Joins the facts of two parts of a log, read in any order. */
export function joinedFacts(one: Facts, other: Facts): Facts {
  const fates = new Map(one.fates)
  for (const [of, fate] of other.fates) if (fate.seq >= (fates.get(of)?.seq ?? 0)) fates.set(of, fate)
  return {
    fates,
    messages: new Map([...one.messages, ...other.messages]),
    beginnings: new Map([...one.beginnings, ...other.beginnings]),
    decided: new Map([...one.decided, ...other.decided]),
  }
}

/** Reads the facts of a part of a log. */
export function factsOf(entries: readonly Entry[]): Facts {
  const fates = new Map<number, Fate>()
  const beginnings = new Map<number, string>()
  const named = new Set<unknown>()
  for (const entry of entries) {
    const names = 'remark' in entry ? entry.remark : entry
    if (names && 'of' in names) named.add(names.of)
    if (entry.kind === 'undeliverable') fates.set(entry.of, { status: 'undeliverable', seq: entry.seq })
    else if (entry.kind === 'redelivery') fates.set(entry.of, { status: 'resent', seq: entry.seq })
    else if (entry.kind === 'withheld' && entry.of !== undefined)
      fates.set(entry.of, { status: 'withheld', seq: entry.seq, isUnsure: entry.delivery === 'unknown' })
    else if (entry.kind === 'paused') beginnings.set(entry.episode, entry.at)
  }
  const messages = new Map<number, MessageEntry>()
  for (const entry of entries) if (entry.kind === 'message' && named.has(entry.seq)) messages.set(entry.seq, entry)
  return { fates, messages, beginnings, decided: decisionsIn(entries) }
}
