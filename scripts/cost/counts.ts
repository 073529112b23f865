/** The functions of serverless.yml. */
export const FUNCTIONS = ['inbound', 'pause', 'agent-ws', 'dispatch', 'live', 'clock'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** What is counted while something happens, for how often it happened (`times`). Units are DynamoDB's request units. */
export interface Counts {
  times: number
  /** Calls of AWS' SDK, by the operation's name. */
  readonly calls: Record<string, number>
  readUnits: number
  /** Of the table itself; of its indexes. Apart, since a transaction doubles the first and (as is assumed) not the second. */
  tableWriteUnits: number
  indexWriteUnits: number
  /** What the engine itself says it took, to compare. */
  engineReadUnits: number
  engineWriteUnits: number
  /** Invocations that a function is billed for, and their milliseconds, each rounded up as it is billed. */
  readonly lambda: Partial<Record<FunctionName, { invocations: number; ms: number }>>
  httpRequests: number
  /** Messages of the WebSocket API either way, a message for each 32 KB begun. */
  socketMessages: number
  publishes: number
  /** Calls of the bot and of channels' webhooks: a function waits while they are answered, which no trace can know. */
  botCalls: number
  channelCalls: number
  /** Records of the stream that pass the functions' filter. */
  streamRecords: number
  logBytes: number
  /** What stays in the table and its indexes. */
  dataBytes: number
  /** What leaves AWS: answers, frames, webhooks. */
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

/** Adds what was counted to `sum`, `factor` times. */
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

/** What must not change unnoticed: everything but times and sizes. */
export function countedOf(counts: Counts): unknown {
  const { logBytes: _log, dataBytes: _data, outBytes: _out, lambda, ...rest } = counts
  return {
    ...rest,
    lambda: Object.fromEntries(Object.entries(lambda).map(([name, { invocations }]) => [name, invocations])),
  }
}
