import type { Entry, MessageEntry, PausedEntry, ResumedEntry } from '../../../lib/protocol/entry.ts'

/** Lookups of a log, computed once, so that a check takes time in proportion to the log. */
export interface LogIndex {
  /** Entries by the mark that a command left in them. */
  readonly byMark: ReadonlyMap<string, readonly Entry[]>
  /** Replies by the message that they answer. */
  readonly replies: ReadonlyMap<number, readonly MessageEntry[]>
  readonly pauses: readonly PausedEntry[]
  /** Pauses and unpauses. */
  readonly changes: readonly (PausedEntry | ResumedEntry)[]
  /** Messages that were unanswered when people took control. */
  readonly held: ReadonlySet<number>
}

const indexes = new WeakMap<readonly Entry[], LogIndex>()

/** The index of a log, which must not change afterwards. */
export function indexOf(log: readonly Entry[]): LogIndex {
  const known = indexes.get(log)
  if (known) return known
  const changes = log.filter(entry => entry.kind === 'paused' || entry.kind === 'resumed')
  const pauses = changes.filter(entry => entry.kind === 'paused')
  const replies = log.filter(entry => entry.kind === 'message' && entry.inReplyTo !== undefined) as MessageEntry[]
  const byMark = new Map<string, Entry[]>()
  for (const entry of log) {
    for (const mark of new Set(marksOf(entry))) {
      const found = byMark.get(mark)
      if (found) found.push(entry)
      else byMark.set(mark, [entry])
    }
  }
  const index: LogIndex = {
    byMark,
    replies: Map.groupBy(replies, ({ inReplyTo = 0 }) => inReplyTo),
    pauses,
    changes,
    held: new Set(pauses.flatMap(({ held = [] }) => held)),
  }
  indexes.set(log, index)
  return index
}

/** The last of `entries` (ascending) up to and including `seq`. */
export function lastUpTo<E extends Entry>(entries: readonly E[], seq: number): E | undefined {
  return entries[placeAfter(entries, seq) - 1]
}

/** The first of `entries` (ascending) after `seq`. */
export function firstAfter<E extends Entry>(entries: readonly E[], seq: number): E | undefined {
  return entries[placeAfter(entries, seq)]
}

function placeAfter(entries: readonly Entry[], seq: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.seq ?? 0) <= seq) low = middle + 1
    else high = middle
  }
  return low
}

function marksOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'message':
    case 'note':
      return entry.text === undefined ? [] : [entry.text]
    case 'paused':
      return entry.reason === undefined ? [entry.trigger] : [entry.trigger, entry.reason]
    case 'resumed':
      return entry.comment === undefined ? [] : [entry.comment]
    default:
      return []
  }
}
