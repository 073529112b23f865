import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import type { StreamPosition } from './position.ts'

/** A record, and its place in the stream. */
export interface ShardRecord {
  readonly shardId: string
  readonly sequenceNumber: string
  readonly record: StreamRecord
}

interface OpenShard {
  readonly shardId: string
  readonly parent: string | undefined
  /** The sequence number of the last record read. Undefined: read from the oldest record that is left. */
  after: string | undefined
  iterator: string | undefined
  ended: boolean
}

/** How often to look for new shards even if none ended (DynamoDB splits a shard that gets many writes). */
const DISCOVER_MS = 10_000

export interface ShardReader {
  /**
   * Reads the next records, at most `limit` per shard; none if there are no more yet. Keeps the order of one item's
   * records.
   */
  read(limit: number): Promise<readonly ShardRecord[]>
}

/**
 * Reads a table's stream from a position, or from the oldest record that is left. Reads parents before their children,
 * and goes on after expired iterators and trimmed records.
 */
export function shardReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  position: StreamPosition | undefined,
): ShardReader {
  const handled = position?.streamArn === streamArn ? position.shards : {}
  const shards = new Map<string, OpenShard>()
  let discoverAt = 0

  async function discover() {
    if (Date.now() < discoverAt) return
    const listed = await describe(client, streamArn)
    for (const { ShardId: shardId, ParentShardId: parent } of listed) {
      if (shardId === undefined || shards.has(shardId)) continue
      shards.set(shardId, { shardId, parent, after: handled[shardId], iterator: undefined, ended: false })
    }
    const alive = new Set(listed.map(({ ShardId }) => ShardId))
    for (const { shardId, ended } of shards.values()) if (ended && !alive.has(shardId)) shards.delete(shardId)
    discoverAt = Date.now() + DISCOVER_MS
  }

  function isReadable({ ended, parent }: OpenShard) {
    return !ended && (parent === undefined || (shards.get(parent)?.ended ?? true))
  }

  async function readShard(shard: OpenShard, limit: number): Promise<ShardRecord[]> {
    const { shardId } = shard
    try {
      shard.iterator ??= await iterator(client, streamArn, shard)
      const answer = await client.send(new GetRecordsCommand({ ShardIterator: shard.iterator, Limit: limit }))
      const records = (answer.Records ?? []).flatMap(record => {
        const sequenceNumber = record.dynamodb?.SequenceNumber
        return sequenceNumber === undefined ? [] : [{ shardId, sequenceNumber, record }]
      })
      shard.after = records.at(-1)?.sequenceNumber ?? shard.after
      shard.iterator = answer.NextShardIterator
      shard.ended = answer.NextShardIterator === undefined
      if (shard.ended) discoverAt = 0
      return records
    } catch (error) {
      // After any error, a new iterator begins after the last record that was read.
      shard.iterator = undefined
      if ((error as Error).name === 'TrimmedDataAccessException') shard.after = undefined
      else if ((error as Error).name !== 'ExpiredIteratorException') throw error
      return []
    }
  }

  return {
    async read(limit) {
      await discover()
      const batches = await Promise.all([...shards.values()].filter(isReadable).map(shard => readShard(shard, limit)))
      return batches.flat()
    },
  }
}

async function describe(client: DynamoDBStreamsClient, StreamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = []
  let last: string | undefined
  do {
    const from = last === undefined ? {} : { ExclusiveStartShardId: last }
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn, ...from }))
    shards.push(...(StreamDescription?.Shards ?? []))
    last = StreamDescription?.LastEvaluatedShardId
  } while (last !== undefined)
  return shards
}

async function iterator(
  client: DynamoDBStreamsClient,
  StreamArn: string,
  { shardId, after }: OpenShard,
): Promise<string | undefined> {
  const where =
    after === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after } as const)
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ...where }))
  return ShardIterator
}
