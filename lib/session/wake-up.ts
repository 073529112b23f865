import type { Actor } from '../protocol/entry.ts'
import { type ControlStep, notIdle } from './control.ts'
import type { Moment } from './policy.ts'
import type { Session } from './session.ts'

/**
 * Wakes a snoozed conversation: its idle time runs from now on. `by`: the side that wakes it. Undefined if it is not
 * snoozed.
 */
export function wakeUp(session: Session, by: Actor, moment: Moment): ControlStep | undefined {
  const { control, episodes } = session
  if (control.holder !== 'human' || control.handoff.status === 'pending') return undefined
  const { snoozedUntil, ...handoff } = control.handoff
  if (snoozedUntil === undefined) return undefined
  return {
    patch: { control: notIdle({ ...control, handoff }, moment) },
    entries: [{ kind: 'woken', by, episode: episodes }],
    episodes: [],
  }
}
