import { type Change, change, unchanged } from '../change.ts'
import type { Settle } from '../commands.ts'
import type { Policy } from '../policy.ts'
import { afterFailure, giveUp, reasonOf } from '../retries.ts'
import type { Instant, Session } from '../session.ts'

/** Records the outcome of a delivery, if the claim still belongs to `claimant`. */
export function settle(
  session: Session,
  { seq, claimant, result }: Settle,
  now: Instant,
  policy: Policy,
): Change<null> {
  const { sending } = session
  if (sending?.seq !== seq || sending.by !== claimant) return unchanged(session, null)
  if (result.status === 'sent') return change(session, now, { patch: { sending: undefined } }, null)
  const next = afterFailure(sending, result, now, policy)
  if (!next) return giveUp(session, sending.of ?? seq, reasonOf(result), now)
  return change(session, now, { patch: { sending: { ...sending, ...next.tries, by: '', until: next.at } } }, null)
}
