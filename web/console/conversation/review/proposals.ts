import type { OutboxItem } from '../../../../lib/client/index.ts'
import type { Actor, Entry } from '../../../../lib/protocol/entry.ts'
import type { ReviewOutcome } from '../../../../lib/protocol/review-outcome.ts'

/** How a proposal of the supervised bot was decided. */
export interface Decided {
  readonly outcome: ReviewOutcome
  readonly by: Actor
}

/** The decisions about proposals, by their first entry. A pause decides all that wait. */
export function decisionsIn(entries: readonly Entry[]): ReadonlyMap<number, Decided> {
  const decided = new Map<number, Decided>()
  const waiting = new Set<number>()
  for (const entry of entries) {
    if (entry.kind === 'proposed' && isFirst(entry, entries)) waiting.add(entry.seq)
    if (entry.kind === 'reviewed') {
      decided.set(entry.of, { outcome: entry.outcome, by: entry.by })
      waiting.delete(entry.of)
    }
    if (entry.kind === 'paused') {
      for (const seq of waiting) decided.set(seq, { outcome: 'withheld', by: entry.by })
      waiting.clear()
    }
  }
  return decided
}

/** The first entries of the proposals that wait, oldest first. */
export function waitingIn(entries: readonly Entry[]): readonly number[] {
  const decided = decisionsIn(entries)
  return entries.flatMap(entry =>
    entry.kind === 'proposed' && isFirst(entry, entries) && !decided.has(entry.seq) ? [entry.seq] : [],
  )
}

/** The messages of one reply stand together, and are written at the same time. */
export function isFirst(entry: Extract<Entry, { kind: 'proposed' }>, entries: readonly Entry[]): boolean {
  const before = entries.find(({ seq }) => seq === entry.seq - 1)
  return before?.kind !== 'proposed' || before.at !== entry.at || before.inReplyTo !== entry.inReplyTo
}

/** The first entries of the replies whose approval by this agent is on its way. */
export const approvedIn = (outbox: readonly OutboxItem[]): ReadonlySet<number> =>
  new Set(
    outbox.flatMap(({ command, state }) =>
      command.type === 'approve' && state.status !== 'failed' ? [command.of] : [],
    ),
  )
