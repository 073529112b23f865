import { type Change, change, unchanged } from '../change.ts'
import { giveToBot, release, takeFromBot } from '../control.ts'
import { giveUpAt, turnDeadline } from '../deadlines.ts'
import type { Moment } from '../policy.ts'
import type { Control, Session } from '../session.ts'

const system = { type: 'system' } as const

/**
 * Carries out what is overdue, so that nothing gets stuck: a turn without an answer, a handoff that no agent took, an
 * agent who went silent.
 */
export function tick(session: Session, moment: Moment): Change<null> {
  switch (session.control.holder) {
    case 'bot':
      return overdueTurn(session, moment)
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

function overdueHandoff(
  session: Session,
  control: Extract<Control, { holder: 'human' }>,
  moment: Moment,
): Change<null> {
  const { now, policy } = moment
  const { handoff } = control
  switch (handoff.status) {
    case 'pending': {
      if (now < giveUpAt(handoff, policy)) return unchanged(session, null)
      const step = giveToBot(session, control, moment, { by: system, outcome: 'expired' })
      return change(session, moment, step, null)
    }
    case 'assigned': {
      if (now < handoff.deadline) return unchanged(session, null)
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
