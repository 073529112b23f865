import { type Change, change, unchanged } from '../change.ts'
import { giveToBot, release, takeFromBot } from '../control.ts'
import { giveUpAt, idleWarningAt, reviewDeadline, turnDeadline } from '../deadlines.ts'
import { warnOfEnd } from '../idle.ts'
import { forQueue, type Moment } from '../policy.ts'
import type { Control, Session } from '../session.ts'
import { wakeUp } from '../wake-up.ts'

const system = { type: 'system' } as const

/**
 * Carries out what is overdue, so that nothing gets stuck: a turn without an answer, a handoff that no agent took, an
 * agent who went silent, a snooze that is over.
 */
export function tick(session: Session, moment: Moment): Change<null> {
  switch (session.control.holder) {
    case 'bot':
      return overdueTurn(session, moment)
    case 'supervised':
      return overdueReview(session, moment) ?? overdueTurn(session, moment)
    case 'human':
      return overdueHandoff(session, session.control, moment)
    default:
      return session.control satisfies never
  }
}

/** Asks for an agent after the oldest open turn's deadline (rule 5). This holds the other open turns too (rule 3). */
function overdueTurn(session: Session, moment: Moment): Change<null> {
  const deadline = turnDeadline(session, moment.policy)
  if (deadline === undefined || moment.now < deadline) return unchanged(session, null)
  const cause = { by: system, trigger: 'bot_failed', reason: 'the bot did not answer in time' }
  return change(session, moment, takeFromBot(session, moment, cause), null)
}

/** Gives the conversation to people if nobody has decided about a proposal in time. It stays a draft. */
function overdueReview(session: Session, moment: Moment): Change<null> | undefined {
  const { now, policy } = moment
  const deadline = reviewDeadline(session, policy)
  if (deadline === undefined || now < deadline) return undefined
  const cause = { by: system, trigger: 'review_overdue', reason: 'nobody approved the reply in time' }
  return change(session, moment, takeFromBot(session, moment, cause), null)
}

function overdueHandoff(
  session: Session,
  control: Extract<Control, { holder: 'human' }>,
  moment: Moment,
): Change<null> {
  const { now, policy } = moment
  const { handoff } = control
  switch (handoff.status) {
    case 'pending': {
      if (now < giveUpAt(handoff, forQueue(policy, control.queue))) return unchanged(session, null)
      const step = giveToBot(session, control, moment, { by: system, outcome: 'expired' })
      return change(session, moment, step, null)
    }
    case 'assigned': {
      const warningAt = idleWarningAt(session, control, policy)
      if (warningAt !== undefined && now >= warningAt) {
        return change(session, moment, warnOfEnd(session, control, handoff, moment), null)
      }
      if (now < handoff.deadline) return unchanged(session, null)
      const woken = wakeUp(session, system, moment)
      if (woken) return change(session, moment, woken, null)
      if (session.preview?.from !== 'user') {
        return change(session, moment, giveToBot(session, control, moment, { by: system, outcome: 'idle' }), null)
      }
      const reason = 'the agent did not answer the user in time'
      return change(
        session,
        moment,
        release(session, control, moment, { by: system, from: handoff.agent, reason }),
        null,
      )
    }
    default:
      return handoff satisfies never
  }
}
