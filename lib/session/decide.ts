import { defined } from '../defined.ts'
import type { Entry } from '../protocol/entry.ts'
import { type Change, followedBy, unchanged } from './change.ts'
import type { CommandOf, OutcomeOf, Verb } from './commands.ts'
import { dueAt } from './deadlines.ts'
import { isEvent } from './events.ts'
import type { Moment, Policy } from './policy.ts'
import type { Instant, Session } from './session.ts'
import { tailOf } from './tail.ts'
import { type Tally, talliesOf } from './tally.ts'
import { acknowledge } from './verbs/acknowledge.ts'
import { acknowledgeAlert } from './verbs/acknowledge-alert.ts'
import { approve } from './verbs/approve.ts'
import { beginAlert } from './verbs/begin-alert.ts'
import { claim } from './verbs/claim.ts'
import { claimDelivery } from './verbs/claim-delivery.ts'
import { decline } from './verbs/decline.ts'
import { fail } from './verbs/fail.ts'
import { identify } from './verbs/identify.ts'
import { note } from './verbs/note.ts'
import { pause } from './verbs/pause.ts'
import { rate } from './verbs/rate.ts'
import { receive } from './verbs/receive.ts'
import { recordAlert } from './verbs/record-alert.ts'
import { recordDelivery } from './verbs/record-delivery.ts'
import { recordEvents } from './verbs/record-events.ts'
import { recordHandback } from './verbs/record-handback.ts'
import { redeliver } from './verbs/redeliver.ts'
import { reply } from './verbs/reply.ts'
import { runMacro } from './verbs/run-macro.ts'
import { say } from './verbs/say.ts'
import { snooze } from './verbs/snooze.ts'
import { supervise } from './verbs/supervise.ts'
import { tag } from './verbs/tag.ts'
import { tellPosition } from './verbs/tell-position.ts'
import { tick } from './verbs/tick.ts'
import { transfer } from './verbs/transfer.ts'
import { unpause } from './verbs/unpause.ts'
import { wake } from './verbs/wake.ts'

/** The changes to write in one commit, and the answer to the caller. */
export interface Decision<Outcome> extends Change<Outcome> {
  /** The session as it was read. */
  readonly before: Session
  /** True if there is something to write. */
  readonly changed: boolean
  /** The most conversations that the agent who gets this one may have. Undefined if nothing limits them. */
  readonly capacity?: number
  /** Additions to the counters of reports. */
  readonly tallies: readonly Tally[]
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
  supervise,
  approve,
  claim,
  transfer,
  decline,
  snooze,
  wake,
  acknowledgeAlert,
  tellPosition,
  rate,
  tag,
  runMacro,
  note,
  redeliver,
  identify,
  tick: session => unchanged(session, null),
  claimDelivery,
  recordDelivery,
  beginAlert,
  recordAlert,
  recordHandback,
  recordEvents,
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
  const after = withEvents(change.session, change.entries, moment)
  const due = dueAt(after, policy)
  return {
    ...change,
    before: session,
    session: withTail(after, change.entries),
    changed: change.session !== session,
    tallies: talliesOf(session.revision, change.episodes, policy.reportZone),
    ...defined({ due, capacity: 'room' in command ? command.room?.capacity : undefined }),
  }
}

/** The session as it is at `now`, with what is overdue carried out, so that a read never shows an expired state. */
export function asOf(session: Session, now: Instant, policy: Policy): Session {
  return tick(session, { now, policy }).session
}

function withDelivery(session: Session, { delivery }: { readonly delivery?: Session['delivery'] }): Session {
  return delivery === undefined || delivery === session.delivery ? session : { ...session, delivery }
}

/** Events follow those that the endpoint lacks already, so these keep their next attempt. */
function withEvents(session: Session, entries: readonly Entry[], { now, policy }: Moment): Session {
  const first = entries.find(isEvent)
  if (!policy.sendsEvents || !first || session.nextEvents) return session
  return { ...session, nextEvents: { after: first.seq - 1, at: now + policy.deliveryCheckMs, attempts: 0 } }
}

function withTail(session: Session, entries: readonly Entry[]): Session {
  return entries.length === 0 ? session : { ...session, tail: tailOf(entries) }
}
