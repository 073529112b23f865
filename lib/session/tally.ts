import { defined } from '../defined.ts'
import type { EpisodeOutcome } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import { BUCKET_BOUNDS_MS } from '../protocol/wire.ts'
import { wallTime } from './hours.ts'
import type { Episode, Instant } from './session.ts'

/** A bucket of durations, from the shortest one. */
type Bucket = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** A counter of reports. Durations are sums of whole milliseconds. The store keeps the names, so they stay as they are. */
export type CountName =
  | 'ended'
  | EpisodeOutcome
  /** Handoffs that an agent took, and how long they had waited for the first one. */
  | 'waits'
  | 'waitMs'
  | `wait${Bucket}`
  /** Handoffs that ended before an agent took them, and how long they had waited. */
  | 'abandoned'
  | 'abandonedMs'
  /** Handoffs in which an agent wrote to the user, and the time from the start to the first message. */
  | 'answers'
  | 'answerMs'
  | `answer${Bucket}`
  /** Handoffs that an agent took, and the time from the first assignment to the end. */
  | 'handled'
  | 'handledMs'
  | `stars${number}`
  /** By the hour of the day (two digits) in which a handoff began: handoffs, `waits` and `waitMs`. */
  | `h${string}`
  | `hw${string}`
  | `hm${string}`
export type Counts = Readonly<Partial<Record<CountName, number>>>

/** Additions of a commit to the counters of one day, queue and agent. */
export interface Tally {
  /** The day on which it happened, on the clocks of the bot's reports: `2026-12-01`. */
  readonly day: string
  /** Missing: the handoff had no queue. */
  readonly queue?: string
  /** The agent who had the handoff last. Missing if nobody had it, or if the agent has no id. */
  readonly agent?: { readonly id: string; readonly name?: string }
  readonly counts: Counts
}

/**
 * Derives what a decision adds to the counters: of each episode that it ends, and of each that it rates. Empty for every
 * other decision. `revision`: of the session before the decision. `timeZone`: of the bot's reports.
 */
export function talliesOf(revision: number, episodes: readonly Episode[], timeZone: string): readonly Tally[] {
  // A decision may record an episode twice. The last record counts.
  const byNumber = new Map(episodes.map(episode => [episode.number, episode]))
  return [...byNumber.values()].flatMap(episode => {
    const { ended, rating } = episode
    const whose = { ...defined({ queue: episode.queue }), ...credited(episode) }
    return [
      ...(ended && ended.seq > revision
        ? [{ day: wallTime(timeZone, ended.at).date, ...whose, counts: ofEnd(episode, ended, timeZone) }]
        : []),
      ...(rating && rating.seq > revision
        ? [{ day: wallTime(timeZone, rating.at).date, ...whose, counts: { [`stars${rating.stars}`]: 1 } as Counts }]
        : []),
    ]
  })
}

/** The agent who had an episode last. */
function credited({ agent, ended }: Episode): Pick<Tally, 'agent'> {
  const last: Actor | undefined = agent ?? ended?.earlier?.agent
  if (last?.id === undefined) return {}
  return { agent: { id: last.id, ...defined({ name: last.name }) } }
}

function ofEnd(episode: Episode, ended: NonNullable<Episode['ended']>, timeZone: string): Counts {
  const { startedAt } = episode
  const { at, outcome, earlier, firstAnswerAt } = ended
  const assignedAt = earlier?.firstAssignedAt ?? episode.assignedAt
  const hour = wallTime(timeZone, startedAt).time.slice(0, 2)
  const waitMs = between(startedAt, assignedAt ?? at)
  return {
    ended: 1,
    [outcome]: 1,
    [`h${hour}`]: 1,
    ...(assignedAt === undefined
      ? { abandoned: 1, abandonedMs: waitMs }
      : {
          ...durations('wait', waitMs),
          [`hw${hour}`]: 1,
          [`hm${hour}`]: waitMs,
          handled: 1,
          handledMs: between(assignedAt, at),
        }),
    ...(firstAnswerAt !== undefined && durations('answer', between(startedAt, firstAnswerAt))),
  }
}

function durations(kind: 'wait' | 'answer', ms: number): Counts {
  const bucket = BUCKET_BOUNDS_MS.findIndex(bound => ms <= bound)
  const counted: Bucket = bucket < 0 ? 6 : (bucket as Bucket)
  return { [`${kind}s`]: 1, [`${kind}Ms`]: ms, [`${kind}${counted}`]: 1 }
}

/** A clock that was set back makes no negative duration. */
function between(from: Instant, to: Instant): number {
  return Math.max(0, Math.round(to - from))
}
