import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'

/** The fate of a message that a channel was to be given. */
export type Fate =
  /** The channel refused it for good, as the entry `seq` says. */
  | { readonly status: 'undeliverable'; readonly seq: number }
  /** It was refused, and an agent has it sent once more. */
  | { readonly status: 'resent' }
  /** The fence stopped it. `isUnsure`: a crash left open whether the user got it. */
  | { readonly status: 'withheld'; readonly isUnsure: boolean }

/** Facts of a part of a log that its entries tell of one another. */
export interface Facts {
  readonly fates: ReadonlyMap<number, Fate>
  /** The messages that another entry is about. */
  readonly messages: ReadonlyMap<number, MessageEntry>
  /** When people took the conversation, by the episode's number. */
  readonly beginnings: ReadonlyMap<number, string>
  /** The episodes that end here and begin earlier. */
  readonly begunEarlier: ReadonlySet<number>
}

/** Whether later rows lack an earlier entry: the message that they are about, or the beginning of what they end. */
export const isMissed = (entry: Entry, { fates, begunEarlier }: Facts) =>
  fates.has(entry.seq) || (entry.kind === 'paused' && begunEarlier.has(entry.episode))

/** The facts of two pages. What the later one tells of a message is newer. */
export function joinedFacts(earlier: Facts, later: Facts): Facts {
  return {
    fates: new Map([...earlier.fates, ...later.fates]),
    messages: new Map([...earlier.messages, ...later.messages]),
    beginnings: new Map([...earlier.beginnings, ...later.beginnings]),
    begunEarlier: new Set([...earlier.begunEarlier, ...later.begunEarlier]),
  }
}

/** Reads the facts of a part of a log. */
export function factsOf(entries: readonly Entry[]): Facts {
  const fates = new Map<number, Fate>()
  const beginnings = new Map<number, string>()
  const begunEarlier = new Set<number>()
  for (const entry of entries) {
    if (entry.kind === 'undeliverable') fates.set(entry.of, { status: 'undeliverable', seq: entry.seq })
    else if (entry.kind === 'redelivery') fates.set(entry.of, { status: 'resent' })
    else if (entry.kind === 'withheld' && entry.of !== undefined)
      fates.set(entry.of, { status: 'withheld', isUnsure: entry.delivery === 'unknown' })
    else if (entry.kind === 'paused') beginnings.set(entry.episode, entry.at)
    else if (entry.kind === 'resumed' && !beginnings.has(entry.episode)) begunEarlier.add(entry.episode)
  }
  const messages = new Map<number, MessageEntry>()
  if (fates.size > 0) {
    for (const entry of entries) if (entry.kind === 'message' && fates.has(entry.seq)) messages.set(entry.seq, entry)
  }
  return { fates, messages, beginnings, begunEarlier }
}

/** Whether an entry tells the fate of an earlier one, or ends what an earlier one began. */
export const isAboutEarlier = ({ kind }: Entry) =>
  kind === 'undeliverable' || kind === 'redelivery' || kind === 'withheld' || kind === 'paused' || kind === 'resumed'
