import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import type { MessageEntry } from '../../../../lib/protocol/entry.ts'

/**
 * Returns the newest message if its quick replies are still valid: the other side sent it with a payload, and nothing
 * has happened since but a rating.
 */
export function offeringIn({
  entries,
  outbox,
}: Pick<ConversationSnapshot, 'entries' | 'outbox'>): MessageEntry | undefined {
  const last = entries.findLast(({ kind }) => kind !== 'rated')
  if (last?.kind !== 'message' || last.by.type === 'user' || last.payload === undefined) return undefined
  return outbox.some(({ state }) => state.status !== 'failed') ? undefined : last
}
