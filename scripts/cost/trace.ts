import * as z from 'zod'
import { addCounts, type Counts, FUNCTIONS, noCounts } from './counts.ts'
import { KINDS, type Kind, type Pace, tellStory } from './story.ts'

const count = z.number().min(0)
const CountsOfTrace = z.strictObject({
  times: count,
  calls: z.record(z.string(), count),
  readUnits: count,
  tableWriteUnits: count,
  indexWriteUnits: count,
  engineReadUnits: count,
  engineWriteUnits: count,
  lambda: z.partialRecord(z.enum(FUNCTIONS), z.strictObject({ invocations: count, ms: count })),
  httpRequests: count,
  socketMessages: count,
  publishes: count,
  botCalls: count,
  channelCalls: count,
  streamRecords: count,
  logBytes: count,
  dataBytes: z.number(),
  outBytes: count,
})

const Kinds = z.record(z.enum(KINDS), CountsOfTrace)
export type Kinds = z.infer<typeof Kinds>

/** The counts of recorded runs, and their date. */
export const Trace = z.strictObject({
  recordedOn: z.iso.date(),
  node: z.string(),
  /** The number of runs over which the times are averaged. */
  timedRuns: count,
  usual: Kinds,
  slow: Kinds,
})
export type Trace = z.infer<typeof Trace>

const TIMED_RUNS = 5

/** Counts one run at each pace, and times other runs: reading items for the counts would distort the times. */
export async function record(): Promise<Trace> {
  return Trace.parse({
    recordedOn: new Date().toISOString().slice(0, 10),
    node: process.version,
    timedRuns: TIMED_RUNS,
    usual: await recordAt('usual'),
    slow: await recordAt('slow'),
  })
}

async function recordAt(pace: Pace): Promise<Kinds> {
  const counted = await countAt(pace)
  const timed = new Map<string, Counts>()
  for (let run = 0; run < TIMED_RUNS; run++) {
    for (const [kind, counts] of await tellStory({ sized: false, pace })) {
      const sum = timed.get(kind) ?? noCounts()
      addCounts(sum, counts)
      timed.set(kind, sum)
    }
  }
  return Kinds.parse(Object.fromEntries(KINDS.map(kind => [kind, withTimes(counted[kind], timed.get(kind))])))
}

/** Counts one run. Its times are distorted. */
export async function countAt(pace: Pace): Promise<Record<Kind, Counts>> {
  const counted = await tellStory({ sized: true, pace })
  return Object.fromEntries(KINDS.map(kind => [kind, need(counted, kind)])) as Record<Kind, Counts>
}

/** The counts of one event of a kind. */
export function oneOf(kinds: Kinds, kind: Kind): Counts {
  const counts = kinds[kind]
  const one = noCounts()
  addCounts(one, counts as Counts, 1 / counts.times)
  return one
}

function need(counted: ReadonlyMap<string, Counts>, kind: Kind): Counts {
  const counts = counted.get(kind)
  if (!counts) throw new Error(`the run has no "${kind}"`)
  return counts
}

function withTimes(counts: Counts, timed: Counts | undefined): Counts {
  const lambda: Counts['lambda'] = {}
  for (const name of FUNCTIONS) {
    const counted = counts.lambda[name]
    if (!counted) continue
    const ms = timed?.lambda[name]?.ms
    lambda[name] = { ...counted, ms: ms === undefined ? counted.ms : Math.round((ms / TIMED_RUNS) * 10) / 10 }
  }
  return { ...counts, lambda }
}
