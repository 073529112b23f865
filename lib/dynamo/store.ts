import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Store } from '../ports/store.ts'
import { agents } from './agents.ts'
import { alerts } from './alerts.ts'
import { bots } from './bots.ts'
import { channels } from './channels.ts'
import { deadEvents } from './dead-events.ts'
import { episodes } from './episodes.ts'
import { lists } from './lists.ts'
import { notifications } from './notifications.ts'
import { ownReplies } from './own-replies.ts'
import { readMarks } from './read-marks.ts'
import { receipts } from './receipts.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { signOuts } from './sign-outs.ts'
import { sockets } from './sockets.ts'
import { subscriptions } from './subscriptions.ts'
import { threads } from './threads.ts'

export interface DynamoOptions {
  readonly client: DynamoDBDocumentClient
  /** The name of the table, which must exist. */
  readonly table: string
}

/**
 * The store in one DynamoDB table (`tableDefinition`). Every method throws `store.unavailable` (retry after 1 s) if DynamoDB
 * throttles, fails or cannot be reached after the SDK's own retries.
 *
 * @example
 * ```ts
 * const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }))
 * const app = compose({ ...parts, store: openDynamoStore({ client, table: 'interlude-prod' }) })
 * ```
 */
export function openDynamoStore({ client, table }: DynamoOptions): Store {
  const reachable = { client, name: table }
  return {
    ...sessions(reachable),
    ...lists(reachable),
    ...search(reachable),
    ...episodes(reachable),
    ...threads(reachable),
    ...bots(reachable),
    ...channels(reachable),
    ...sockets(reachable),
    ...agents(reachable),
    ...alerts(reachable),
    ...readMarks(reachable),
    ...receipts(reachable),
    ...signOuts(reachable),
    ...notifications(reachable),
    ...deadEvents(reachable),
    ...subscriptions(reachable),
    ...ownReplies(reachable),
  }
}
