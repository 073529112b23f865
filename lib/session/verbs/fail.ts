import { type Change, change, unchanged } from '../change.ts'
import type { Fail } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import type { Moment } from '../policy.ts'
import { turnOf } from '../recent.ts'
import type { Session } from '../session.ts'

/**
 * The bot did not answer message `of`: asks for an agent, so that the user is not left without an answer. Does nothing
 * if the turn is closed or a retry has taken it over.
 */
export function fail(session: Session, command: Fail, moment: Moment): Change<null> {
  const turn = turnOf(session, command.of)
  if (turn?.status !== 'open' || turn.attempt !== command.attempt) return unchanged(session, null)
  const cause = { by: { type: 'system' }, trigger: 'bot_failed', reason: command.reason } as const
  return change(session, moment, takeFromBot(session, moment, cause), null)
}
