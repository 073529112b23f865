import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import type { SessionChange } from '../ports/feed.ts'
import { decodeSession, isHeld, revisionOf } from './codec.ts'
import { decodeWatcher } from './codec-recent.ts'
import { type Item, textsOf } from './item.ts'
import { isStateKey } from './keys.ts'
import { WATCHERS } from './table.ts'

export interface StreamChange {
  readonly sequenceNumber: string
  readonly change: SessionChange
}

/**
 * Extracts from records of the table's stream the changes that appended entries, in the stream's order. Leaves out
 * records of other items, and writes that appended nothing (a watcher, a claim). Calls `onMalformed` for a STATE record
 * that it cannot decode, and leaves it out too.
 */
export function changesOf(
  records: readonly DynamoDBRecord[],
  onMalformed: (record: DynamoDBRecord, error: unknown) => void = () => {},
): StreamChange[] {
  return records.flatMap(record => {
    try {
      const change = changeOf(record)
      return change ? [change] : []
    } catch (error) {
      onMalformed(record, error)
      return []
    }
  })
}

function changeOf({ dynamodb }: DynamoDBRecord): StreamChange | undefined {
  const { Keys, NewImage, OldImage, SequenceNumber } = dynamodb ?? {}
  if (!Keys || !NewImage || !isStateKey({ PK: Keys.PK?.S, SK: Keys.SK?.S })) return undefined
  const now = itemOf(NewImage)
  const before = OldImage && itemOf(OldImage)
  const revisionBefore = before ? revisionOf(before) : 0
  if (revisionOf(now) <= revisionBefore) return undefined
  if (SequenceNumber === undefined) throw new TypeError('a stream record has no sequence number')
  return {
    sequenceNumber: SequenceNumber,
    change: {
      session: decodeSession(now),
      watchers: textsOf(now, WATCHERS).map(decodeWatcher),
      revisionBefore,
      isPausedBefore: before !== undefined && isHeld(before),
    },
  }
}

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>

function itemOf(image: Image): Item {
  // Lambda passes binary values as base64, but the SDK's types expect bytes. A STATE item has no binary values.
  return unmarshall(image as unknown as Parameters<typeof unmarshall>[0])
}
