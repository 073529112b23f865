/** The functions of serverless.yml. */
export const FUNCTIONS = ['inbound', 'pause', 'agent-ws', 'dispatch', 'live', 'clock'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** The counts of an event that happened `times` times. Units are DynamoDB's request units. */
export interface Counts {
  times: number
  /** Calls of the AWS SDK, by operation. */
  readonly calls: Record<string, number>
  readUnits: number
  /**
   * Write units of the table and of its indexes. Separate, since a transaction doubles only the first (an assumption).
   */
  tableWriteUnits: number
  indexWriteUnits: number
  /** The units that the engine itself reports, for comparison. */
  engineReadUnits: number
  engineWriteUnits: number
  /** Billed invocations of each function, and their milliseconds, each rounded up as in a bill. */
  readonly lambda: Partial<Record<FunctionName, { invocations: number; ms: number }>>
  httpRequests: number
  /** Messages of the WebSocket API in both directions, one per started 32 KB. */
  socketMessages: number
  publishes: number
  /**
   * Calls to the bot and to channels' webhooks. The function waits for their answers; the trace cannot know how long.
   */
  botCalls: number
  channelCalls: number
  /** Records of the stream that pass the functions' filter. */
  streamRecords: number
  logBytes: number
  /** Bytes stored in the table and its indexes. */
  dataBytes: number
  /** Bytes that leave AWS: answers, frames, webhooks. */
  outBytes: number
}

export type Amount = Exclude<keyof Counts, 'times' | 'calls' | 'lambda'>

const AMOUNTS: readonly Amount[] = [
  'readUnits',
  'tableWriteUnits',
  'indexWriteUnits',
  'engineReadUnits',
  'engineWriteUnits',
  'httpRequests',
  'socketMessages',
  'publishes',
  'botCalls',
  'channelCalls',
  'streamRecords',
  'logBytes',
  'dataBytes',
  'outBytes',
]

export function noCounts(): Counts {
  return {
    times: 0,
    calls: {},
    readUnits: 0,
    tableWriteUnits: 0,
    indexWriteUnits: 0,
    engineReadUnits: 0,
    engineWriteUnits: 0,
    lambda: {},
    httpRequests: 0,
    socketMessages: 0,
    publishes: 0,
    botCalls: 0,
    channelCalls: 0,
    streamRecords: 0,
    logBytes: 0,
    dataBytes: 0,
    outBytes: 0,
  }
}

/** Adds counts to `sum`, `factor` times. */
export function addCounts(sum: Counts, counts: Counts, factor = 1): void {
  sum.times += counts.times * factor
  for (const amount of AMOUNTS) sum[amount] += counts[amount] * factor
  for (const [name, count] of Object.entries(counts.calls)) sum.calls[name] = (sum.calls[name] ?? 0) + count * factor
  for (const name of FUNCTIONS) {
    const more = counts.lambda[name]
    if (!more) continue
    const { invocations, ms } = sum.lambda[name] ?? { invocations: 0, ms: 0 }
    sum.lambda[name] = { invocations: invocations + more.invocations * factor, ms: ms + more.ms * factor }
  }
}

/** The counts that a test compares: everything except times and sizes. */
export function countedOf(counts: Counts): unknown {
  const { logBytes: _log, dataBytes: _data, outBytes: _out, lambda, ...rest } = counts
  return {
    ...rest,
    lambda: Object.fromEntries(Object.entries(lambda).map(([name, { invocations }]) => [name, invocations])),
  }
}
