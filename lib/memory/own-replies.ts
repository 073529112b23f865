import type { OwnReplyStore } from '../ports/own-replies.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** The own canned replies of agents. */
export function ownReplies({ ownReplies: replies }: Memory): AtOnce<OwnReplyStore> {
  return {
    ownReplies: ({ botId, agentId }) => replies.get(keyOf(botId, agentId)),

    putOwnReplies({ botId, agentId }, version, changed) {
      const key = keyOf(botId, agentId)
      if ((replies.get(key)?.version ?? 0) !== version) return false
      replies.set(key, changed)
      return true
    },
  }
}
