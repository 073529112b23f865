import { isOpen } from './hours.ts'
import type { Moment } from './policy.ts'
import type { WaitingControl } from './waits.ts'

/** A place up to this one is told again as it changes. */
export const FRONT = 10

/**
 * Whether the user is told their place among those that wait: at first wherever it is, and then only a new one in front,
 * at most every `positionEveryMs`. Never outside the hours. `policy`: that of the conversation's queue.
 */
export function mayTellPosition({ handoff }: WaitingControl, position: number, { now, policy }: Moment): boolean {
  if (!policy.userTexts.position || (policy.hours && !isOpen(policy.hours, now))) return false
  const { told } = handoff
  if (!told) return true
  return position !== told.position && position <= FRONT && now >= told.at + policy.positionEveryMs
}
