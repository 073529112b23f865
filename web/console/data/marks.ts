import type { Conversation } from '../../../lib/protocol/conversation.ts'

/** How far the agent has read, by conversation: a `seq`, 0 where nothing was read. */
export type Marks = ReadonlyMap<string, number>

/** Returns the marks with newer ones among them. A mark never moves back. */
export function withMarks(marks: Marks, newer: Iterable<readonly [session: string, seq: number]>): Marks {
  const next = new Map(marks)
  for (const [session, seq] of newer) next.set(session, Math.max(seq, next.get(session) ?? 0))
  return next
}

/** Whether the user's last words are unread, in a conversation that people hold. Unknown marks make nothing unread. */
export function isUnread({ id, control, preview }: Conversation, marks: Marks): boolean {
  const mark = marks.get(id)
  return control.holder === 'human' && preview?.from === 'user' && mark !== undefined && preview.seq > mark
}
