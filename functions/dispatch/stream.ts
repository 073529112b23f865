import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { App } from '../../lib/app.ts'
import { changesOf, type StreamChange } from '../../lib/dynamo/changes.ts'
import { dispatch } from './dispatch.ts'
import { dispatchLive } from './live.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

/**
 * Serves a batch of the table's stream; what failed is reported, so that the stream is read again from there. So is a record
 * that cannot be read: a newer version of this function may read it, and past the retries it is a dead letter, which somebody
 * is told of. Until then its shard waits for it; the records beside it are served meanwhile.
 */
export function streamHandler(app: App): StreamHandler {
  return async ({ Records }) => {
    const { changes, unreadable } = read(app, Records)
    const records = changes.map(({ sequenceNumber, change }) => ({ position: sequenceNumber, change }))
    const failed = new Set([...(await dispatch(app, records)), ...unreadable])
    return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) }
  }
}

/**
 * A second reader of the stream, with a window of a second: those who follow every conversation get a frame a second. It goes
 * past what it cannot read: its lists can be read anew, and the other reader reports the same record.
 */
export function liveStreamHandler(app: App): (event: DynamoDBStreamEvent) => Promise<void> {
  return async ({ Records }) => await dispatchLive(app, read(app, Records).changes)
}

/** Sorts a batch into the changes that it tells of, and the positions of the records that cannot be read, each of which is logged. */
function read(
  app: App,
  records: DynamoDBStreamEvent['Records'],
): { readonly changes: readonly StreamChange[]; readonly unreadable: readonly string[] } {
  const unreadable: string[] = []
  const changes = changesOf(records, ({ dynamodb }, error) => {
    app.log.error('a stream record is not valid', {
      keys: JSON.stringify(dynamodb?.Keys),
      error: String(error),
    })
    // An empty name is the failure of the whole batch, by which Lambda splits it until the record stands alone.
    unreadable.push(dynamodb?.SequenceNumber ?? '')
  })
  return { changes, unreadable }
}
