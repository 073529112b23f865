import type { CannedReply } from '../protocol/canned-reply.ts'
import type { AgentRef } from './agents.ts'

/** The canned replies that an agent of a bot made. */
export interface StoredReplies {
  readonly version: number
  readonly items: readonly CannedReply[]
}

/** The own canned replies of each agent: one document for each bot and agent. */
export interface OwnReplyStore {
  /** Returns an agent's replies, including every acknowledged write. Undefined if the agent never had any. */
  ownReplies(agent: AgentRef): Promise<StoredReplies | undefined>
  /** Writes an agent's replies if the stored ones still have `version` (0: if none are stored). Returns whether they had. */
  putOwnReplies(agent: AgentRef, version: number, replies: StoredReplies): Promise<boolean>
}
