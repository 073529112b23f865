import { type Change, change, unchanged } from '../change.ts'
import type { RecordDelivery } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { afterFailure, giveUp, reasonOf } from '../retries.ts'
import type { Session } from '../session.ts'

/** Records the outcome of a delivery, if the claim still belongs to `claimant`. */
export function recordDelivery(
  session: Session,
  { seq, claimant, result, callsSent = 0 }: RecordDelivery,
  moment: Moment,
): Change<null> {
  const { deliveryClaim } = session
  if (deliveryClaim?.seq !== seq || deliveryClaim.by !== claimant) return unchanged(session, null)
  if (result.status === 'sent') return change(session, moment, { patch: { deliveryClaim: undefined } }, null)
  const next = afterFailure(deliveryClaim, result, moment)
  const sent = callsSent > 0 ? { callsSent } : {}
  if (!next) return giveUp(session, deliveryClaim.of ?? seq, reasonOf(result), moment)
  return change(
    session,
    moment,
    { patch: { deliveryClaim: { ...deliveryClaim, ...next.tries, ...sent, by: '', until: next.at } } },
    null,
  )
}
