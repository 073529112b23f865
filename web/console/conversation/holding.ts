import { defined } from '../../../lib/defined.ts'
import type { ControlView } from '../../../lib/protocol/conversation.ts'

/** The holder of a conversation from one agent's point of view. */
export type Holding =
  | { readonly by: 'bot' }
  | { readonly by: 'nobody'; readonly since: string; readonly reason?: string }
  | { readonly by: 'me'; readonly since: string }
  | { readonly by: 'other'; readonly since: string; readonly id: string; readonly name: string }

/** Returns the holder of a conversation. The name of an agent without one is their id. */
export function holdingOf(control: ControlView, agentId: string): Holding {
  if (control.holder === 'bot') return { by: 'bot' }
  const { handoff, reason } = control
  if (handoff.status === 'pending') return { by: 'nobody', since: handoff.since, ...defined({ reason }) }
  const { agent, assignedAt } = handoff
  if (agent.id === agentId) return { by: 'me', since: assignedAt }
  const id = agent.id ?? agent.name ?? ''
  return { by: 'other', since: assignedAt, id, name: agent.name ?? id }
}
