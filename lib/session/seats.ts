import { defined } from '../defined.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Room } from '../protocol/problem.ts'
import type { Instant, Session } from './session.ts'

/** A decision's change of agents' loads: one conversation less for `from`, one more for `to`. */
export interface Seating {
  readonly from?: string
  readonly to?: { readonly id: string; readonly at: Instant; readonly capacity?: number }
}

export function isFull(room: Room | undefined): boolean {
  return room !== undefined && room.load >= room.capacity
}

/** Whether a conversation counts as one of this actor's: only agents who can be told apart have a load. */
export function counts({ type, id }: Actor): boolean {
  return type === 'agent' && id !== undefined
}

/**
 * The agent whose load includes this conversation. An assignment by a version of Interlude without loads counts
 * nowhere, so that its end takes nothing away.
 */
export function countedAgentOf({ control }: Pick<Session, 'control'>): string | undefined {
  if (control.holder !== 'human' || control.handoff.status === 'pending') return undefined
  return control.handoff.counted ? control.handoff.agent.id : undefined
}

/** The change of loads that a commit carries out together with the session. Undefined if the loads stay. */
export function seatingOf(decision: {
  readonly before: Session
  readonly session: Session
  readonly capacity?: number
}): Seating | undefined {
  const { before, session, capacity } = decision
  const [from, to] = [countedAgentOf(before), countedAgentOf(session)]
  if (from === to) return undefined
  const { control } = session
  const at = control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.assignedAt : 0
  return { ...defined({ from }), ...(to !== undefined && { to: { id: to, at, ...defined({ capacity }) } }) }
}
