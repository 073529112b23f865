import { type Change, change, unchanged } from '../change.ts'
import type { Fail } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import type { Moment } from '../policy.ts'
import { turnOf } from '../recent.ts'
import type { Session } from '../session.ts'

/** The bot did not answer the message `of`: people are asked for, rather than silence. A turn that is closed, or that a retry has taken over, needs nobody. */
export function fail(session: Session, command: Fail, moment: Moment): Change<null> {
  const turn = turnOf(session, command.of)
  if (turn?.status !== 'open' || turn.attempt !== command.attempt) return unchanged(session, null)
  const cause = { by: { type: 'system' }, trigger: 'bot_failed', reason: command.reason } as const
  return change(session, moment, takeFromBot(session, moment, cause), null)
}
