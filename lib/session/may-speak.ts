import type { Actor } from '../protocol/entry.ts'
import type { Control } from './session.ts'

/** Whether people hold the conversation and no other agent has it. */
export function maySpeak(control: Control, by: Actor): boolean {
  if (control.holder !== 'human') return false
  const { handoff } = control
  return handoff.status === 'pending' || handoff.agent.id === by.id
}
