import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Claim, Claimed, Outgoing } from '../commands.ts'
import type { Policy } from '../policy.ts'
import { giveUp } from '../retries.ts'
import type { Instant, Sending, Session, Tries } from '../session.ts'

/**
 * Claims the delivery of a message to the channel (rule 7). Messages of people and of the system are always sent. A
 * message of the bot is sent only if control has not changed since; otherwise one commit withholds it and counts it as
 * settled.
 */
export function claim(
  session: Session,
  { message, claimant, botPaused }: Claim,
  now: Instant,
  policy: Policy,
): Change<Claimed> {
  const { sending } = session
  const stopped = isStopped(session, message, botPaused)
  if (sending?.seq === message.seq) {
    if (now < sending.until) return unchanged(session, { status: 'busy' })
    if (stopped) {
      // Without an attempt (each was skipped) the channel cannot have the message.
      const doubt = sending.attempts > 0 ? ({ delivery: 'unknown' } as const) : {}
      return withhold(session, { kind: 'withheld', of: message.seq, ...doubt }, message, now)
    }
    return grant(session, message, claimant, sending, now, policy)
  }
  if (session.handed >= message.seq) return unchanged(session, { status: 'settled' })
  if (sending) return unchanged(session, { status: 'busy' })
  if (stopped) return withhold(session, { kind: 'withheld', of: message.seq }, message, now)
  return grant(session, message, claimant, { attempts: 0 }, now, policy)
}

function grant(
  session: Session,
  { seq, of }: Outgoing,
  by: string,
  { attempts, missing, skippedSince }: Tries,
  now: Instant,
  policy: Policy,
): Change<Claimed> {
  if (attempts > policy.retryMs.length) return given(giveUp(session, of ?? seq, 'every attempt was interrupted', now))
  const sending: Sending = {
    seq,
    by,
    until: now + policy.deliveryLeaseMs,
    attempts: attempts + 1,
    ...(missing !== undefined && { missing }),
    ...(skippedSince !== undefined && { skippedSince }),
    ...(of !== undefined && { of }),
  }
  return change(session, now, { patch: { handed: seq, sending } }, { status: 'claimed', attempts: sending.attempts })
}

function isStopped(session: Session, message: Outgoing, botPaused: boolean): boolean {
  return message.from === 'bot' && (botPaused || message.epoch !== session.epoch)
}

function withhold(session: Session, entry: NewEntry, { seq }: Outgoing, now: Instant): Change<Claimed> {
  return change(session, now, { patch: { sending: undefined, handed: seq }, entries: [entry] }, { status: 'withheld' })
}

function given(change: Change<null>): Change<Claimed> {
  return { ...change, outcome: { status: 'settled' } }
}
