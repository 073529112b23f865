import { defined } from '../defined.ts'
import { causeOf } from '../protocol/cause.ts'
import type { Cause, EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { UserMoment } from '../protocol/user-texts.ts'
import type { NewEntry } from './change.ts'
import type { Moment } from './policy.ts'
import { holdOpenTurns, openTurns } from './recent.ts'
import type { Control, Episode, Handoff, Instant, Session } from './session.ts'
import { tellUser } from './tell-user.ts'

type HumanControl = Extract<Control, { holder: 'human' }>

/** A change of control or of the handoff: a part of a change. */
export interface ControlStep {
  readonly patch: Partial<Session>
  readonly entries: readonly NewEntry[]
  readonly episodes: readonly Episode[]
}

/** Ends the quiet time after an alert: the next request alerts at once. */
const AN_AGENT_CAME = { alertedAt: undefined } as const

/**
 * Gives control to people: increments the epoch, holds every open turn, and begins a handoff. `after`: entries that
 * come before the pause.
 */
export function takeFromBot(
  session: Session,
  moment: Moment,
  why: Cause & { by: Actor; priority?: Priority | undefined },
  after: readonly NewEntry[] = [],
): ControlStep {
  const { now, policy } = moment
  const { by, priority = 'normal' } = why
  const cause = causeOf(why)
  const episode = session.episodes + 1
  const held = openTurns(session.recent).map(({ seq }) => seq)
  const came = by.type === 'agent' ? AN_AGENT_CAME : {}
  const control: HumanControl = {
    holder: 'human',
    since: now,
    seq: session.revision + after.length + 1,
    by,
    ...cause,
    handoff:
      by.type === 'agent'
        ? { status: 'assigned', priority, agent: by, assignedAt: now, deadline: now + policy.idleMs }
        : askForSomebody(session, priority, moment),
  }
  return {
    patch: { control, epoch: session.epoch + 1, episodes: episode, ...came, recent: holdOpenTurns(session.recent) },
    entries: [
      ...after,
      {
        kind: 'paused',
        by,
        ...cause,
        priority,
        episode,
        ...(held.length > 0 && { held }),
      },
      ...(by.type === 'agent' ? tellUser(session, 'assigned', moment, by) : tellUser(session, 'waiting', moment)),
    ],
    episodes: [episodeRecord(episode, control)],
  }
}

/** Gives control back to the bot: increments the epoch, ends the episode, and schedules the handback. */
export function giveToBot(
  session: Session,
  control: HumanControl,
  moment: Moment,
  end: { by: Actor; outcome: EpisodeOutcome; comment?: string | undefined },
): ControlStep {
  const { now, policy } = moment
  const { by, outcome, comment } = end
  const ended = { seq: session.revision + 1, at: now, by, outcome, ...defined({ comment }) }
  return {
    patch: {
      control: { holder: 'bot' },
      epoch: session.epoch + 1,
      nextHandback: { at: now + policy.deliveryCheckMs, attempts: 0 },
    },
    entries: [
      { kind: 'resumed', by, outcome, ...defined({ comment }), episode: session.episodes },
      ...tellUser(session, outcome === 'expired' ? 'expired' : 'ended', moment),
    ],
    episodes: [{ ...episodeRecord(session.episodes, control), ended }],
  }
}

/** Assigns a pending handoff to an agent. `by`: who gives it to them. */
export function assign(
  session: Session,
  control: HumanControl,
  agent: Actor,
  moment: Moment,
  by: Actor = agent,
): ControlStep {
  const entry = { kind: 'assigned', agent, ...(by.id !== agent.id && { by }), episode: session.episodes } as const
  return withAgent(session, control, agent, moment, entry, 'assigned')
}

/** The move of a conversation from its agent. */
interface Move {
  readonly by: Actor
  readonly from: Actor
  readonly reason: string
}

/** Gives an assigned handoff to another agent. */
export function transferTo(
  session: Session,
  control: HumanControl,
  moment: Moment,
  { to, ...move }: Move & { readonly to: Actor },
): ControlStep {
  const entry = { kind: 'transferred', ...move, to, episode: session.episodes } as const
  return withAgent(session, control, to, moment, entry, 'transferred')
}

function withAgent(
  session: Session,
  control: HumanControl,
  agent: Actor,
  moment: Moment,
  entry: NewEntry,
  told: UserMoment,
): ControlStep {
  const { now, policy } = moment
  const { priority } = control.handoff
  const assigned: HumanControl = {
    ...control,
    handoff: { status: 'assigned', priority, agent, assignedAt: now, deadline: now + policy.idleMs },
  }
  return {
    patch: { control: assigned, ...AN_AGENT_CAME },
    entries: [entry, ...tellUser(session, told, moment, agent)],
    episodes: [episodeRecord(session.episodes, assigned)],
  }
}

/** Takes an assigned handoff from its agent, so that it waits for one again. */
export function release(session: Session, control: HumanControl, moment: Moment, move: Move): ControlStep {
  const waiting = { ...control, handoff: askForSomebody(session, control.handoff.priority, moment) }
  return {
    patch: { control: waiting },
    entries: [{ kind: 'transferred', ...move, episode: session.episodes }, ...tellUser(session, 'transferred', moment)],
    episodes: [episodeRecord(session.episodes, waiting)],
  }
}

/**
 * Makes a pending handoff. If agents were alerted about the conversation within `realertMs`, the next alert is due when
 * that time ends.
 */
export function askForSomebody(session: Session, priority: Priority, moment: Moment): Handoff {
  const { now, policy } = moment
  const deadline = quietUntil(session, moment) ?? now + policy.alertCheckMs
  return { status: 'pending', priority, since: now, alerts: 0, deadline }
}

/**
 * Returns when a new request may alert agents again, after an alert within `realertMs`. Undefined if it may alert now.
 */
export function quietUntil({ alertedAt }: Session, { now, policy }: Moment): Instant | undefined {
  if (alertedAt === undefined || now >= alertedAt + policy.realertMs) return undefined
  // A clock that was set back must not delay the next alert further.
  return Math.min(alertedAt, now) + policy.realertMs
}

/** Restarts the idle time of an assigned conversation after a message. */
export function notIdle(control: Control, { now, policy }: Moment): Control {
  if (control.holder === 'bot' || control.handoff.status === 'pending') return control
  return { ...control, handoff: { ...control.handoff, deadline: now + policy.idleMs } }
}

export function episodeRecord(number: number, control: HumanControl): Episode {
  const { seq, since, by, handoff } = control
  return {
    number,
    startedSeq: seq,
    startedAt: since,
    by,
    ...causeOf(control),
    priority: handoff.priority,
    ...(handoff.status === 'assigned' && { agent: handoff.agent, assignedAt: handoff.assignedAt }),
  }
}
