import type { Entry, MessageEntry } from '../../lib/protocol/entry.ts'

/** Whether an entry calls for nothing any more: a user's message must be answered, or be with people. */
export function isClosed(entry: Entry, log: readonly Entry[]): boolean {
  if (entry.kind !== 'message' || entry.by.type !== 'user') return true
  return repliesTo(entry.seq, log).length > 0 || isWithPeople(entry.seq, log)
}

export function repliesTo(seq: number, log: readonly Entry[]): MessageEntry[] {
  return log.flatMap(entry => (entry.kind === 'message' && entry.inReplyTo === seq ? [entry] : []))
}

/** Said while people held the conversation, or not answered yet when they took it. */
function isWithPeople(seq: number, log: readonly Entry[]): boolean {
  const before = log.findLast(entry => entry.seq < seq && (entry.kind === 'paused' || entry.kind === 'resumed'))
  return before?.kind === 'paused' || log.some(entry => entry.kind === 'paused' && entry.held?.includes(seq))
}

/** 1, 2, 3… */
export function gapless(log: readonly Entry[]): boolean {
  return log.every(({ seq }, index) => seq === index + 1)
}
