import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { App } from '../../lib/app.ts'
import { changesOf, type StreamChange } from '../../lib/dynamo/changes.ts'
import { dispatch } from './dispatch.ts'
import { dispatchLive } from './live.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

/** Serves a batch of the table's stream; what failed is reported, so that the stream is read again from there. */
export function streamHandler(app: App): StreamHandler {
  return async ({ Records }) => {
    const records = readable(app, Records).map(({ sequenceNumber, change }) => ({ position: sequenceNumber, change }))
    const failed = new Set(await dispatch(app, records))
    return {
      batchItemFailures: records
        .filter(({ position }) => failed.has(position))
        .map(({ position }) => ({ itemIdentifier: position })),
    }
  }
}

/** A second reader of the stream, with a window of a second: those who follow every conversation get a frame a second. */
export function liveStreamHandler(app: App): (event: DynamoDBStreamEvent) => Promise<void> {
  return async ({ Records }) => await dispatchLive(app, readable(app, Records))
}

/** A record that cannot be understood would be none the better for being read again: it is logged, and keeps nobody waiting. */
function readable(app: App, records: DynamoDBStreamEvent['Records']): StreamChange[] {
  return changesOf(records, ({ dynamodb }, error) =>
    app.log.error('a record of the stream cannot be read', {
      keys: JSON.stringify(dynamodb?.Keys),
      error: String(error),
    }),
  )
}
