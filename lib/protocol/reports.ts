import * as z from 'zod'
import { EpisodeOutcome } from './control.ts'
import { PathId } from './ids.ts'
import { BUCKET_BOUNDS_MS, BUCKETS } from './wire.ts'

const count = z.int().min(0)
const sumMs = z.int().min(0).meta({ description: 'Sum in whole milliseconds. The average is the sum over the count.' })

const Duration = z.object({ count, sumMs }).meta({ id: 'ReportDuration' })

const estimate = z.int().min(0).exactOptional().meta({
  description:
    'Estimated from the buckets, as if durations were even within each, and at most what the average allows. In the last bucket: its lower bound. Missing without a duration.',
})

/** Durations of handoffs, with their distribution. */
export const Distribution = z
  .object({
    count,
    sumMs,
    buckets: z.array(count).length(BUCKETS).meta({ description: 'Number in each bucket (`bucketBoundsMs`).' }),
    estimatedMedianMs: estimate,
    estimatedP90Ms: estimate,
  })
  .meta({ id: 'ReportDistribution' })
export type Distribution = z.infer<typeof Distribution>

/** The figures of a group of handoffs. */
export const ReportFigures = z
  .object({
    handoffs: count.meta({ description: 'Number of handoffs that ended.' }),
    outcomes: z.record(EpisodeOutcome, count),
    waiting: Distribution.meta({
      description: 'From the start to the first assignment, of handoffs that an agent took.',
    }),
    abandoned: Duration.meta({
      description: 'Handoffs that ended before an agent took them, and how long they waited.',
    }),
    firstResponse: Distribution.meta({ description: "From the start to an agent's first message to the user." }),
    handling: Duration.meta({ description: 'From the first assignment to the end.' }),
    ratings: z.object({
      count,
      sum: count.meta({ description: 'Sum of the stars. The average is the sum over the count.' }),
      stars: z.array(count).length(5).meta({ description: 'Number of ratings with one to five stars.' }),
    }),
  })
  .meta({ id: 'ReportFigures' })
export type ReportFigures = z.infer<typeof ReportFigures>

const Day = z.iso.date()

/** Figures of a range of days. */
export const Report = z
  .object({
    from: Day,
    to: Day.meta({ description: 'Last day, included.' }),
    timeZone: z.string().meta({ description: 'Time zone of days and hours, as configured now.' }),
    queue: PathId.exactOptional().meta({ description: 'The queue that the request named.' }),
    bucketBoundsMs: z
      .array(z.int())
      .length(BUCKETS - 1)
      .meta({
        description: `Upper bounds of the buckets, included: ${BUCKET_BOUNDS_MS.join(', ')}. The last has none.`,
      }),
    totals: ReportFigures,
    days: z.array(z.object({ day: Day, ...ReportFigures.shape })).meta({ description: 'Every day of the range.' }),
    hours: z
      .array(z.object({ hour: z.int().min(0).max(23), handoffs: count, waiting: Duration }))
      .length(24)
      .meta({ description: 'By the hour of the day in which a handoff began.' }),
    agents: z
      .array(
        z.object({
          agent: z.object({ id: z.string(), name: z.string().exactOptional() }).nullable().meta({
            description: 'The agent who had the handoffs last. `null`: nobody had them.',
          }),
          others: z.literal(true).exactOptional().meta({ description: 'Set on the row of all further agents.' }),
          ...ReportFigures.shape,
        }),
      )
      .meta({ description: 'Most handoffs first.' }),
    queues: z
      .array(
        z.object({
          queue: z.string().nullable().meta({ description: '`null`: handoffs without a queue.' }),
          others: z.literal(true).exactOptional().meta({ description: 'Set on the row of all further queues.' }),
          ...ReportFigures.shape,
        }),
      )
      .meta({ description: 'Most handoffs first.' }),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

/** The groups of a CSV: a row for each day, queue and agent, or for each of one of them. */
export const ReportGroup = z.enum(['all', 'day', 'queue', 'agent', 'hour'])
export type ReportGroup = z.infer<typeof ReportGroup>

/** Longest range of a report. */
export const MAX_REPORT_DAYS = 366
