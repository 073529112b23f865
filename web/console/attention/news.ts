import type { Conversation } from '../../../lib/protocol/conversation.ts'

/** Why an agent is called. */
export type Reason = 'waiting' | 'reply'

/**
 * Returns why a change of a conversation calls this agent: somebody begins to wait, or the user writes in a conversation of the agent's.
 * `before`: the conversation as it was known, if it was. An event that comes twice calls once.
 */
export function reasonToCall(
  before: Conversation | undefined,
  { control, revision, preview }: Conversation,
  agentId: string,
): Reason | undefined {
  if (before !== undefined && before.revision >= revision) return undefined
  if (control.holder === 'bot') return undefined
  if (control.handoff.status === 'pending') {
    const waited = before?.control.holder === 'human' && before.control.handoff.status === 'pending'
    return waited ? undefined : 'waiting'
  }
  const isMine = control.handoff.agent.id === agentId
  return isMine && preview?.from === 'user' && preview.seq > (before?.revision ?? 0) ? 'reply' : undefined
}
