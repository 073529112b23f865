import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { changesOf } from '../../lib/dynamo/changes.ts'
import type { ChangeFeed, FeedItem, SessionChange } from '../../lib/ports/feed.ts'
import { lambdaRecord } from './lambda-record.ts'
import type { PositionStore } from './position.ts'
import { type ShardRecord, shardReader } from './shards.ts'
import { progress } from './stream.ts'

const POLL_MS = 25
const BATCH_SIZE = 100

/**
 * Reads a table's stream as a change feed. Keeps unacknowledged items and returns them again. A restart begins at the
 * position.
 */
export async function streamFeed({
  client,
  streamArn,
  position,
}: {
  readonly client: DynamoDBStreamsClient
  readonly streamArn: string
  readonly position: PositionStore
}): Promise<ChangeFeed> {
  const reader = shardReader(client, streamArn, await position.read())
  const acknowledged = await progress(position, streamArn)
  let waiting: (ShardRecord & { readonly change?: SessionChange })[] = []
  let fetching: Promise<boolean> | undefined

  async function fetchMore(): Promise<boolean> {
    const records = await reader.read(BATCH_SIZE)
    waiting.push(
      ...records.map(each => {
        const [found] = changesOf([lambdaRecord(each.record, streamArn)])
        return found ? { ...each, change: found.change } : each
      }),
    )
    return records.length > 0
  }

  /** Whether there was more. Runs one read at a time, to keep the order of the records. */
  function more(): Promise<boolean> {
    fetching ??= fetchMore().finally(() => {
      fetching = undefined
    })
    return fetching
  }

  function items(limit: number): FeedItem[] {
    return waiting
      .flatMap(({ change, ...at }) => (change ? [{ position: nameOf(at), change }] : []))
      .slice(0, Math.max(0, limit))
  }

  return {
    async read(limit) {
      while (items(limit).length < limit && (await more()));
      return items(limit)
    },

    async acknowledge(upTo) {
      const last = waiting.findIndex(each => nameOf(each) === upTo)
      const done = waiting.slice(0, last + 1)
      waiting = waiting.slice(last + 1)
      await acknowledged(done)
    },

    async wait(ms) {
      const end = Date.now() + ms
      while (items(1).length === 0) {
        if (await more()) continue
        const left = end - Date.now()
        if (left <= 0) return
        await sleep(Math.min(POLL_MS, left))
      }
    },
  }
}

function nameOf({ shardId, sequenceNumber }: Pick<ShardRecord, 'shardId' | 'sequenceNumber'>): string {
  return `${shardId} ${sequenceNumber}`
}
