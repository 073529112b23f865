import { defined } from '../../../lib/defined.ts'
import type { ControlView } from '../../../lib/protocol/conversation.ts'
import { type Snooze, snoozeOf } from '../data/views.ts'

/** The holder of a conversation from one agent's point of view. */
export type Holding =
  | { readonly by: 'bot' }
  /** The bot writes, and people approve. */
  | { readonly by: 'supervised'; readonly since: string }
  | { readonly by: 'nobody'; readonly since: string; readonly reason?: string; readonly queue?: string }
  | { readonly by: 'me'; readonly since: string; readonly queue?: string; readonly snooze?: Snooze }
  | {
      readonly by: 'other'
      readonly since: string
      readonly id: string
      readonly name: string
      readonly queue?: string
      readonly snooze?: Snooze
    }

/** Returns the holder of a conversation. The name of an agent without one is their id. */
export function holdingOf(control: ControlView, agentId: string): Holding {
  if (control.holder === 'bot') return { by: 'bot' }
  if (control.holder === 'supervised') return { by: 'supervised', since: control.since }
  const { handoff, reason, queue } = control
  if (handoff.status === 'pending') return { by: 'nobody', since: handoff.since, ...defined({ reason, queue }) }
  const { agent, assignedAt } = handoff
  const more = { since: assignedAt, ...defined({ queue, snooze: snoozeOf(control) }) }
  if (agent.id === agentId) return { by: 'me', ...more }
  const id = agent.id ?? agent.name ?? ''
  return { by: 'other', ...more, id, name: agent.name ?? id }
}
