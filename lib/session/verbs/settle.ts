import { type Change, change, unchanged } from '../change.ts'
import type { Settle } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { afterFailure, giveUp, reasonOf } from '../retries.ts'
import type { Session } from '../session.ts'

/** Records the outcome of a delivery, if the claim still belongs to `claimant`. */
export function settle(session: Session, { seq, claimant, result }: Settle, moment: Moment): Change<null> {
  const { sending } = session
  if (sending?.seq !== seq || sending.by !== claimant) return unchanged(session, null)
  if (result.status === 'sent') return change(session, moment, { patch: { sending: undefined } }, null)
  const next = afterFailure(sending, result, moment)
  if (!next) return giveUp(session, sending.of ?? seq, reasonOf(result), moment)
  return change(session, moment, { patch: { sending: { ...sending, ...next.tries, by: '', until: next.at } } }, null)
}
