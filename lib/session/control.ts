import { defined } from '../defined.ts'
import type { BriefFields } from '../protocol/brief.ts'
import { briefOf, causeOf } from '../protocol/cause.ts'
import type { Cause, EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Room } from '../protocol/problem.ts'
import type { UserMoment } from '../protocol/user-texts.ts'
import type { NewEntry } from './change.ts'
import { alertedBefore, newWait } from './new-wait.ts'
import { forQueue, type Moment } from './policy.ts'
import { afterAgent, ratedUntil } from './rating.ts'
import { holdTurns, openTurns } from './recent.ts'
import { questionOf, waitingReviews, withdrawReviews } from './reviews.ts'
import { counts, isFull } from './seats.ts'
import type { Control, Episode, Handoff, Session } from './session.ts'
import { tellToRate, tellUser, tellWaiting } from './tell-user.ts'
import { isoTime } from './time.ts'

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
 * Gives control to people: increments the epoch, holds every open turn, keeps the proposals of a supervised bot as
 * drafts, and begins a handoff. `after`: entries that come before the pause. An agent who pauses gets the conversation,
 * unless they have as many as they may have: then it goes back to the queue in the same commit.
 */
export function takeFromBot(
  session: Session,
  moment: Moment,
  why: Cause &
    BriefFields & { by: Actor; priority?: Priority | undefined; queue?: string | undefined; room?: Room | undefined },
  after: readonly NewEntry[] = [],
): ControlStep {
  const { now } = moment
  const { by, priority = 'normal', queue } = why
  const policy = forQueue(moment.policy, queue)
  const cause = causeOf(why)
  const episode = session.episodes + 1
  const isTaken = by.type === 'agent' && !isFull(why.room)
  const seq = session.revision + after.length + 1
  const unanswered = [...openTurns(session.recent).map(turn => turn.seq), ...waitingReviews(session).map(questionOf)]
  const held = unanswered.filter(each => each !== undefined).sort((one, two) => one - two)
  const control: HumanControl = {
    holder: 'human',
    since: now,
    seq,
    by,
    ...cause,
    ...defined({ queue }),
    handoff: isTaken ? assignedTo(by, priority, { now, policy }) : newWait(session, priority, { now, policy }),
  }
  return {
    patch: {
      control,
      epoch: session.epoch + 1,
      episodes: episode,
      ...(isTaken ? AN_AGENT_CAME : alertedBefore(session, now)),
      recent: holdTurns(session.recent),
      ...withdrawReviews(session, by, seq),
    },
    entries: [
      ...after,
      {
        kind: 'paused',
        by,
        ...cause,
        priority,
        ...defined({ queue }),
        ...briefOf(why),
        episode,
        ...(held.length > 0 && { held }),
      },
      // Readers of the log take an agent who pauses for the owner, so an entry says that the agent is not.
      ...(by.type === 'agent' && !isTaken ? [noRoom(by, episode)] : []),
      ...(isTaken ? tellUser(session, 'assigned', policy, by) : tellWaiting(session, 'waiting', { now, policy })),
    ],
    episodes: [episodeRecord(episode, control)],
  }
}

function noRoom(from: Actor, episode: number): NewEntry {
  return { kind: 'transferred', by: { type: 'system' }, from, reason: 'the agent has no room for one more', episode }
}

