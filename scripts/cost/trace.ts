import * as z from 'zod'
import { addCounts, type Counts, FUNCTIONS, noCounts } from './counts.ts'
import { KINDS, type Kind, tellStory } from './story.ts'

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

/** What was counted of a real run, and when. */
export const Trace = z.strictObject({
  recordedOn: z.iso.date(),
  node: z.string(),
  /** How many runs the times are the mean of. */
  timedRuns: count,
  kinds: z.record(z.enum(KINDS), CountsOfTrace),
})
export type Trace = z.infer<typeof Trace>

/** Counts one run, then times others: looking at items takes the time that is to be measured. */
export async function record(timedRuns = 5): Promise<Trace> {
  const counted = await tellStory({ sized: true })
  const timed = new Map<string, Counts>()
  for (let run = 0; run < timedRuns; run++) {
    for (const [kind, counts] of await tellStory({ sized: false })) {
      const sum = timed.get(kind) ?? noCounts()
      addCounts(sum, counts)
      timed.set(kind, sum)
    }
  }
  return Trace.parse({
    recordedOn: new Date().toISOString().slice(0, 10),
    node: process.version,
    timedRuns,
    kinds: Object.fromEntries(KINDS.map(kind => [kind, withTimes(need(counted, kind), timed.get(kind), timedRuns)])),
  })
}

/** What happened once of a kind. */
export function oneOf(trace: Trace, kind: Kind): Counts {
  const counts = trace.kinds[kind]
  const one = noCounts()
  addCounts(one, counts as Counts, 1 / counts.times)
  return one
}

function need(counted: ReadonlyMap<string, Counts>, kind: Kind): Counts {
  const counts = counted.get(kind)
  if (!counts) throw new Error(`the run has no "${kind}"`)
  return counts
}

function withTimes(counts: Counts, timed: Counts | undefined, runs: number): Counts {
  const lambda: Counts['lambda'] = {}
  for (const name of FUNCTIONS) {
    const counted = counts.lambda[name]
    if (!counted) continue
    const ms = timed?.lambda[name]?.ms
    lambda[name] = { ...counted, ms: ms === undefined ? counted.ms : Math.round((ms / runs) * 10) / 10 }
  }
  return { ...counts, lambda }
}
