import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Log } from '../../lib/ports/system.ts'
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
  /** The pause after a read, unless it found a full batch. */
  readonly intervalMs?: number
  /** How long to wait for `wake` after a read that found nothing. By default not at all. */
  readonly idleMs?: number
  readonly batchSize?: number
  /** Selects the records for the function, like an event source mapping's filter. The others count as handled. */
  readonly filter?: (record: DynamoDBRecord) => boolean
  /** Retries of a failing record before it is discarded. */
  readonly maximumRetryAttempts?: number
  /** Receives each discarded record, like an event source mapping's destination. */
  readonly onDiscarded?: (record: DynamoDBRecord) => Promise<void>
}

const INTERVAL_MS = 25
const BATCH_SIZE = 100
const MAX_RETRIES = 10
const RETRY_MS = [50, 100, 200, 400, 800, 1000]
const UNREACHABLE_MS = 500

export interface StreamPoller {
  /** Says that there may be new records. */
  wake(): void
  close(): Promise<void>
}

/**
 * Delivers a table's stream to a function as Lambda does: in order, in batches, at least once. A partial failure
 * resumes at the first failed record. If the function throws, or names a record that was not in the batch, the batch is
 * split in two until the failing record is alone, as the template asks (BisectBatchOnFunctionError); a split does not
 * count as a retry. Writes the position after each batch, so that a restart goes on there. `close` waits for the
 * current batch.
 */
export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { log, intervalMs = INTERVAL_MS, idleMs = 0 } = options
  const { batchSize = BATCH_SIZE, maximumRetryAttempts = MAX_RETRIES } = options
  const closing = new AbortController()
  let woken = new AbortController()
  const pause = (ms: number, until = closing.signal) => sleep(ms, undefined, { signal: until }).catch(() => {})

  async function run() {
    const { client, streamArn, position } = options
    const reader = shardReader(client, streamArn, await position.read())
    const handled = await progress(position, streamArn)
    // Records that were read and not handled: one batch, or its parts.
    let batches: (readonly ShardRecord[])[] = []
    let retries = 0
    while (!closing.signal.aborted) {
      if (woken.signal.aborted) woken = new AbortController()
      const [batch = await reader.read(batchSize), ...later] = batches
      if (batch.length === 0) {
        await pause(intervalMs)
        await pause(idleMs, woken.signal)
        continue
      }
      const { done, failed } = await deliver(batch, options)
      await handled(batch.slice(0, done))
      const left = batch.slice(done)
      batches = left.length > 0 ? [left, ...later] : later
      const [poison] = left
      if (poison === undefined) {
        retries = 0
        if (batches.length === 0 && batch.length < batchSize) await pause(intervalMs)
        continue
      }
      if (failed === 'whole' && left.length > 1) batches = [...halvesOf(left), ...later]
      else retries = done > 0 ? 0 : retries + 1
      if (retries > maximumRetryAttempts) {
        await discard(poison, options)
        await handled([poison])
        batches = left.length > 1 ? [left.slice(1), ...later] : later
        retries = 0
      } else await pause(RETRY_MS[Math.min(retries, RETRY_MS.length - 1)] ?? 0)
    }
  }

  async function keepRunning() {
    while (!closing.signal.aborted) {
      try {
        await run()
      } catch (error) {
        // Reading begins again at the written position, so records delivered since then come again.
        log.warn('reading the stream failed', { error: String(error) })
        await pause(UNREACHABLE_MS)
      }
    }
  }

  const running = keepRunning()
  return {
    wake: () => woken.abort(),
    async close() {
      closing.abort()
      woken.abort()
      await running
    },
  }
}

interface Delivered {
  /** How many records, from the first on, are handled. */
  readonly done: number
  /** `whole`: the function threw or named an unknown record. `partly`: it named the first record that failed. */
  readonly failed?: 'whole' | 'partly'
}

/** Passes a batch to the function. */
async function deliver(
  batch: readonly ShardRecord[],
  { streamArn, handler, log, filter = () => true }: StreamPollerOptions,
): Promise<Delivered> {
  const records = batch.map(({ record }) => lambdaRecord(record, streamArn))
  const given = records.filter(filter)
  if (given.length === 0) return { done: batch.length }
  try {
    const { batchItemFailures } = await handler({ Records: given })
    if (batchItemFailures.length === 0) return { done: batch.length }
    const failed = batchItemFailures.map(({ itemIdentifier }) =>
      given.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
    )
    const first = given[Math.min(...failed)]
    // An unknown name fails the whole batch, as in Lambda: index -1 finds no record.
    return first ? { done: records.indexOf(first), failed: 'partly' } : { done: 0, failed: 'whole' }
  } catch (error) {
    log.warn('the stream function failed; its batch will run again', { error: String(error), records: given.length })
    return { done: 0, failed: 'whole' }
  }
}

function halvesOf<T>(batch: readonly T[]): readonly T[][] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}

async function discard({ record }: ShardRecord, { streamArn, log, onDiscarded }: StreamPollerOptions): Promise<void> {
  const discarded = lambdaRecord(record, streamArn)
  log.error('dropped a stream record after its last attempt', { keys: JSON.stringify(discarded.dynamodb?.Keys) })
  await onDiscarded?.(discarded)
}

/** Records how far each shard was handled. */
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
