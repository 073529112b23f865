import { defined } from '../../defined.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { ClaimDelivery, Claimed, Outgoing } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { giveUp } from '../retries.ts'
import type { DeliveryClaim, Session, Tries } from '../session.ts'

/**
 * Claims the delivery of a message to the channel (rule 7). Messages of people and of the system are always sent. A
 * message of the bot is sent only if control has not changed since; otherwise one commit withholds it and counts it as
 * settled.
 */
export function claimDelivery(
  session: Session,
  { message, claimant, botPaused }: ClaimDelivery,
  moment: Moment,
): Change<Claimed> {
  const { deliveryClaim } = session
  const stopped = isStopped(session, message, botPaused)
  if (deliveryClaim?.seq === message.seq) {
    if (moment.now < deliveryClaim.until) return unchanged(session, { status: 'busy' })
    if (stopped) {
      // Without an attempt (each was skipped) the channel cannot have the message, unless it took a part of it before.
      const { attempts, callsSent = 0 } = deliveryClaim
      const doubt = attempts > 0 || callsSent > 0 ? ({ delivery: 'unknown' } as const) : {}
      return withhold(session, { kind: 'withheld', of: message.seq, ...doubt }, message, moment)
    }
    return grant(session, message, claimant, deliveryClaim, moment)
  }
  if (session.claimedUpTo >= message.seq) return unchanged(session, { status: 'settled' })
  if (deliveryClaim) return unchanged(session, { status: 'busy' })
  if (stopped) return withhold(session, { kind: 'withheld', of: message.seq }, message, moment)
  return grant(session, message, claimant, { attempts: 0 }, moment)
}

function grant(
  session: Session,
  { seq, of }: Outgoing,
  by: string,
  { attempts, missing, skippedSince, callsSent }: Tries & Pick<DeliveryClaim, 'callsSent'>,
  moment: Moment,
): Change<Claimed> {
  const { now, policy } = moment
  if (attempts > policy.retryMs.length)
    return given(giveUp(session, of ?? seq, 'every attempt was interrupted', moment))
  const deliveryClaim: DeliveryClaim = {
    seq,
    by,
    until: now + policy.deliveryLeaseMs,
    attempts: attempts + 1,
    ...defined({ missing, skippedSince, of, callsSent }),
  }
  return change(
    session,
    moment,
    { patch: { claimedUpTo: seq, deliveryClaim } },
    { status: 'claimed', attempts: deliveryClaim.attempts, ...defined({ callsSent }) },
  )
}

function isStopped(session: Session, message: Outgoing, botPaused: boolean): boolean {
  return message.from === 'bot' && (botPaused || message.epoch !== session.epoch)
}

function withhold(session: Session, entry: NewEntry, { seq }: Outgoing, moment: Moment): Change<Claimed> {
  return change(
    session,
    moment,
    { patch: { deliveryClaim: undefined, claimedUpTo: seq }, entries: [entry] },
    { status: 'withheld' },
  )
}

function given(change: Change<null>): Change<Claimed> {
  return { ...change, outcome: { status: 'settled' } }
}
