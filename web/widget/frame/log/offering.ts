import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import type { MessageEntry } from '../../../../lib/protocol/entry.ts'

/** Returns the newest message if it may offer answers: the other side said it, with a payload, and nobody has said anything since. */
export function offeringIn({
  entries,
  outbox,
}: Pick<ConversationSnapshot, 'entries' | 'outbox'>): MessageEntry | undefined {
  if (outbox.some(({ command }) => command.type === 'message')) return undefined
  const last = entries.findLast(entry => entry.kind === 'message')
  return last?.by.type === 'user' || last?.payload === undefined ? undefined : last
}
