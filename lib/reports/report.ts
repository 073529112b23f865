import { defined } from '../defined.ts'
import type { Distribution, Report, ReportFigures } from '../protocol/reports.ts'
import { BUCKET_BOUNDS_MS } from '../protocol/wire.ts'
import type { CountName } from '../session/tally.ts'
import { add, figure, noFigures, type Values } from './figures.ts'
import { OTHERS } from './summary.ts'
import type { Sums } from './sums.ts'

/** Makes the report of sums. Rows of agents and queues are sorted by their number of handoffs. */
export function reportOf(
  { days, hours, agents, queues }: Sums,
  about: Pick<Report, 'from' | 'to' | 'timeZone'> & { readonly queue?: string },
): Report {
  const totals = noFigures()
  for (const values of days.values()) add(totals, values)
  return {
    ...about,
    bucketBoundsMs: [...BUCKET_BOUNDS_MS],
    totals: figuresIn(totals),
    days: [...days].map(([day, values]) => ({ day, ...figuresIn(values) })),
    hours: Array.from({ length: 24 }, (_, hour) => hourIn(hours, hour)),
    agents: [...agents.values()]
      .map(({ agent, values }) => {
        const who = agent && 'id' in agent ? { agent } : { agent: null, ...(agent && { others: true as const }) }
        return { ...who, ...figuresIn(values) }
      })
      .sort(byHandoffs),
    queues: [...queues]
      .map(([queue, values]) => {
        const which = queue === OTHERS ? { queue: null, others: true as const } : { queue }
        return { ...which, ...figuresIn(values) }
      })
      .sort(byHandoffs),
  }
}

function byHandoffs(one: ReportFigures, two: ReportFigures): number {
  return two.handoffs - one.handoffs
}

/** The figures of one hour of the day. */
export function hourIn(hours: Values, hour: number): Report['hours'][number] {
  const [handoffs = 0, count = 0, sumMs = 0] = hours.slice(3 * hour, 3 * hour + 3)
  return { hour, handoffs, waiting: { count, sumMs } }
}

/** The figures of a group of handoffs. */
export function figuresIn(values: Values): ReportFigures {
  const of = (name: CountName) => figure(values, name)
  const stars = [of('stars1'), of('stars2'), of('stars3'), of('stars4'), of('stars5')]
  return {
    handoffs: of('ended'),
    outcomes: {
      resolved: of('resolved'),
      rejected: of('rejected'),
      returned: of('returned'),
      cancelled: of('cancelled'),
      expired: of('expired'),
      idle: of('idle'),
    },
    waiting: distribution('wait', of),
    abandoned: { count: of('abandoned'), sumMs: of('abandonedMs') },
    firstResponse: distribution('answer', of),
    handling: { count: of('handled'), sumMs: of('handledMs') },
    ratings: {
      count: stars.reduce((sum, each) => sum + each, 0),
      sum: stars.reduce((sum, each, index) => sum + each * (index + 1), 0),
      stars,
    },
  }
}

function distribution(kind: 'wait' | 'answer', of: (name: CountName) => number): Distribution {
  const buckets = ([0, 1, 2, 3, 4, 5, 6] as const).map(bucket => of(`${kind}${bucket}`))
  const sumMs = of(`${kind}Ms`)
  const estimated = (part: number) => estimate(buckets, sumMs, part)
  return {
    count: of(`${kind}s`),
    sumMs,
    buckets,
    ...defined({ estimatedMedianMs: estimated(0.5), estimatedP90Ms: estimated(0.9) }),
  }
}

/** Estimates the duration that this part of all durations does not exceed. Undefined without a duration. */
function estimate(buckets: readonly number[], sumMs: number, part: number): number | undefined {
  const count = buckets.reduce((sum, each) => sum + each, 0)
  const even = evenly(buckets, part * count)
  // Markov's inequality: at most half of all durations are longer than twice their average, and so on.
  return even === undefined ? undefined : Math.min(even, Math.round(sumMs / count / (1 - part)))
}

/** The duration at this rank, as if durations were even within each bucket. */
function evenly(buckets: readonly number[], rank: number): number | undefined {
  if (rank === 0) return undefined
  let below = 0
  for (const [bucket, count] of buckets.entries()) {
    const [from, to] = [BUCKET_BOUNDS_MS[bucket - 1] ?? 0, BUCKET_BOUNDS_MS[bucket]]
    if (count > 0 && below + count >= rank) {
      return to === undefined ? from : Math.round(from + ((rank - below) / count) * (to - from))
    }
    below += count
  }
  return undefined
}
