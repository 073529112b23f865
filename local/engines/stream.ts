import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Log } from '../../lib/session/ports.ts'
import { lambdaRecord } from './lambda-record.ts'
import type { PositionStore } from './position.ts'
import { type ShardRecord, shardReader } from './shards.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

export interface StreamPollerOptions {
  readonly client: DynamoDBStreamsClient
  readonly streamArn: string
  readonly position: PositionStore
  readonly handler: StreamHandler
  readonly log: Log
  readonly intervalMs?: number
  readonly batchSize?: number
  /** Which records the function is given, as an event source mapping's filter; the others count as handled. */
  readonly filter?: (record: DynamoDBRecord) => boolean
  /** How often a record that fails is tried again before it is discarded. */
  readonly maximumRetryAttempts?: number
  /** Where a discarded record ends, as in an event source mapping's destination. */
  readonly onDiscarded?: (record: DynamoDBRecord) => Promise<void>
}

const INTERVAL_MS = 25
const BATCH_SIZE = 100
const MAX_RETRIES = 10
const RETRY_MS = [50, 100, 200, 400, 800, 1000]
const UNREACHABLE_MS = 500

/**
 * Delivers a table's stream to a function as Lambda does: in order, in batches, at least once. A partial failure resumes at
 * the first failed record; a batch whose function throws, or names a record that it was not given, is tried again whole.
 * The position is written after each batch, so a restart goes on there. `close` waits for the batch under way.
 */
export function pollStream(options: StreamPollerOptions): { close(): Promise<void> } {
  const { log, intervalMs = INTERVAL_MS, batchSize = BATCH_SIZE, maximumRetryAttempts = MAX_RETRIES } = options
  const closing = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal }).catch(() => {})

  async function run() {
    const { client, streamArn, position } = options
    const reader = shardReader(client, streamArn, await position.read())
    const handled = await progress(position, streamArn)
    let waiting: readonly ShardRecord[] = []
    let retries = 0
    while (!closing.signal.aborted) {
      if (waiting.length === 0) waiting = await reader.read(batchSize)
      if (waiting.length === 0) {
        await pause(intervalMs)
        continue
      }
      const done = await deliver(waiting, options)
      await handled(waiting.slice(0, done))
      waiting = waiting.slice(done)
      retries = done > 0 ? 0 : retries + 1
      const [poison] = waiting
      if (poison && retries > maximumRetryAttempts) {
        await discard(poison, options)
        await handled([poison])
        waiting = waiting.slice(1)
        retries = 0
      } else if (poison) await pause(RETRY_MS[Math.min(retries, RETRY_MS.length - 1)] ?? 0)
    }
  }

  async function keepRunning() {
    while (!closing.signal.aborted) {
      try {
        await run()
      } catch (error) {
        // Reading begins again at the position that was written: what was delivered since comes once more.
        log.warn('the stream cannot be read just now', { error: String(error) })
        await pause(UNREACHABLE_MS)
      }
    }
  }

  const running = keepRunning()
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}

/** Hands a batch to the function; answers how many records, from the first on, are dealt with. */
async function deliver(
  batch: readonly ShardRecord[],
  { streamArn, handler, log, filter = () => true }: StreamPollerOptions,
): Promise<number> {
  const records = batch.map(({ record }) => lambdaRecord(record, streamArn))
  const given = records.filter(filter)
  if (given.length === 0) return batch.length
  try {
    const { batchItemFailures } = await handler({ Records: given })
    if (batchItemFailures.length === 0) return batch.length
    const failed = batchItemFailures.map(({ itemIdentifier }) =>
      given.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
    )
    // Lambda takes a name that it does not know as the failure of everything: -1 does not find a record, hence the first.
    const first = given[Math.max(0, Math.min(...failed))]
    return first ? records.indexOf(first) : 0
  } catch (error) {
    log.warn('the stream function failed; its batch is tried again', { error: String(error), records: given.length })
    return 0
  }
}

async function discard({ record }: ShardRecord, { streamArn, log, onDiscarded }: StreamPollerOptions): Promise<void> {
  const discarded = lambdaRecord(record, streamArn)
  log.error('a record of the stream was given up', { keys: JSON.stringify(discarded.dynamodb?.Keys) })
  await onDiscarded?.(discarded)
}

/** Remembers how far each shard is dealt with. */
export async function progress(
  position: PositionStore,
  streamArn: string,
): Promise<(records: readonly Pick<ShardRecord, 'shardId' | 'sequenceNumber'>[]) => Promise<void>> {
  const stored = await position.read()
  let shards = stored?.streamArn === streamArn ? stored.shards : {}
  return async records => {
    if (records.length === 0) return
    shards = { ...shards, ...Object.fromEntries(records.map(each => [each.shardId, each.sequenceNumber])) }
    await position.write({ streamArn, shards })
  }
}
