import { type Change, change, unchanged } from '../change.ts'
import type { Identify } from '../commands.ts'
import { identified } from '../profile.ts'
import type { Instant, Session } from '../session.ts'

/** Sets the user's profile and attributes without an entry in the log. Repeating the same data changes nothing. */
export function identify(session: Session, command: Identify, now: Instant): Change<null> {
  const { user, attributes, dropped } = identified(session, command)
  if (!attributes && JSON.stringify(user) === JSON.stringify(session.user)) return unchanged(session, null)
  return {
    ...change(session, now, { patch: { user } }, null),
    ...(attributes && { attributes }),
    ...(dropped && { dropped }),
  }
}
