import { type Change, change, unchanged } from '../change.ts'
import type { Acknowledge, Acknowledged } from '../commands.ts'
import { handedBack } from '../handbacks.ts'
import type { Moment } from '../policy.ts'
import { setTurn, turnOf } from '../recent.ts'
import { toldReviews } from '../reviews.ts'
import type { Session, Turn } from '../session.ts'

/**
 * The bot has taken message `of` and answers later. Its open turn gets another lease, and the call ends. A closed turn
 * stays as it is, and so does a turn that a retry has taken over: the newer call decides.
 */
export function acknowledge(session: Session, command: Acknowledge, moment: Moment): Change<Acknowledged> {
  const { of, attempt, leaseMs, handbacksUpTo = 0 } = command
  const turn = turnOf(session, of)
  if (turn?.status !== 'open' || turn.attempt !== attempt) return unchanged(session, turn ? { turn } : {})
  const acknowledged: Turn = { status: 'open', until: moment.now + leaseMs, attempt, acknowledged: true }
  const patch = {
    recent: setTurn(session.recent, of, acknowledged),
    ...handedBack(session, handbacksUpTo),
    ...toldReviews(session, of),
  }
  return change(session, moment, { patch }, { turn: acknowledged })
}
