import { defined } from '../../defined.ts'
import { type Change, change, unchanged } from '../change.ts'
import type { Identify } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { identified } from '../profile.ts'
import type { Session } from '../session.ts'

/** Sets the user's profile and attributes without an entry in the log. Repeating the same data changes nothing. */
export function identify(session: Session, command: Identify, moment: Moment): Change<null> {
  const { user, attributes, dropped } = identified(session, command)
  if (!attributes && JSON.stringify(user) === JSON.stringify(session.user)) return unchanged(session, null)
  return {
    ...change(session, moment, { patch: { user } }, null),
    ...defined({ attributes }),
    ...(dropped && { dropped }),
  }
}