/** Gives control back to the bot in a new epoch, and schedules the handback. `after`: entries that come before the end. */
export function giveToBot(
  session: Session,
  control: HumanControl,
  moment: Moment,
  end: { by: Actor; outcome: EpisodeOutcome; comment?: string | undefined; carryOn?: boolean | undefined },
  after: readonly NewEntry[] = [],
): ControlStep {
  const { now, policy } = moment
  const rateUntil = ratedUntil(control, moment)
  const { by, outcome, comment, carryOn = policy.carryOn && session.preview?.from === 'user' } = end
  const ended = {
    seq: session.revision + after.length + 1,
    at: now,
    by,
    outcome,
    ...defined({ comment, rateUntil, firstAnswerAt: control.firstAnswerAt, earlier: control.earlier }),
    ...defined({ tags: session.tags }),
    ...(carryOn && { carryOn }),
  }
  const own = forQueue(policy, control.queue)
  const asked = rateUntil === undefined ? {} : { rateUntil: isoTime(rateUntil) }
  return {
    patch: {
      control: { holder: 'bot' },
      epoch: session.epoch + 1,
      nextHandback: { at: now + policy.deliveryCheckMs, attempts: 0 },
    },
    entries: [
      ...after,
      { kind: 'resumed', by, outcome, ...defined({ comment }), episode: session.episodes, ...asked },
      ...tellUser(session, outcome === 'expired' ? 'expired' : 'ended', own),
      ...(rateUntil === undefined ? [] : tellToRate(session, own)),
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

/** The move of a conversation from its agent, or from the queue in which it waits. */
interface Move {
  readonly by: Actor
  readonly from?: Actor
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
  return withAgent(session, left(control), to, moment, entry, 'transferred')
}

function withAgent(
  session: Session,
  control: HumanControl,
  agent: Actor,
  moment: Moment,
  entry: NewEntry,
  told: UserMoment,
): ControlStep {
  const { now } = moment
  const policy = forQueue(moment.policy, control.queue)
  const assigned: HumanControl = { ...control, handoff: assignedTo(agent, control.handoff.priority, { now, policy }) }
  return {
    patch: { control: assigned, ...AN_AGENT_CAME },
    entries: [entry, ...tellUser(session, told, policy, agent)],
    episodes: [episodeRecord(session.episodes, assigned)],
  }
}

function assignedTo(agent: Actor, priority: Priority, { now, policy }: Moment): Handoff {
  const counted = counts(agent) && ({ counted: true } as const)
  return { status: 'assigned', priority, agent, ...counted, assignedAt: now, deadline: now + policy.idleMs }
}

/**
 * Lets a handoff wait for an agent from now on, in its queue or in another one: behind those that wait, or with the place
 * that the start of the episode gives it.
 */
export function release(
  session: Session,
  control: HumanControl,
  { now, policy: ofBot }: Moment,
  { queue, inFront, ...move }: Move & { readonly queue?: string; readonly inFront?: boolean | undefined },
): ControlStep {
  const policy = forQueue(ofBot, queue ?? control.queue)
  const pending = newWait(session, control.handoff.priority, { now, policy })
  const handoff = { ...pending, ...(inFront && { place: control.since }), ...afterAgent(control, ofBot) }
  const waiting: HumanControl = { ...left(control), ...defined({ queue }), handoff }
  const entry = { kind: 'transferred', ...move, ...defined({ queue }), episode: session.episodes } as const
  return {
    patch: { control: waiting, ...alertedBefore(session, now) },
    entries: [entry, ...tellWaiting(session, 'transferred', { now, policy })],
    episodes: [episodeRecord(session.episodes, waiting)],
  }
}

/** Remembers the agent who loses the conversation, for reports. */
function left(control: HumanControl): HumanControl {
  const { handoff, earlier } = control
  if (handoff.status === 'pending') return control
  const { agent, assignedAt } = handoff
  return { ...control, earlier: { agent, firstAssignedAt: earlier?.firstAssignedAt ?? assignedAt } }
}

/** Remembers, for reports, that an agent writes to the user now, if none did before. */
export function answered(control: Control, { now }: Moment): Control {
  if (control.holder !== 'human' || control.firstAnswerAt !== undefined) return control
  return { ...control, firstAnswerAt: now }
}

/** Restarts the idle time of an assigned conversation after a message. */
export function notIdle(control: Control, { now, policy }: Moment): Control {
  if (control.holder !== 'human' || control.handoff.status === 'pending') return control
  const { warned: _, ...handoff } = control.handoff
  return { ...control, handoff: { ...handoff, deadline: now + forQueue(policy, control.queue).idleMs } }
}

export function episodeRecord(number: number, control: HumanControl): Episode {
  const { seq, since, by, queue, handoff } = control
  return {
    number,
    startedSeq: seq,
    startedAt: since,
    by,
    ...causeOf(control),
    priority: handoff.priority,
    ...defined({ queue }),
    ...(handoff.status === 'assigned' && { agent: handoff.agent, assignedAt: handoff.assignedAt }),
  }
}
