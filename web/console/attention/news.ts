import type { Conversation } from '../../../lib/protocol/conversation.ts'

/** The reasons to call an agent. */
export type Reason = 'waiting' | 'reply' | 'review'

/**
 * Returns the reason for which a change of a conversation calls this agent: a user starts to wait, or writes in the
 * agent's own conversation, or a reply of a supervised bot waits for approval. `before`: the last known state, if any. A duplicate event calls once.
 */
export function reasonToCall(
  before: Conversation | undefined,
  { control, revision, preview }: Conversation,
  agentId: string,
): Reason | undefined {
  if (before !== undefined && before.revision >= revision) return undefined
  if (control.holder === 'bot') return undefined
  if (control.holder === 'supervised') {
    const known = before?.control.holder === 'supervised' ? before.control.reviews : []
    return control.reviews.some(({ from }) => known.every(each => each.from !== from)) ? 'review' : undefined
  }
  if (control.handoff.status === 'pending') {
    const waited = before?.control.holder === 'human' && before.control.handoff.status === 'pending'
    return waited ? undefined : 'waiting'
  }
  const isMine = control.handoff.agent.id === agentId
  return isMine && preview?.from === 'user' && preview.seq > (before?.revision ?? 0) ? 'reply' : undefined
}
