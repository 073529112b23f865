import type { ControlStep } from './control.ts'
import { warningMs } from './deadlines.ts'
import { forQueue, type Moment } from './policy.ts'
import type { Control, Handoff, Session } from './session.ts'
import { tellUser } from './tell-user.ts'

/**
 * Warns the user that idleness ends the conversation. The end comes no sooner than the warning says, also if the clock
 * is late.
 */
export function warnOfEnd(
  session: Session,
  control: Extract<Control, { holder: 'human' }>,
  handoff: Extract<Handoff, { status: 'assigned' }>,
  { now, policy }: Moment,
): ControlStep {
  const own = forQueue(policy, control.queue)
  const deadline = Math.max(handoff.deadline, now + (warningMs(own) ?? 0))
  return {
    patch: { control: { ...control, handoff: { ...handoff, deadline, warned: true } } },
    entries: tellUser(session, 'idleWarning', own),
    episodes: [],
  }
}
