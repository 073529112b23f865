import type { Conversation } from '../../../lib/protocol/conversation.ts'

/** The agent's read marks by conversation: the last `seq` read, 0 if none. */
export type Marks = ReadonlyMap<string, number>

/** Adds newer marks. A mark never moves back. */
export function withMarks(marks: Marks, newer: Iterable<readonly [session: string, seq: number]>): Marks {
  const next = new Map(marks)
  for (const [session, seq] of newer) next.set(session, Math.max(seq, next.get(session) ?? 0))
  return next
}

/**
 * Says whether the user's last message is unread, in a conversation that people hold. Without a known mark nothing is
 * unread.
 */
export function isUnread({ id, control, preview }: Conversation, marks: Marks): boolean {
  const mark = marks.get(id)
  return control.holder === 'human' && preview?.from === 'user' && mark !== undefined && preview.seq > mark
}
