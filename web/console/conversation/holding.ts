import type { ControlView } from '../../../lib/protocol/conversation.ts'

/** Who has a conversation, as seen by one agent. */
export type Holding =
  | { readonly by: 'bot' }
  | { readonly by: 'nobody'; readonly since: string }
  | { readonly by: 'me'; readonly since: string }
  | { readonly by: 'other'; readonly since: string; readonly name: string }

/** Returns who has a conversation. An agent without a name goes by their id. */
export function holdingOf(control: ControlView, agentId: string): Holding {
  if (control.holder === 'bot') return { by: 'bot' }
  const { handoff, since } = control
  if (handoff.status === 'pending') return { by: 'nobody', since }
  if (handoff.agent.id === agentId) return { by: 'me', since: handoff.assignedAt }
  return { by: 'other', since: handoff.assignedAt, name: handoff.agent.name ?? handoff.agent.id ?? '' }
}
