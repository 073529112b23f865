import type { ControlView } from '../../../lib/protocol/conversation.ts'

/** The holder of a conversation, as one agent sees it. */
export type Holding =
  | { readonly by: 'bot' }
  | { readonly by: 'nobody'; readonly since: string; readonly reason?: string }
  | { readonly by: 'me'; readonly since: string }
  | { readonly by: 'other'; readonly since: string; readonly id: string; readonly name: string }

/** Returns who has a conversation. An agent without a name goes by their id. */
export function holdingOf(control: ControlView, agentId: string): Holding {
  if (control.holder === 'bot') return { by: 'bot' }
  const { handoff, reason } = control
  if (handoff.status === 'pending')
    return { by: 'nobody', since: handoff.since, ...(reason !== undefined && { reason }) }
  const { agent, assignedAt } = handoff
  if (agent.id === agentId) return { by: 'me', since: assignedAt }
  const id = agent.id ?? agent.name ?? ''
  return { by: 'other', since: assignedAt, id, name: agent.name ?? id }
}
