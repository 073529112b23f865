import { type Change, change, unchanged } from '../change.ts'
import type { TellPosition } from '../control-commands.ts'
import { forQueue, type Moment } from '../policy.ts'
import { mayTellPosition } from '../position.ts'
import type { Session } from '../session.ts'
import { tellPlace } from '../tell-user.ts'
import { waitingControl } from '../waits.ts'

/** Tells the user their place among those that wait, unless it was told lately or did not change. */
export function tellPosition(session: Session, { episode, position }: TellPosition, moment: Moment): Change<null> {
  const control = waitingControl(session)
  if (!control || session.episodes !== episode) return unchanged(session, null)
  const policy = forQueue(moment.policy, control.queue)
  if (!mayTellPosition(control, position, { ...moment, policy })) return unchanged(session, null)
  const handoff = { ...control.handoff, told: { position, at: moment.now } }
  const patch = { control: { ...control, handoff } }
  return change(session, moment, { patch, entries: tellPlace(session, position, policy) }, null)
}
