import type { StoredSubscription, SubscriptionStore } from '../ports/subscriptions.ts'
import type { Database } from './database.ts'

interface Json {
  readonly json: string
}

/** Subscriptions to alerts, in a table of their own. */
export function subscriptions(database: Database): SubscriptionStore {
  const page = database.prepare('SELECT json FROM subscription WHERE bot = ? AND id > ? ORDER BY id LIMIT ?')
  const one = database.prepare('SELECT json FROM subscription WHERE bot = ? AND id = ?')
  const read = ({ json }: Json) => JSON.parse(json) as StoredSubscription

  return {
    subscriptions: ({ botId, after = '', limit }) =>
      database.read(() => (page.all(botId, after, limit) as unknown as Json[]).map(read)),

    subscription: (botId, id) =>
      database.read(() => {
        const row = one.get(botId, id) as Json | undefined
        return row && read(row)
      }),

    putSubscription: (botId, subscription) =>
      database.write('putSubscription', { botId, id: subscription.id, json: JSON.stringify(subscription) }),

    deleteSubscription: (botId, id) => database.write('deleteSubscription', { botId, id }),
  }
}
