import type { Entry, MessageEntry } from '../../lib/protocol/entry.ts'

/** Whether an entry needs no more work. A user's message must be answered, or be with people. */
export function isClosed(entry: Entry, log: readonly Entry[]): boolean {
  if (entry.kind !== 'message' || entry.by.type !== 'user') return true
  return repliesTo(entry.seq, log).length > 0 || isWithPeople(entry.seq, log)
}

export function repliesTo(seq: number, log: readonly Entry[]): MessageEntry[] {
  return log.flatMap(entry => (entry.kind === 'message' && entry.inReplyTo === seq ? [entry] : []))
}

/** Whether people had control when the message arrived, or took control before it was answered. */
function isWithPeople(seq: number, log: readonly Entry[]): boolean {
  const before = log.findLast(entry => entry.seq < seq && (entry.kind === 'paused' || entry.kind === 'resumed'))
  return before?.kind === 'paused' || log.some(entry => entry.kind === 'paused' && entry.held?.includes(seq))
}

/** Whether the `seq`s are 1, 2, 3… */
export function gapless(log: readonly Entry[]): boolean {
  return log.every(({ seq }, index) => seq === index + 1)
}
