import * as z from 'zod'
import { PathId } from '../ids.ts'
import { AlertFilter, AlertSubscription, NewSubscription } from '../subscription.ts'
import { BotPath, bot, Nothing, page, type RouteSpec } from './spec.ts'

const all = `${bot}/subscriptions`
const one = `${all}/{id}`
const OnePath = z.strictObject({ botId: PathId, id: PathId })

/** The most subscriptions on a page. SNS is asked about each. */
const MAX_PAGE = 50

/** The routes of subscriptions to a bot's alerts. */
export const subscriptionRoutes = {
  subscriptions: {
    method: 'GET',
    path: all,
    tag: 'setup',
    summary:
      "Lists the subscriptions to a bot's alerts, and whether they are confirmed. Subscriptions made outside Interlude are not listed.",
    who: ['admin'],
    params: BotPath,
    query: z.strictObject({
      cursor: PathId.exactOptional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
    }),
    answer: { schema: page(AlertSubscription) },
    errors: ['alerts.unavailable'],
  },
  subscribe: {
    method: 'POST',
    path: all,
    tag: 'setup',
    summary:
      "Subscribes an address to a bot's alerts. Its owner must confirm, except by SMS. The same request again asks the owner again.",
    who: ['admin'],
    params: BotPath,
    query: Nothing,
    body: NewSubscription,
    answer: { schema: AlertSubscription, status: 201 },
    errors: ['subscription.exists', 'subscription.too_many', 'alerts.unavailable'],
  },
  changeSubscription: {
    method: 'PUT',
    path: one,
    tag: 'setup',
    summary: 'Replaces the filter of a subscription.',
    who: ['admin'],
    params: OnePath,
    query: Nothing,
    body: z.strictObject({ filter: AlertFilter }),
    answer: { schema: AlertSubscription },
    errors: [
      'subscription.not_found',
      'subscription.ended',
      'subscription.pending',
      'subscription.too_many',
      'alerts.unavailable',
    ],
  },
  unsubscribe: {
    method: 'DELETE',
    path: one,
    tag: 'setup',
    summary: 'Ends a subscription.',
    who: ['admin'],
    params: OnePath,
    query: Nothing,
    answer: { schema: z.object({ deleted: z.literal(true) }) },
    errors: ['subscription.not_found', 'subscription.pending', 'alerts.unavailable'],
  },
} as const satisfies Record<string, RouteSpec>
