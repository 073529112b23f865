import { defined } from '../defined.ts'
import type { Entry } from '../protocol/entry.ts'
import { type Change, followedBy, unchanged } from './change.ts'
import type { CommandOf, OutcomeOf, Verb } from './commands.ts'
import { dueAt } from './deadlines.ts'
import type { Moment, Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'
import { tailOf } from './tail.ts'
import { acknowledge } from './verbs/acknowledge.ts'
import { claim } from './verbs/claim.ts'
import { claimDelivery } from './verbs/claim-delivery.ts'
import { decline } from './verbs/decline.ts'
import { fail } from './verbs/fail.ts'
import { identify } from './verbs/identify.ts'
import { note } from './verbs/note.ts'
import { pause } from './verbs/pause.ts'
import { receive } from './verbs/receive.ts'
import { recordAlert } from './verbs/record-alert.ts'
import { recordDelivery } from './verbs/record-delivery.ts'
import { recordHandback } from './verbs/record-handback.ts'
import { redeliver } from './verbs/redeliver.ts'
import { reply } from './verbs/reply.ts'
import { say } from './verbs/say.ts'
import { tick } from './verbs/tick.ts'
import { transfer } from './verbs/transfer.ts'
import { unpause } from './verbs/unpause.ts'

/** The changes to write in one commit, and the answer to the caller. */
export interface Decision<Outcome> extends Change<Outcome> {
  /** The session as it was read. */
  readonly before: Session
  /** True if there is something to write. */
  readonly changed: boolean
  /** The earliest deadline. Undefined if nothing is owed. */
  readonly due?: Instant
}

const verbs: {
  [V in Verb]: (s: Session, command: CommandOf<V>, moment: Moment) => Change<OutcomeOf<V>>
} = {
  receive,
  reply,
  acknowledge,
  fail,
  say,
  pause,
  unpause,
  claim,
  transfer,
  decline,
  note,
  redeliver,
  identify,
  tick: session => unchanged(session, null),
  claimDelivery,
  recordDelivery,
  recordAlert,
  recordHandback,
}

/**
 * Carries out a command as a pure function: the same session, command, time and policy give the same decision. It first
 * carries out what is overdue, whatever the command is.
 */
export function decide<V extends Verb>(
  session: Session,
  command: CommandOf<V> & { readonly verb: V },
  now: Instant,
  policy: Policy,
): Decision<OutcomeOf<V>> {
  const moment = { now, policy }
  const known = withDelivery(session, command)
  const overdue = tick(known, moment)
  const change = followedBy(overdue, verbs[command.verb](overdue.session, command, moment))
  const due = dueAt(change.session, policy)
  return {
    ...change,
    before: session,
    session: withTail(change.session, change.entries),
    changed: change.session !== session,
    ...defined({ due }),
  }
}

/** The session as it is at `now`, with what is overdue carried out, so that a read never shows an expired state. */
export function asOf(session: Session, now: Instant, policy: Policy): Session {
  return tick(session, { now, policy }).session
}

function withDelivery(session: Session, { delivery }: { readonly delivery?: Session['delivery'] }): Session {
  return delivery === undefined || delivery === session.delivery ? session : { ...session, delivery }
}

function withTail(session: Session, entries: readonly Entry[]): Session {
  return entries.length === 0 ? session : { ...session, tail: tailOf(entries) }
}
