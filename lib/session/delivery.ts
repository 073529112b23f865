import { type Change, change, type NewEntry, unchanged } from './change.ts'
import type { Claim, Claimed, Outgoing, Settle } from './commands.ts'
import type { Policy } from './policy.ts'
import type { Instant, Sending, Session } from './session.ts'

/**
 * Asks for the right to send a message to the channel (rule 7). What people and the system say always leaves; what the bot
 * said leaves only while control has not changed hands since: else one commit withholds it and counts it as handed.
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
    if (stopped) return withhold(session, { kind: 'withheld', of: message.seq, delivery: 'unknown' }, message, now)
    return grant(session, message, claimant, sending.attempts, now, policy)
  }
  if (session.handed >= message.seq) return unchanged(session, { status: 'settled' })
  if (sending) return unchanged(session, { status: 'busy' })
  if (stopped) return withhold(session, { kind: 'withheld', of: message.seq }, message, now)
  return grant(session, message, claimant, 0, now, policy)
}

/** Notes what came of a sending, if the claim is still the claimant's. */
export function settle(
  session: Session,
  { seq, claimant, result }: Settle,
  now: Instant,
  policy: Policy,
): Change<null> {
  const { sending } = session
  if (sending?.seq !== seq || sending.by !== claimant) return unchanged(session, null)
  switch (result.status) {
    case 'sent':
      return change(session, now, { patch: { sending: undefined } }, null)
    case 'refused':
      return giveUp(session, seq, result.reason, now)
    case 'deferred': {
      const waitMs = policy.retryMs[sending.attempts - 1]
      if (waitMs === undefined) return giveUp(session, seq, result.reason, now)
      return change(session, now, { patch: { sending: { ...sending, by: '', until: now + waitMs } } }, null)
    }
    default:
      return result satisfies never
  }
}

function grant(
  session: Session,
  { seq }: Outgoing,
  by: string,
  attemptsBefore: number,
  now: Instant,
  policy: Policy,
): Change<Claimed> {
  if (attemptsBefore > policy.retryMs.length) return given(giveUp(session, seq, 'every try was cut short', now))
  const sending: Sending = { seq, by, until: now + policy.deliveryLeaseMs, attempts: attemptsBefore + 1 }
  return change(session, now, { patch: { handed: seq, sending } }, { status: 'claimed', attempts: sending.attempts })
}

function isStopped(session: Session, message: Outgoing, botPaused: boolean): boolean {
  return message.from === 'bot' && (botPaused || message.epoch !== session.epoch)
}

function withhold(session: Session, entry: NewEntry, { seq }: Outgoing, now: Instant): Change<Claimed> {
  return change(session, now, { patch: { sending: undefined, handed: seq }, entries: [entry] }, { status: 'withheld' })
}

function giveUp(session: Session, of: number, reason: string, now: Instant): Change<null> {
  return change(session, now, { patch: { sending: undefined }, entries: [{ kind: 'undeliverable', of, reason }] }, null)
}

function given(change: Change<null>): Change<Claimed> {
  return { ...change, outcome: { status: 'settled' } }
}
