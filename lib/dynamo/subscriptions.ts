import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { StoredSubscription, SubscriptionStore } from '../ports/subscriptions.ts'
import { reached } from './errors.ts'
import { bodyOf } from './item.ts'
import { keys } from './keys.ts'
import { get, range, type Table } from './reads.ts'
import { BODY } from './table.ts'

/** Sorts after every character that an id may have. */
const PAST_ALL = '\u{7f}'
/** The least text after another one: the ids of subscriptions are ASCII. */
const NEXT = ' '

/** Subscriptions to alerts: one item for each, in the bot's partition. All reads are strongly consistent. */
export function subscriptions(table: Table): SubscriptionStore {
  const { client, name } = table
  return {
    async subscriptions({ botId, after = '', limit }) {
      const from = keys.subscription(botId, after + NEXT)
      const items = await range(table, { from, to: keys.subscription(botId, PAST_ALL), limit })
      return items.map(item => bodyOf<StoredSubscription>(item, BODY))
    },

    async subscription(botId, id) {
      const item = await get(table, keys.subscription(botId, id))
      return item && bodyOf<StoredSubscription>(item, BODY)
    },

    async putSubscription(botId, subscription) {
      const item = { ...keys.subscription(botId, subscription.id), [BODY]: JSON.stringify(subscription) }
      await reached(client.send(new PutCommand({ TableName: name, Item: item })))
    },

    async deleteSubscription(botId, id) {
      const input = { TableName: name, Key: keys.subscription(botId, id), ReturnValues: 'ALL_OLD' } as const
      const { Attributes } = await reached(client.send(new DeleteCommand(input)))
      return Attributes !== undefined
    },
  }
}
