import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import { readPayload, type ShownQuickReply } from '../../../../lib/protocol/shown.ts'

/** Returns the quick replies of the newest message, as long as nobody has said anything since. */
export function quickRepliesIn({
  entries,
  outbox,
}: Pick<ConversationSnapshot, 'entries' | 'outbox'>): readonly ShownQuickReply[] {
  if (outbox.some(({ command }) => command.type === 'message')) return []
  const last = entries.findLast(entry => entry.kind === 'message')
  return last === undefined || last.by.type === 'user' ? [] : readPayload(last).quickReplies
}
