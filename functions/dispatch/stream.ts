import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { App } from '../../lib/app.ts'
import { changesOf, type StreamChange } from '../../lib/dynamo/changes.ts'
import { dispatch } from './dispatch.ts'
import { dispatchLive } from './live.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

/**
 * Handles a batch of the table's stream. Reports failed records, so that Lambda delivers the stream again from the
 * first of them. Reports a record that is not valid as well: a newer version of this function may read it. After the
 * last retry the record becomes a dead letter, which raises an alarm. Until then its shard waits; the other records of
 * the batch go through.
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
 * Reads the stream a second time, in batches of one second, for the subscribers of `live`. Skips records that are not
 * valid: the clients can read their lists again, and the first reader reports the record.
 */
export function liveStreamHandler(app: App): (event: DynamoDBStreamEvent) => Promise<void> {
  return async ({ Records }) => await dispatchLive(app, read(app, Records).changes)
}

/** Splits a batch into its changes and the positions of records that are not valid. Logs each of those records. */
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
    // An empty name reports the whole batch as failed. Lambda then splits it until the record is alone.
    unreadable.push(dynamodb?.SequenceNumber ?? '')
  })
  return { changes, unreadable }
}
