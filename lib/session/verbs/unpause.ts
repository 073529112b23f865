import { InterludeError } from '../../protocol/problem.ts'
import type { Change } from '../change.ts'
import { type ControlStep, giveToBot } from '../control.ts'
import type { ControlChanged, Unpause } from '../control-commands.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import { waitingReviews } from '../reviews.ts'
import type { Session } from '../session.ts'

/**
 * Gives the conversation back to the bot, or ends the supervision of the bot. Repeated, it never ends a later episode.
 * Throws `review.waiting` if a reply of the supervised bot waits for a decision: its user would get no answer.
 */
export function unpause(session: Session, command: Unpause, moment: Moment): Change<ControlChanged> {
  const { control } = session
  return once(session, command, moment, () => {
    if (control.holder === 'bot') return NOTHING_WRITTEN
    if (control.holder === 'supervised') return endSupervision(session, command)
    const { by, comment, carryOn, outcome = by.type === 'user' ? 'cancelled' : 'returned' } = command
    return giveToBot(session, control, moment, { by, outcome, comment, carryOn })
  })
}

/** Ends supervision. The user has the bot already, and the bot must not free itself. */
function endSupervision(session: Session, { by }: Unpause): ControlStep | number {
  if (by.type === 'user' || by.type === 'bot') return NOTHING_WRITTEN
  const { length } = waitingReviews(session)
  if (length > 0)
    throw new InterludeError('review.waiting', `${length} replies wait for approval: decide on them first`)
  return { patch: { control: { holder: 'bot' } }, entries: [{ kind: 'supervised', by, on: false }], episodes: [] }
}
