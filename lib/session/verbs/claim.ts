import { defined } from '../../defined.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Claim, Claimed, Outgoing } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { giveUp } from '../retries.ts'
import type { Sending, Session, Tries } from '../session.ts'

/**
 * Claims the delivery of a message to the channel (rule 7). Messages of people and of the system are always sent. A
 * message of the bot is sent only if control has not changed since; otherwise one commit withholds it and counts it as
 * settled.
 */
export function claim(session: Session, { message, claimant, botPaused }: Claim, moment: Moment): Change<Claimed> {
  const { sending } = session
  const stopped = isStopped(session, message, botPaused)
  if (sending?.seq === message.seq) {
    if (moment.now < sending.until) return unchanged(session, { status: 'busy' })
    if (stopped) {
      // Without an attempt (each was skipped) the channel cannot have the message.
      const doubt = sending.attempts > 0 ? ({ delivery: 'unknown' } as const) : {}
      return withhold(session, { kind: 'withheld', of: message.seq, ...doubt }, message, moment)
    }
    return grant(session, message, claimant, sending, moment)
  }
  if (session.handed >= message.seq) return unchanged(session, { status: 'settled' })
  if (sending) return unchanged(session, { status: 'busy' })
  if (stopped) return withhold(session, { kind: 'withheld', of: message.seq }, message, moment)
  return grant(session, message, claimant, { attempts: 0 }, moment)
}

function grant(
  session: Session,
  { seq, of }: Outgoing,
  by: string,
  { attempts, missing, skippedSince }: Tries,
  moment: Moment,
): Change<Claimed> {
  const { now, policy } = moment
  if (attempts > policy.retryMs.length)
    return given(giveUp(session, of ?? seq, 'every attempt was interrupted', moment))
  const sending: Sending = {
    seq,
    by,
    until: now + policy.deliveryLeaseMs,
    attempts: attempts + 1,
    ...defined({ missing, skippedSince, of }),
  }
  return change(session, moment, { patch: { handed: seq, sending } }, { status: 'claimed', attempts: sending.attempts })
}

function isStopped(session: Session, message: Outgoing, botPaused: boolean): boolean {
  return message.from === 'bot' && (botPaused || message.epoch !== session.epoch)
}

function withhold(session: Session, entry: NewEntry, { seq }: Outgoing, moment: Moment): Change<Claimed> {
  return change(
    session,
    moment,
    { patch: { sending: undefined, handed: seq }, entries: [entry] },
    { status: 'withheld' },
  )
}

function given(change: Change<null>): Change<Claimed> {
  return { ...change, outcome: { status: 'settled' } }
}
