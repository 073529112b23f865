import type { Actor, EpisodeOutcome, Priority } from '../protocol/entry.ts'
import type { NewEntry } from './change.ts'
import type { Policy } from './policy.ts'
import { holdOpenTurns, openTurns } from './recent.ts'
import type { Control, Episode, Handoff, Instant, Session } from './session.ts'

type HumanControl = Extract<Control, { holder: 'human' }>

interface ControlStep {
  readonly patch: Partial<Session>
  readonly entries: readonly NewEntry[]
  readonly episodes: readonly Episode[]
}

/** The last alert has done its work: the next request alerts at once. */
const AN_AGENT_CAME = { alertedAt: undefined } as const

/** People take the conversation: a new epoch, every open turn is held, a handoff begins. `after`: entries that stand before the pause. */
export function takeFromBot(
  session: Session,
  now: Instant,
  policy: Policy,
  cause: { by: Actor; trigger: string; reason?: string | undefined; priority?: Priority | undefined },
  after: readonly NewEntry[] = [],
): ControlStep {
  const { by, trigger, reason, priority = 'normal' } = cause
  const episode = session.episodes + 1
  const held = openTurns(session.recent).map(({ seq }) => seq)
  const came = by.type === 'agent' ? AN_AGENT_CAME : {}
  const control: HumanControl = {
    holder: 'human',
    since: now,
    seq: session.revision + after.length + 1,
    by,
    trigger,
    ...(reason !== undefined && { reason }),
    handoff:
      by.type === 'agent'
        ? { status: 'assigned', priority, agent: by, assignedAt: now, deadline: now + policy.idleMs }
        : askForSomebody(session, priority, now, policy),
  }
  return {
    patch: { control, epoch: session.epoch + 1, episodes: episode, ...came, recent: holdOpenTurns(session.recent) },
    entries: [
      ...after,
      {
        kind: 'paused',
        by,
        trigger,
        ...(reason !== undefined && { reason }),
        priority,
        episode,
        ...(held.length > 0 && { held }),
      },
    ],
    episodes: [episodeRecord(episode, control)],
  }
}

/** The bot gets the conversation back: a new epoch, the episode ends, the bot is to be told. */
export function giveToBot(
  session: Session,
  control: HumanControl,
  now: Instant,
  policy: Policy,
  end: { by: Actor; outcome: EpisodeOutcome; comment?: string | undefined },
): ControlStep {
  const { by, outcome, comment } = end
  const ended = { seq: session.revision + 1, at: now, by, outcome, ...(comment !== undefined && { comment }) }
  return {
    patch: {
      control: { holder: 'bot' },
      epoch: session.epoch + 1,
      telling: { at: now + policy.deliveryCheckMs, attempts: 0 },
    },
    entries: [{ kind: 'resumed', by, outcome, ...(comment !== undefined && { comment }), episode: session.episodes }],
    episodes: [{ ...episodeRecord(session.episodes, control), ended }],
  }
}

/** An agent takes a conversation that waits for one. */
export function assign(
  session: Session,
  control: HumanControl,
  agent: Actor,
  now: Instant,
  policy: Policy,
): ControlStep {
  const { priority } = control.handoff
  const assigned: HumanControl = {
    ...control,
    handoff: { status: 'assigned', priority, agent, assignedAt: now, deadline: now + policy.idleMs },
  }
  return {
    patch: { control: assigned, ...AN_AGENT_CAME },
    entries: [{ kind: 'assigned', agent, episode: session.episodes }],
    episodes: [episodeRecord(session.episodes, assigned)],
  }
}

/** A handoff that waits for a person. Where agents were alerted of the conversation lately, the next alert is due when that is over. */
export function askForSomebody(session: Session, priority: Priority, now: Instant, policy: Policy): Handoff {
  const deadline = quietUntil(session, now, policy) ?? now + policy.alertCheckMs
  return { status: 'pending', priority, since: now, alerts: 0, deadline }
}

/** Until when a new request of the conversation alerts nobody, because agents were alerted of it lately; nothing where they were not. */
export function quietUntil({ alertedAt }: Session, now: Instant, policy: Policy): Instant | undefined {
  if (alertedAt === undefined || now >= alertedAt + policy.realertMs) return undefined
  // A clock that was set back must not keep agents from a conversation for longer.
  return Math.min(alertedAt, now) + policy.realertMs
}

/** Something was said: an assigned conversation's idle time begins anew. */
export function notIdle(control: Control, now: Instant, policy: Policy): Control {
  if (control.holder === 'bot' || control.handoff.status === 'pending') return control
  return { ...control, handoff: { ...control.handoff, deadline: now + policy.idleMs } }
}

export function episodeRecord(number: number, control: HumanControl): Episode {
  const { seq, since, by, trigger, reason, handoff } = control
  return {
    number,
    startedSeq: seq,
    startedAt: since,
    by,
    trigger,
    ...(reason !== undefined && { reason }),
    priority: handoff.priority,
    ...(handoff.status === 'assigned' && { agent: handoff.agent, assignedAt: handoff.assignedAt }),
  }
}
