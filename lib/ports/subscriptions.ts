import type { AlertFilter, SubscriptionProtocol, SubscriptionStatus } from '../protocol/subscription.ts'

/**
 * An address that was subscribed to a bot's alerts. The topic has the rest: its filter, and whether it is confirmed.
 * A list of the topic does not tell which pending subscription is whose.
 */
export interface StoredSubscription {
  readonly id: string
  readonly protocol: SubscriptionProtocol
  readonly endpoint: string
  readonly createdAt: string
}

/** The subscriptions that belong to bots. */
export interface SubscriptionStore {
  /** A bot's subscriptions after the id `after`, ordered by id. */
  subscriptions(page: {
    readonly botId: string
    readonly after?: string
    readonly limit: number
  }): Promise<readonly StoredSubscription[]>
  subscription(botId: string, id: string): Promise<StoredSubscription | undefined>
  /** Adds a subscription, or replaces the one with its id. */
  putSubscription(botId: string, subscription: StoredSubscription): Promise<void>
  /** Returns whether there was one. */
  deleteSubscription(botId: string, id: string): Promise<boolean>
}

/** The alerts that a subscription gets: those of one bot that pass a filter. */
export interface AlertScope {
  readonly botId: string
  readonly filter: AlertFilter
}

/**
 * `subscribed`: the address has a subscription with this scope. `taken`: the address has one with another scope, of the
 * bot `botId` or, without it, not made by Interlude. `refused`: the topic does not accept the address or the scope.
 * `full`: the topic has as many subscriptions or filters as it may have.
 */
export type SubscribeOutcome =
  | { readonly status: 'subscribed'; readonly id: string }
  | { readonly status: 'taken'; readonly id: string; readonly botId?: string }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'full' }

/** The outcome of a change. `pending`: the topic changes no subscription that is not confirmed. */
export type ChangeOutcome =
  | { readonly status: 'done' }
  | { readonly status: 'gone' }
  | { readonly status: 'pending' }
  | { readonly status: 'full' }
  | { readonly status: 'refused'; readonly reason: string }

/** Subscriptions to the topic of all alerts. Every method throws `alerts.unavailable` if the topic cannot be reached. */
export interface AlertTopic {
  /**
   * Subscribes an address, and has its owner asked to confirm. An address can be subscribed once. The id stays the same
   * when the subscription is confirmed. Asks again if the address has a pending subscription.
   */
  subscribe(
    wanted: { readonly protocol: SubscriptionProtocol; readonly endpoint: string } & AlertScope,
  ): Promise<SubscribeOutcome>
  /** The state of a subscription. `scope` is missing if Interlude did not make it. */
  read(id: string): Promise<{ readonly status: SubscriptionStatus; readonly scope?: AlertScope }>
  setScope(id: string, scope: AlertScope): Promise<ChangeOutcome>
  /** Ends a subscription. A pending one that the topic does not end gets no alerts even if it is confirmed later. */
  remove(id: string): Promise<ChangeOutcome>
}
