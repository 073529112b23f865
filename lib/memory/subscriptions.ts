import type { SubscriptionStore } from '../ports/subscriptions.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Subscriptions to alerts. */
export function subscriptions({ subscriptions: all }: Memory): AtOnce<SubscriptionStore> {
  const of = (botId: string) => all.get(botId) ?? []
  return {
    subscriptions: ({ botId, after = '', limit }) =>
      of(botId)
        .filter(({ id }) => id > after)
        .toSorted((one, two) => (one.id < two.id ? -1 : 1))
        .slice(0, limit),

    subscription: (botId, id) => of(botId).find(each => each.id === id),

    putSubscription(botId, subscription) {
      all.set(botId, [...of(botId).filter(({ id }) => id !== subscription.id), subscription])
    },

    deleteSubscription(botId, id) {
      const left = of(botId).filter(each => each.id !== id)
      if (left.length === of(botId).length) return false
      all.set(botId, left)
      return true
    },
  }
}
