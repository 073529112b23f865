import type { DatabaseSync } from 'node:sqlite'

interface SubscriptionInput {
  readonly botId: string
  readonly id: string
}

/** Writes of subscriptions to alerts. */
export function subscriptionWrites(db: DatabaseSync) {
  const put = db.prepare('INSERT OR REPLACE INTO subscription (bot, id, json) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM subscription WHERE bot = ? AND id = ?')
  return {
    putSubscription({ botId, id, json }: SubscriptionInput & { readonly json: string }): void {
      put.run(botId, id, json)
    },

    deleteSubscription: ({ botId, id }: SubscriptionInput): boolean => Number(remove.run(botId, id).changes) === 1,
  }
}
